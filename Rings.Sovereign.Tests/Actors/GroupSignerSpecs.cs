using System.Collections.Immutable;
using Rings.Actors.Context;
using Rings.Protocol;
using Rings.Protocol.Identity;
using Rings.Sovereign.Actors.Groups;
using Rings.Sovereign.Actors.Store;
using Rings.Sovereign.GroupDids;
using Rings.Sovereign.Secrets;
using static Rings.Actors.Public.RingsNodeProtocol;
using static Rings.Sovereign.Actors.Public.RingsGroupsProtocol;

namespace Rings.Sovereign.Tests.Actors;

/// <summary>Five nodes of one process own a Did, each with a folder of its own, on a test clock.</summary>
public sealed class GroupSignerSpecs : SignerKit
{
    private ImmutableArray<Did> _members;

    [Fact]
    public async Task Five_nodes_own_a_Did_and_three_of_them_sign_for_it_also_after_a_restart()
    {
        var (id, key) = await StandAsync();
        foreach (var member in _members)
        {
            await StopAsync(member);
            await StartAsync(member);
        }

        var (draft, _) = Draft(key);
        var request = await ProposeAsync(id, new SigningSubject.DelegateTo(draft), 2, 3);
        await UntilAsync(_members[0], member => !member.Requests[request].Signature.IsEmpty);

        var signature = (await ViewAsync(_members[0])).Requests[request].Signature;
        Assert.True(draft.Complete(signature.AsSpan()).IsSignedByAccount());
    }

    [Fact]
    public async Task A_member_that_is_away_joins_by_mail()
    {
        await StartAllAsync();
        Network.Leave(_members[4]);
        var id = await CreateAsync();
        Network.ComeBack(_members[4]);
        await JoinAsync(id);

        await UntilAsync(_members[4], member => member.Groups.ContainsKey(id));
    }

    [Fact]
    public async Task The_node_that_runs_for_a_group_has_its_delegation_renewed()
    {
        var (id, key) = await StandAsync();
        var (draft, session) = Draft(key);
        var request = await ProposeAsync(id, new SigningSubject.DelegateTo(draft), 2, 3);
        await UntilAsync(_members[0], member => !member.Requests[request].Signature.IsEmpty);
        var delegation = draft.Complete((await ViewAsync(_members[0])).Requests[request].Signature.AsSpan());
        foreach (var member in _members.Take(3)) await RunAsync(member, new SetGroupPolicy(id, IsOn: true));
        await StartAsync(key.Did, new Signer(session, delegation), key);
        Time.Advance(TimeSpan.FromDays(11));

        var (next, _) = Draft(key);
        var asked = await this[key.Did].RunAsync(new RenewByGroup(next));
        Assert.Equal(GroupOutcome.Done, asked.Outcome);
        RequestId renewal = new(id, asked.Id!.Value);
        await UntilAsync(key.Did, member => !member.Rounds[renewal].Signature.IsEmpty);

        Assert.True(next.Complete((await ViewAsync(key.Did)).Rounds[renewal].Signature.AsSpan()).IsSignedByAccount());
    }

    [Fact]
    public async Task No_share_lies_in_a_file_in_clear_and_what_is_forgotten_is_gone()
    {
        var (id, _) = await StandAsync();
        var share = (await ViewAsync(_members[1])).Groups[id].Share.ToByteArray();
        Assert.True(Holds(_members[1], id.ToByteArray()));
        Assert.False(Holds(_members[1], share));

        await RunAsync(_members[1], new ForgetGroup(id));

        Assert.False(Holds(_members[1], id.ToByteArray()));
        Assert.Empty((await ViewAsync(_members[1])).Groups);
    }

    [Fact]
    public async Task What_comes_in_the_clear_or_is_malformed_is_not_taken()
    {
        var (id, _) = await StandAsync();
        var stop = GroupCodec.Write(new GroupMessage.Stop(id));
        await RunAsync(_members[0], new SetGroupPolicy(id, IsOn: true));

        Network.Say(_members[0], new Received(_members[1], GroupSigner.Protocol, stop, "id", DateTimeOffset.UnixEpoch));
        Network.Say(_members[0], new Received(_members[1], GroupSigner.Protocol, [0xFF], "id", DateTimeOffset.UnixEpoch, IsSealed: true));
        await RunAsync(_members[0], new ForgetGroup(SecretId.Draw(Random.Fill)), GroupOutcome.Unknown);

        Assert.NotNull((await ViewAsync(_members[0])).Groups[id].Policy);
    }

    [Fact]
    public async Task When_the_node_stops_the_signer_does()
    {
        var node = Network.Join(Sys, Did.Zero.Finger(1));
        var signer = Sys.ActorOf(GroupSigner.Props(
            node, new(Time, SystemRandom.Instance), new(SecretSchema.Groups, () => (new MemorySecretStore(), null)), null));
        await WatchAsync(signer);

        Sys.Stop(node);

        await ExpectTerminatedAsync(signer);
    }

    private async Task<(SecretId Id, GroupKey Key)> StandAsync()
    {
        await StartAllAsync();
        var id = await CreateAsync();
        await JoinAsync(id);
        foreach (var member in _members) await UntilAsync(member, view => view.Groups.ContainsKey(id));
        return (id, (await ViewAsync(_members[0])).Groups[id].Key);
    }

    private async Task StartAllAsync()
    {
        var accounts = Enumerable.Range(0, 5).Select(_ => NewAccount()).ToList();
        _members = [.. accounts.Select(account => account.Account)];
        foreach (var account in accounts) await StartAsync(account.Account, account);
    }

    private async Task<SecretId> CreateAsync()
    {
        var reply = await this[_members[0]].RunAsync(new CreateGroup("the five", 3, _members));
        Assert.Equal(GroupOutcome.Done, reply.Outcome);
        return reply.Id!.Value;
    }

    private async Task JoinAsync(SecretId id)
    {
        foreach (var member in _members.Skip(1))
        {
            await UntilAsync(member, view => view.Ceremonies.ContainsKey(id));
            await RunAsync(member, new JoinGroup(id));
        }
    }

    private async Task<RequestId> ProposeAsync(SecretId group, SigningSubject subject, params int[] approving)
    {
        var reply = await this[_members[0]].RunAsync(new ProposeToGroup(group, subject));
        RequestId id = new(group, reply.Id!.Value);
        foreach (var index in approving)
        {
            await UntilAsync(_members[index - 1], view => view.Requests.ContainsKey(id));
            await RunAsync(_members[index - 1], new DecideRequest(id, IsApproved: true));
        }

        return id;
    }

    private (DelegationDraft Draft, SessionKey Session) Draft(GroupKey key)
    {
        var session = SessionKey.FromSeed(Random.Next(32));
        return (
            new(AccountKind.Ed25519, key.Did, key.Key.Encoded, session.PublicKey, Ring, Moment, Moment + Delegation.DefaultLifetime, Random.Next(16)),
            session);
    }

    private bool Holds(Did did, byte[] bytes) => Directory.EnumerateFiles(FolderOf(did), "groups.db*").Any(file =>
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var content = new MemoryStream();
        stream.CopyTo(content);
        return content.ToArray().AsSpan().IndexOf(bytes) >= 0;
    });
}
