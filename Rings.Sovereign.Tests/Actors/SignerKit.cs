using Akka.Actor;
using Akka.TestKit;
using Microsoft.Extensions.Time.Testing;
using Rings.Protocol;
using Rings.Protocol.Identity;
using Rings.Sovereign.Actors.Hosting;
using Rings.Sovereign.Actors.Public;
using Rings.Sovereign.GroupDids;
using static Rings.Sovereign.Actors.Public.RingsGroupsProtocol;

namespace Rings.Sovereign.Tests.Actors;

/// <summary>Members of groups beside nodes of one process, on a test clock, each with a folder of its own.</summary>
public abstract class SignerKit : Akka.TestKit.Xunit2.TestKit
{
    private protected static readonly RingId Ring = RingId.OfPublic("main");

    private readonly string _folder = Directory.CreateTempSubdirectory("rings-groups-").FullName;
    private readonly Dictionary<Did, IActorRef> _nodes = [];
    private readonly Dictionary<Did, IActorRef> _signers = [];

    protected SignerKit()
        : base(TestSystem.Config)
    {
    }

    private protected SeededBytes Random { get; } = new(11);

    private protected FakeTimeProvider Time { get; } = new(DateTimeOffset.UnixEpoch.AddYears(57));

    private protected FakeNetwork Network { get; } = new();

    private protected Instant Moment => Instant.From(Time.GetUtcNow());

    private protected RingsGroups this[Did did] => new(_signers[did]);

    protected override void AfterAll()
    {
        base.AfterAll();
        Directory.Delete(_folder, recursive: true);
    }

    private protected Signer NewAccount()
    {
        using var account = AccountKey.FromSecret(AccountKind.Ed25519, Random.Next(32));
        var session = SessionKey.FromSeed(Random.Next(32));
        return new(session, new DelegationDraft(
            account.Kind, account.Did, account.CarriedPublicKey.Span, session.PublicKey, Ring, Moment, Moment + Delegation.MaxLifetime,
            Random.Next(16)).Sign(account));
    }

    private protected async Task StartAsync(Did did, Signer? account = null, GroupKey? runsFor = null, string? folder = null)
    {
        if (!_nodes.ContainsKey(did)) _nodes[did] = Network.Join(Sys, did, account);
        _signers[did] = Sys.StartRingsGroups(_nodes[did], groups =>
        {
            (groups.DataDir, groups.Time, groups.RunsFor) = (folder ?? FolderOf(did), Time, runsFor);
        }, $"groups-{did:D}-{Guid.CreateVersion7():N}");
        await ViewAsync(did);
    }

    private protected async Task StopAsync(Did did)
    {
        await WatchAsync(_signers[did]);
        Sys.Stop(_signers[did]);
        await ExpectTerminatedAsync(_signers[did]);
    }

    /// <summary>Starts one as a test has it, beside its node.</summary>
    private protected async Task SetSignerAsync(Did did, Func<IActorRef, Props> props, Signer? account = null)
    {
        if (!_nodes.ContainsKey(did)) _nodes[did] = Network.Join(Sys, did, account);
        _signers[did] = Sys.ActorOf(props(_nodes[did]));
        await ViewAsync(did);
    }

    private protected async Task RunAsync(Did did, IGroupCommand command, GroupOutcome expected = GroupOutcome.Done) =>
        Assert.Equal(expected, (await this[did].RunAsync(command)).Outcome);

    private protected async Task<GroupMember> ViewAsync(Did did) => (await this[did].ViewAsync()).Member;

    /// <summary>Looks until something is so; what is asked for again is asked for as time passes.</summary>
    private protected async Task UntilAsync(Did did, Predicate<GroupMember> isSo) => await AwaitAssertAsync(
        async () =>
        {
            ((TestScheduler)Sys.Scheduler).Advance(TimeSpan.FromSeconds(1));
            Assert.True(isSo(await ViewAsync(did)));
        }, TimeSpan.FromSeconds(20), TimeSpan.FromMilliseconds(20));

    private protected string FolderOf(Did did) => Path.Combine(_folder, did.ToString("D", null));
}
