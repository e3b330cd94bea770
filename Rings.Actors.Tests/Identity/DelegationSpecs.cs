using Rings.Actors.Public;
using Rings.Actors.Storage;
using Rings.Protocol;
using Rings.Protocol.Identity;
using Rings.Protocol.Storage;
using Rings.TestKit;
using static Rings.Actors.Public.RingsNodeProtocol;

namespace Rings.Actors.Tests.Identity;

/// <summary>Whole nodes whose delegations end, are renewed, and are taken back.</summary>
public sealed class DelegationSpecs
{
    private static readonly TimeSpan Life = TimeSpan.FromHours(1);

    [Fact]
    public void Nodes_that_renew_keep_their_links_beyond_the_end_of_the_first_delegation()
    {
        using var ring = Ring(seed: 41, canRenew: true);
        var events = new List<object>();
        ring.Subscribe(ring["n1"], events.Add);
        var received = new List<Received>();
        ring.Register(ring["n0"], "chat/1", received);
        ring.Ask<Delivered>(ring["n1"], new Send(ring["n0"].Did, "chat/1", [1]));

        // While keys change, messages go on.
        ring.World.RunUntil(TimeSpan.FromMinutes(44));
        for (var minute = 0; minute < 4; minute++)
        {
            ring.Ask<Delivered>(ring["n1"], new Send(ring["n0"].Did, "chat/1", [2]));
            ring.Ask<Delivered>(ring["n1"], new SendPlain(ring["n0"].Did, "chat/1", [3]));
            ring.World.Run(TimeSpan.FromMinutes(1));
        }

        ring.World.RunUntil(TimeSpan.FromMinutes(70));

        Assert.Single(events.OfType<DelegationRenewed>());
        Assert.Empty(events.OfType<LinkClosed>());
        Assert.True(ring.IsIdeal, ring.Describe());
        ring.Ask<Delivered>(ring["n1"], new Send(ring["n0"].Did, "chat/1", [4]));
        Assert.Equal(10, received.Count);
    }

    [Fact]
    public void A_node_that_does_not_renew_loses_its_links_when_its_delegation_ends()
    {
        using var ring = Ring(seed: 42, canRenew: true);
        ring.CanRenew = false;
        ring.Start("late", "n0");
        Assert.True(ring.RunUntilIdeal(TimeSpan.FromMinutes(1)), ring.Describe());
        var events = new List<object>();
        ring.Subscribe(ring["late"], events.Add);

        ring.World.Run(Life + TimeSpan.FromMinutes(1));

        Assert.Empty(Links(ring, "late"));
        Assert.NotEmpty(events.OfType<LinkClosed>());
        Assert.All(events.OfType<LinkClosed>(), closed =>
            Assert.Contains("DelegationEnded", closed.Reason, StringComparison.Ordinal));
        Assert.Equal(2, events.OfType<DelegationEnding>().Count());
        ring["late"].IsAlive = false;
        Assert.True(ring.RunUntilIdeal(TimeSpan.FromMinutes(1)), ring.Describe());
    }

    [Theory]
    [InlineData(null)]
    [InlineData("revocations")]
    [InlineData("storage")]
    public void A_session_key_that_was_taken_back_loses_its_links_and_is_let_in_no_more(string? failing)
    {
        using var ring = Ring(seed: 43, canRenew: false, life: Delegation.DefaultLifetime);
        var received = new List<Received>();
        ring.Register(ring["n0"], "chat/1", received);
        ring.Ask<Delivered>(ring["n2"], new Send(ring["n0"].Did, "chat/1", [1]));

        Revoke(ring, "n2", by: "n1");
        ring.World.Run(TimeSpan.FromMinutes(5));
        if (failing is not null)
        {
            foreach (var node in ring.Nodes)
                ring.System.System.ActorSelection(node.Actor.Path / failing).Tell(Akka.Actor.Kill.Instance);
        }

        ring.World.Run(TimeSpan.FromMinutes(60));

        Assert.Empty(Links(ring, "n2"));
        Assert.IsNotType<Delivered>(ring.Ask<IReply>(ring["n2"], new Send(ring["n0"].Did, "chat/1", [2])));
        Assert.Single(received);
        ring["n2"].IsAlive = false;
        Assert.True(ring.RunUntilIdeal(TimeSpan.FromMinutes(2)), ring.Describe());
    }

    [Fact]
    public void A_newcomer_whose_session_key_was_taken_back_before_is_found_out_soon()
    {
        using var ring = Ring(seed: 44, canRenew: false, life: Delegation.DefaultLifetime);
        using var account = ring.AccountOf("late");
        Put(ring, account, ring.World.Time.GetUtcNow() + TimeSpan.FromMinutes(1), by: "n1");

        ring.Start("late", "n0");
        ring.World.Run(TimeSpan.FromMinutes(1));

        Assert.Empty(Links(ring, "late"));
    }

    [Fact]
    public void A_node_that_holds_its_account_key_survives_a_revocation_with_a_new_session_key()
    {
        using var ring = Ring(seed: 45, canRenew: true, life: Delegation.DefaultLifetime);
        var events = new List<object>();
        ring.Subscribe(ring["n2"], events.Add);

        Revoke(ring, "n2", by: "n1");
        ring.World.Run(TimeSpan.FromMinutes(65));

        Assert.Single(events.OfType<DelegationRenewed>());
        Assert.True(ring.RunUntilIdeal(TimeSpan.FromMinutes(2)), ring.Describe());
        Assert.NotEmpty(Links(ring, "n2"));
    }

    private static IEnumerable<LinkStatus> Links(SimulatedRing ring, string name) =>
        ring.Status(ring[name]).Links.Where(link => link.State == LinkState.Ready);

    /// <summary>The owner takes back all session keys until now.</summary>
    private static void Revoke(SimulatedRing ring, string name, string by)
    {
        using var account = ring.AccountOf(name);
        Put(ring, account, ring.World.Time.GetUtcNow(), by);
    }

    private static void Put(SimulatedRing ring, AccountKey account, DateTimeOffset before, string by)
    {
        var record = StoredRecord.Of(new RevocationDraft(
            account.Kind, account.Did, account.CarriedPublicKey.Span, null, Instant.From(before),
            new byte[Delegation.NonceBytes]).Sign(account));
        ring.Probe.Received.Clear();
        for (var place = 0; place < StorageKey.Placements; place++)
        {
            ring.System.System.ActorSelection(ring[by].Actor.Path / "storage").Tell(new StorageProtocol.Put(
                StorageKey.OfRevocation(account.Did, place), record, Consistency.Quorum, ring.Probe.Actor, null));
        }

        ring.World.Run(TimeSpan.FromSeconds(20));
        Assert.Equal(3, ring.Probe.Received.OfType<StorageProtocol.PutEnded>().Count(put => put.Outcome is PutOutcome.Stored));
    }

    private static SimulatedRing Ring(int seed, bool canRenew, TimeSpan? life = null)
    {
        var ring = new SimulatedRing(seed) { Life = life ?? Life, CanRenew = canRenew };
        ring.Grow(4);
        Assert.True(ring.RunUntilIdeal(TimeSpan.FromMinutes(1)), ring.Describe());
        return ring;
    }
}
