using Akka.Actor;
using Akka.TestKit;
using Microsoft.Extensions.Time.Testing;
using Rings.Protocol;
using Rings.Protocol.Identity;
using Rings.Sovereign.Actors.Hosting;
using Rings.Sovereign.Actors.Public;
using Rings.Sovereign.Groups;
using Rings.Sovereign.Secrets;
using static Rings.Sovereign.Actors.Public.RingsSecretsProtocol;

namespace Rings.Sovereign.Tests.Actors;

/// <summary>Keepers of secrets beside nodes of one process, on a test clock, each with a folder of its own.</summary>
public abstract class KeeperKit : Akka.TestKit.Xunit2.TestKit
{
    private readonly Dictionary<Did, IActorRef> _keepers = [];
    private readonly Dictionary<Did, IActorRef> _nodes = [];

    protected KeeperKit()
        : base(TestSystem.Config)
    {
        Key = Secp256k1Scalar.Draw(new SeededBytes(1).Fill);
        using var account = AccountKey.FromSecret(AccountKind.Secp256k1, Key.ToByteArray());
        Owner = account.Did;
    }

    internal FakeNetwork Network { get; } = new();

    protected FakeTimeProvider Time { get; } = new(DateTimeOffset.UnixEpoch.AddYears(57));

    protected string Folder { get; } = Directory.CreateTempSubdirectory("rings-keepers-").FullName;

    protected Secp256k1Scalar Key { get; }

    protected Did Owner { get; }

    protected Did Claimant { get; } = Did.Zero.Finger(100);

    protected Did[] Guardians { get; } = [.. Enumerable.Range(1, 5).Select(number => Did.Zero.Finger(number))];

    protected RingsSecrets this[Did did] => new(_keepers[did]);

    protected string FolderOf(Did did) => Path.Combine(Folder, did.ToString("D", null));

    protected async Task StartAsync(params Did[] dids)
    {
        foreach (var did in dids) await StartFromAsync(did, FolderOf(did));
    }

    /// <summary>Under a name of its own: that of the last is free again only when that has gone.</summary>
    protected IActorRef StartKeeper(Did did, string folder) => Sys.StartRingsSecrets(_nodes[did], secrets =>
    {
        secrets.DataDir = folder;
        secrets.Time = Time;
    }, $"secrets-{did:D}-{Guid.CreateVersion7():N}");

    /// <summary>One after another: two that begin at one moment of virtual time could lose a timer of the test's scheduler.</summary>
    protected async Task StartFromAsync(Did did, string folder)
    {
        if (!_nodes.ContainsKey(did)) _nodes[did] = Network.Join(Sys, did);
        _keepers[did] = StartKeeper(did, folder);
        await this[did].ViewAsync();
    }

    protected async Task SetKeeperAsync(Did did, Func<IActorRef, Props> props)
    {
        ArgumentNullException.ThrowIfNull(props);
        if (!_nodes.ContainsKey(did)) _nodes[did] = Network.Join(Sys, did);
        _keepers[did] = Sys.ActorOf(props(_nodes[did]));
        await this[did].ViewAsync();
    }

    protected async Task StopAsync(Did did)
    {
        await WatchAsync(_keepers[did]);
        Sys.Stop(_keepers[did]);
        await ExpectTerminatedAsync(_keepers[did]);
    }

    protected async Task<SecretId> SplitAsync(int threshold, int delayHours)
    {
        foreach (var guardian in Guardians) await RunAsync(guardian, new AcceptOwner(Owner));
        var reply = await this[Owner].RunAsync(new SplitKey("key", Key.ToByteArray(), new([.. Guardians], threshold, delayHours)));
        Assert.Equal(SecretOutcome.Done, reply.Outcome);
        return reply.Id!.Value;
    }

    protected async Task RunAsync(Did did, ISecretCommand command) =>
        Assert.Equal(SecretOutcome.Done, (await this[did].RunAsync(command)).Outcome);

    /// <summary>Waits until something is so: what was sent arrives in its own time.</summary>
    protected async Task UntilAsync(Did did, Predicate<SecretsView> isSo) => await AwaitAssertAsync(
        async () => Assert.True(isSo(await this[did].ViewAsync())), TimeSpan.FromSeconds(20), TimeSpan.FromMilliseconds(20));

    /// <summary>Time passes, by the clock and by all timers.</summary>
    protected void Pass(TimeSpan time)
    {
        Time.Advance(time);
        ((TestScheduler)Sys.Scheduler).Advance(TimeSpan.FromSeconds(10));
    }

    protected async Task<RecoverySheet> SheetAsync(SecretId id)
    {
        var latest = (await this[Owner].ViewAsync()).Owner.Secrets[id].Latest!;
        return new(
            Owner, id, latest.Commitments.Threshold, latest.Guardians, RecoverySheet.CheckOf(latest.Commitments), "main", []);
    }

    protected async Task<SecretOutcome> ApproveAsync(Did guardian, bool despiteVeto = false)
    {
        var recovery = (await this[Claimant].ViewAsync()).Recovery;
        var task = recovery.Tasks.Values.Single();
        var claim = task.Parts[guardian].Claim;
        await UntilAsync(guardian, view => view.Guardian.Claims[claim].Stage != ClaimStage.Challenged);
        return (await this[guardian].RunAsync(
            new ApproveClaim(claim, recovery.WordsFor(task, guardian)!.Value, despiteVeto))).Outcome;
    }

    protected async Task<Recovered> RecoveredAsync() =>
        SecretRecovery.Combine((await this[Claimant].ViewAsync()).Recovery.Tasks.Values.Single());

    protected override void AfterAll()
    {
        base.AfterAll();
        Directory.Delete(Folder, recursive: true);
    }
}
