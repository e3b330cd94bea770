using System.Buffers.Binary;
using System.Text;
using Rings.Protocol;
using Rings.Sovereign.Actors.Secrets;
using Rings.Sovereign.Actors.Store;
using Rings.Sovereign.Proofs;
using Rings.Sovereign.Proofs.Live;
using Rings.Sovereign.Proofs.Statements;
using Rings.Sovereign.Secrets;
using static Rings.Actors.Public.RingsNodeProtocol;
using static Rings.Sovereign.Actors.Public.RingsSecretsProtocol;

namespace Rings.Sovereign.Tests.Actors;

/// <summary>Owner, guardians and claimant as actors with their stores, over nodes that carry bytes.</summary>
public sealed class SecretKeeperSpecs : KeeperKit
{
    [Fact]
    public async Task Three_of_five_give_the_key_back_after_a_day_on_the_test_clock()
    {
        await StartAsync([Owner, Claimant, .. Guardians]);
        var id = await SplitAsync(3, delayHours: 24);
        await UntilAsync(Owner, view => view.Owner.Secrets[id].Current?.Keepers == 5);
        await RunAsync(Claimant, new BeginRecovery(await SheetAsync(id), IsRehearsal: false));
        await UntilAsync(Claimant, view => view.Recovery.Tasks.Values.Single().Parts.Values.All(part => part.Nonce is not null));

        foreach (var guardian in Guardians.Take(3)) Assert.Equal(SecretOutcome.Done, await ApproveAsync(guardian));
        await UntilAsync(Owner, view => view.Owner.Secrets[id].Alarms.Count == 5);
        Pass(TimeSpan.FromHours(23));
        Assert.Null((await RecoveredAsync()).Secret);
        Pass(TimeSpan.FromHours(1));

        await UntilAsync(Claimant, view => SecretRecovery.Combine(view.Recovery.Tasks.Values.Single()).Secret is not null);
        Assert.Equal(Key.ToByteArray(), (await RecoveredAsync()).Secret);
    }

    [Fact]
    public async Task A_veto_holds_the_share_until_the_guardian_approves_again()
    {
        await StartAsync([Owner, Claimant, .. Guardians]);
        var id = await SplitAsync(2, delayHours: 24);
        await UntilAsync(Owner, view => view.Owner.Secrets[id].Current?.Keepers == 5);
        await RunAsync(Claimant, new BeginRecovery(await SheetAsync(id), IsRehearsal: false));
        await UntilAsync(Claimant, view => view.Recovery.Tasks.Values.Single().Parts.Values.All(part => part.Nonce is not null));
        await ApproveAsync(Guardians[0]);
        var claim = (await this[Claimant].ViewAsync()).Recovery.Tasks.Values.Single().Parts[Guardians[0]].Claim;
        await UntilAsync(Owner, view => view.Owner.Secrets[id].Alarms.ContainsKey(claim));

        await RunAsync(Owner, new VetoClaim(claim));
        await UntilAsync(Guardians[0], view => view.Guardian.Claims[claim].IsVetoed);
        Pass(TimeSpan.FromHours(25));

        Assert.Equal(SecretOutcome.Vetoed, await ApproveAsync(Guardians[0]));
        Assert.DoesNotContain(Network.Carried, carried => Says<SecretMessage.Return>(carried));
        Assert.Equal(SecretOutcome.Done, await ApproveAsync(Guardians[0], despiteVeto: true));
    }

    [Fact]
    public async Task What_was_kept_is_there_after_a_restart_and_a_claim_goes_on()
    {
        await StartAsync([Owner, Claimant, .. Guardians]);
        var id = await SplitAsync(2, delayHours: 0);
        await UntilAsync(Owner, view => view.Owner.Secrets[id].Current?.Keepers == 5);
        await RunAsync(Claimant, new BeginRecovery(await SheetAsync(id), IsRehearsal: false));
        await UntilAsync(Claimant, view => view.Recovery.Tasks.Values.Single().Parts.Values.All(part => part.Nonce is not null));

        foreach (var did in (Did[])[Guardians[0], Guardians[1], Claimant]) await StopAsync(did);
        await StartAsync(Guardians[0], Guardians[1], Claimant);
        Assert.Equal(SecretOutcome.Done, await ApproveAsync(Guardians[0]));
        Assert.Equal(SecretOutcome.Done, await ApproveAsync(Guardians[1]));

        await UntilAsync(Claimant, view => SecretRecovery.Combine(view.Recovery.Tasks.Values.Single()).Secret is not null);
    }

    [Fact]
    public async Task A_guardian_that_is_away_gets_its_share_by_mail()
    {
        await StartAsync([Owner, .. Guardians]);
        Network.Leave(Guardians[4]);
        var id = await SplitAsync(3, delayHours: 0);
        await UntilAsync(Owner, view => view.Owner.Secrets[id].Pending?.Keepers == 4);

        Network.ComeBack(Guardians[4]);

        await UntilAsync(Owner, view => view.Owner.Secrets[id].Current?.Keepers == 5);
    }

    [Fact]
    public async Task What_comes_in_the_clear_is_not_taken()
    {
        await StartAsync([Owner, .. Guardians]);
        var id = await SplitAsync(2, delayHours: 0);
        await UntilAsync(Owner, view => view.Owner.Secrets[id].Current?.Keepers == 5);
        var forget = SecretCodec.Write(new SecretMessage.Commit(id, SecretMessage.EveryVersion));

        Network.Say(Guardians[0], new Received(Owner, SecretKeeper.Protocol, forget, "id", DateTimeOffset.UnixEpoch));
        Network.Say(Guardians[0], new Received(Owner, SecretKeeper.Protocol, [0xFF], "id", DateTimeOffset.UnixEpoch, IsSealed: true));
        Network.Say(Guardians[1], new Received(Owner, SecretKeeper.Protocol, forget, "id", DateTimeOffset.UnixEpoch, IsSealed: true));

        await UntilAsync(Guardians[1], view => view.Guardian.Kept[(Owner, id)].Any.EndedAt is not null);
        Assert.Null((await this[Guardians[0]].ViewAsync()).Guardian.Kept[(Owner, id)].Any.EndedAt);
    }

    [Fact]
    public async Task Guardians_prove_live_that_they_hold_their_shares()
    {
        await StartAsync([Owner, .. Guardians]);
        var id = await SplitAsync(2, delayHours: 0);
        await UntilAsync(Owner, view => view.Owner.Secrets[id].Current?.Keepers == 5);
        await RunAsync(Guardians[1], new EraseKept(Owner, id));
        Network.Leave(Guardians[2]);

        var probed = this[Owner].ProbeAsync(new ProbeSecret(id));
        await UntilAsync(Owner, view => view.Owner.Secrets[id].Alive.Count == 3);
        Pass(TimeSpan.FromSeconds(1));
        for (var step = 0; step < 10 && !probed.IsCompleted; step++) Pass(TimeSpan.FromSeconds(10));
        var results = (await probed).Results;

        Assert.Equal(ProofResult.Accepted, results[Guardians[0]]);
        Assert.Equal(ProofResult.NotMine, results[Guardians[1]]);
        Assert.Equal(ProofResult.TimedOut, results[Guardians[2]]);
        Assert.Equal(2, results.Values.Count(result => result != ProofResult.Accepted));
    }

    [Fact]
    public async Task Only_the_owner_gets_a_proof_of_a_share()
    {
        await StartAsync([Owner, Claimant, .. Guardians]);
        var id = await SplitAsync(2, delayHours: 0);
        await UntilAsync(Owner, view => view.Owner.Secrets[id].Current?.Keepers == 5);
        var point = (await this[Owner].ViewAsync()).Owner.Secrets[id].Current!.ShareOf(Guardians[0]);
        var verifier = new LiveVerifier(
            Rings.Protocol.Identity.RingId.OfPublic("main"), Guardians[0], Claimant, id, new OwnStatement(point), isWary: false,
            new SeededBytes(2).Fill);

        Network.Say(Guardians[0], new Received(
            Claimant, "proof/1", ProofCodec.Write(verifier.Ask), "id", DateTimeOffset.UnixEpoch, IsSealed: true));

        await AwaitAssertAsync(() => Assert.Contains(Network.Carried, carried => carried.Protocol == "proof/1"
            && carried.From == Guardians[0] && ProofCodec.Read(carried.Payload) is ProofMessage.End { Result: ProofResult.NotMine }));
    }

    [Fact]
    public async Task Nothing_of_a_share_lies_in_the_file_in_clear_and_what_is_erased_is_gone()
    {
        await StartAsync([Owner, .. Guardians]);
        var id = await SplitAsync(2, delayHours: 0);
        await UntilAsync(Owner, view => view.Owner.Secrets[id].Current?.Keepers == 5);
        var share = (await this[Guardians[0]].ViewAsync()).Guardian.Kept[(Owner, id)].Any.Deal.Share.ToByteArray();
        byte[] place = [.. Owner.ToByteArray(), .. id.ToByteArray()];
        Assert.True(Holds(FolderOf(Guardians[0]), place));
        Assert.False(Holds(FolderOf(Guardians[0]), share));
        Assert.False(Holds(FolderOf(Owner), Key.ToByteArray()));

        await RunAsync(Guardians[0], new EraseKept(Owner, id));

        Assert.False(Holds(FolderOf(Guardians[0]), place));
    }

    [Fact]
    public async Task A_share_that_was_altered_on_the_disk_is_told_and_the_others_are_read()
    {
        await StartAsync([Owner, Claimant, .. Guardians]);
        var (one, other) = (await SplitAsync(2, delayHours: 0), await SplitAsync(2, delayHours: 0));
        await UntilAsync(Guardians[0], view => view.Guardian.Kept.Count == 2);
        await StopAsync(Guardians[0]);
        AlteredDatabase.FlipShareOf(FolderOf(Guardians[0]), Owner, one);
        await StartAsync(Guardians[0]);

        var guardian = (await this[Guardians[0]].ViewAsync()).Guardian;

        Assert.Equal((Owner, one), Assert.Single(guardian.Damaged));
        Assert.Equal((Owner, other), Assert.Single(guardian.Kept).Key);
    }

    [Fact]
    public async Task A_capture_of_all_that_is_carried_names_no_claim_words()
    {
        await StartAsync([Owner, Claimant, .. Guardians]);
        var id = await SplitAsync(2, delayHours: 0);
        await UntilAsync(Owner, view => view.Owner.Secrets[id].Current?.Keepers == 5);
        await RunAsync(Claimant, new BeginRecovery(await SheetAsync(id), IsRehearsal: false));
        await UntilAsync(Claimant, view => view.Recovery.Tasks.Values.Single().Parts.Values.All(part => part.Nonce is not null));

        var view = (await this[Claimant].ViewAsync()).Recovery;
        var words = view.WordsFor(view.Tasks.Values.Single(), Guardians[0])!.Value;
        var bits = new byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64BigEndian(bits, words.Bits);

        Assert.NotEmpty(Network.Carried);
        // As text, and as the 40 bits that they stand for.
        Assert.All(Network.Carried, carried => Assert.True(
            carried.Payload.AsSpan().IndexOf(Encoding.UTF8.GetBytes(words.ToString())) < 0
            && carried.Payload.AsSpan().IndexOf(bits.AsSpan(3)) < 0));
    }

    [Fact]
    public async Task When_the_node_stops_the_keeper_does()
    {
        await StartAsync(Owner);
        var node = Network.Join(Sys, Claimant);
        var keeper = Sys.ActorOf(SecretKeeper.Props(
            node, new(Time, Rings.Actors.Context.SystemRandom.Instance),
            new(SecretSchema.Secrets, () => (new MemorySecretStore(), null))));
        await WatchAsync(keeper);

        Sys.Stop(node);

        await ExpectTerminatedAsync(keeper);
    }

    private static bool Holds(string folder, byte[] bytes) => Directory.EnumerateFiles(folder, "secrets.db*")
        .Any(file =>
        {
            using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            using var content = new MemoryStream();
            stream.CopyTo(content);
            return content.ToArray().AsSpan().IndexOf(bytes) >= 0;
        });

    private static bool Says<T>(Received carried)
        where T : SecretMessage => carried.Protocol == SecretKeeper.Protocol && SecretCodec.Read(carried.Payload) is T;
}
