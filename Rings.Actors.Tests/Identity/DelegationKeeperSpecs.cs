using Akka.Actor;
using Rings.Actors.Context;
using Rings.Actors.Identity;
using Rings.Actors.Tests.Simulation;
using Rings.Protocol;
using Rings.Protocol.Identity;
using Rings.TestKit;
using static Rings.Actors.Public.RingsNodeProtocol;

namespace Rings.Actors.Tests.Identity;

/// <summary>The keeper alone, in virtual time; its parent is a list.</summary>
public sealed class DelegationKeeperSpecs : IDisposable
{
    private readonly SimulatedRing _ring = new(seed: 1) { Life = TimeSpan.FromHours(40), CanRenew = true };
    private readonly List<object> _told = [];

    public void Dispose() => _ring.Dispose();

    [Fact]
    public void A_delegation_is_renewed_again_and_again_when_a_quarter_of_its_life_is_left()
    {
        var node = Start(_ring.NewContext("self").Keys);
        var first = node.Signer.Delegation;

        Run(29.9);
        Assert.Same(first, node.Signer.Delegation);
        Run(0.2);
        Assert.Equal(TimeSpan.FromHours(70), Rounded(node.Signer.Delegation.Expires - first.Issued));
        Run(100);

        Assert.Equal(4, _told.OfType<DelegationRenewed>().Count());
        Assert.Equal(4, _told.OfType<IdentityProtocol.Renewed>().Count());
        Assert.True(node.Signer.Delegation.IsSignedByAccount());
        Assert.Empty(_told.OfType<DelegationEnding>());
    }

    [Fact]
    public void A_renewal_that_fails_is_tried_each_hour_and_the_user_warned_at_a_tenth_and_at_the_end()
    {
        var signer = _ring.NewContext("self").Signer;
        var tries = 0;
        var node = Start(new NodeKeys(signer, () => ++tries < 0 ? signer : throw new IOException("the key is gone")));

        Run(35.5);
        Assert.Equal(6, tries);
        Assert.Empty(_told);
        Run(10);

        Assert.Equal(2, _told.OfType<DelegationEnding>().Count());
        Assert.Same(signer, node.Signer);
    }

    [Fact]
    public void Where_the_accounts_key_is_elsewhere_the_node_says_when_it_is_time()
    {
        Start(new NodeKeys(_ring.NewContext("self").Signer));

        Run(35.9);
        Assert.Empty(_told);
        Run(0.2);
        Assert.Single(_told.OfType<DelegationEnding>());
        Run(100);
        Assert.Equal(2, _told.OfType<DelegationEnding>().Count());
    }

    [Fact]
    public void A_delegation_that_was_taken_back_is_renewed_at_once()
    {
        var keys = _ring.NewContext("self").Keys;
        Start(keys);
        Run(1);
        using var account = _ring.AccountOf("self");

        _keeper!.Tell(new IdentityProtocol.Revoked(new RevocationDraft(
            account.Kind, account.Did, account.CarriedPublicKey.Span, null,
            keys.Signer.Delegation.Issued + TimeSpan.FromMinutes(1), new byte[16]).Sign(account)));
        Run(0.1);

        Assert.Single(_told.OfType<IdentityProtocol.Renewed>());
    }

    [Fact]
    public void A_keeper_that_fails_is_followed_by_one_that_knows_of_the_revocation_and_warns_no_second_time()
    {
        var (signer, tries) = (_ring.NewContext("self").Signer, 0);
        Start(new NodeKeys(signer, () => ++tries < 0 ? signer : throw new IOException("the key is gone")));
        using var account = _ring.AccountOf("self");
        _keeper!.Tell(new IdentityProtocol.Revoked(new RevocationDraft(
            account.Kind, account.Did, account.CarriedPublicKey.Span, null,
            signer.Delegation.Issued + TimeSpan.FromMinutes(1), new byte[16]).Sign(account)));
        Run(0.1);
        Assert.Equal(1, tries);

        _keeper.Tell(Kill.Instance);
        Run(0.1);

        Assert.Equal(2, tries);
        Assert.Single(_told.OfType<DelegationEnding>());
    }

    /// <summary>The node began while its clock was 30 hours ahead; then the clock is set.</summary>
    [Fact]
    public void A_delegation_of_the_future_is_followed_within_5_s_by_an_earlier_one()
    {
        using var account = _ring.AccountOf("self");
        var (clock, random) = (new SetTime(), new SeededRandom(3));
        clock.Advance(TimeSpan.FromHours(30));
        Signer Issue()
        {
            var (now, seed) = (Instant.From(clock.GetUtcNow()), new byte[32]);
            random.Fill(seed);
            var key = SessionKey.FromSeed(seed);
            return new(key, new DelegationDraft(
                account.Kind, account.Did, account.CarriedPublicKey.Span, key.PublicKey, _ring.NewContext("self").Ring, now,
                now + TimeSpan.FromHours(40), new byte[16]).Sign(account));
        }

        var node = Start(new NodeKeys(Issue(), Issue), clock);
        Run(0.01);
        Assert.Empty(_told);

        clock.Advance(TimeSpan.FromHours(-30));
        Run(5.1 / 3600);

        Assert.Equal(Instant.From(clock.GetUtcNow()), node.Signer.Delegation.Issued);
        Assert.Single(_told.OfType<IdentityProtocol.Renewed>());
    }

    [Fact]
    public void What_does_not_follow_the_current_delegation_is_not_taken()
    {
        var signer = _ring.NewContext("self").Signer;
        var other = _ring.NewContext("other").Signer;
        var now = signer.Delegation.Issued;

        Assert.Throws<ProtocolException>(() => new NodeKeys(signer, () => other).Renew(now));
        Assert.Throws<ProtocolException>(() => new NodeKeys(signer, () => signer).Renew(now));
        Assert.Throws<InvalidOperationException>(() => new NodeKeys(signer).Renew(now));
    }

    private IActorRef? _keeper;

    private NodeContext Start(NodeKeys keys, TimeProvider? clock = null)
    {
        var context = _ring.NewContext("self");
        var node = context with { Keys = keys, Time = clock ?? context.Time };
        Action<IActorRef> started = keeper => _keeper = keeper;
        _ring.System.ActorOf(Props.Create(() => new Parent(node, _told, started)), "parent");
        Run(0);
        return node;
    }

    private void Run(double hours) => _ring.World.Run(TimeSpan.FromHours(hours));

    private static TimeSpan Rounded(TimeSpan time) => TimeSpan.FromMinutes(Math.Round(time.TotalMinutes));

    private sealed class Parent : UntypedActor
    {
        private readonly List<object> _told;

        public Parent(NodeContext node, List<object> told, Action<IActorRef> started)
        {
            _told = told;
            started(Context.ActorOf(DelegationKeeper.Props(node, new())));
        }

        protected override SupervisorStrategy SupervisorStrategy() => new OneForOneStrategy(_ => Directive.Restart);

        protected override void OnReceive(object message) => _told.Add(message);
    }
}
