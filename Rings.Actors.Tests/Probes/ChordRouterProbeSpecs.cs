using Akka.Actor;
using Akka.TestKit;
using Rings.Actors.Context;
using Rings.Actors.Links;
using Rings.Actors.Routing;
using Rings.Protocol;
using Rings.Protocol.Ring;
using static Rings.Actors.Public.RingsNodeProtocol;
using static Rings.Actors.Routing.RouterProtocol;

namespace Rings.Actors.Tests.Probes;

/// <summary>What is asked of a router before its ring runs, or while it is rebuilt.</summary>
public sealed class ChordRouterProbeSpecs : ProbeKit
{
    private readonly NodeContext _self;
    private readonly TestProbe _node;
    private readonly TestProbe _links;
    private readonly TestProbe _asker;
    private readonly IActorRef _router;

    public ChordRouterProbeSpecs()
    {
        _self = NewContext("self");
        (_node, _links, _asker) = (CreateTestProbe("node"), CreateTestProbe("links"), CreateTestProbe("asker"));
        _router = StartUnder(ChordRouter.Props(_self), _node);
    }

    [Fact]
    public void A_look_up_that_comes_before_the_ring_runs_is_answered_when_it_does()
    {
        _router.Tell(new Lookup(_self.Self), _asker);
        TellParts();
        _router.Tell(new Lookup(Other), _asker);

        Introduce();

        Assert.Equal(_self.Self, _asker.ExpectMsg<LookupDone>().Key);
        Assert.Equal(Other, _asker.ExpectMsg<LookupDone>().Key);
    }

    [Fact]
    public void A_router_that_does_not_run_yet_says_at_once_that_it_joins()
    {
        _router.Tell(new AskRing(_asker));
        Assert.Equal(RingPhase.Joining, _asker.ExpectMsg<RingReport>().Phase);

        TellParts();
        _router.Tell(new AskRing(_asker));

        Assert.Equal(RingPhase.Joining, _asker.ExpectMsg<RingReport>().Phase);
    }

    [Fact]
    public void Early_look_ups_beyond_those_that_may_be_open_fail()
    {
        for (var count = 0; count <= _self.Settings.Ring.OpenLookups; count++)
            _router.Tell(new Lookup(_self.Self), _asker);

        Assert.Equal(LookupFailure.TooMany, _asker.ExpectMsg<LookupFailed>().Reason);
        TellParts();
        Introduce();
        for (var count = 0; count < _self.Settings.Ring.OpenLookups; count++) _asker.ExpectMsg<LookupDone>();
    }

    [Fact]
    public void A_router_that_fails_before_it_runs_forgets_no_look_up()
    {
        _router.Tell(new Lookup(_self.Self), _asker);
        TellParts();

        Fail(_router);
        TellParts();
        Introduce();

        Assert.Equal(_self.Self, _asker.ExpectMsg<LookupDone>().Key);
    }

    [Fact]
    public void A_router_that_leaves_before_it_runs_says_so_to_whoever_waits()
    {
        _router.Tell(new Lookup(_self.Self), _asker);
        TellParts();

        _router.Tell(new LeaveRing(_links));

        _links.FishForMessage(message => message is RingLeft);
        Assert.Equal(LookupFailure.Left, _asker.ExpectMsg<LookupFailed>().Reason);
    }

    private Did Other => _self.Self + Distance.PowerOfTwo(3);

    private void TellParts()
    {
        var others = CreateTestProbe();
        _router.Tell(new Parts(_links, others, others, others, null), _node);
        _links.FishForMessage(message => message is LinkProtocol.IntroduceAll);
    }

    private void Introduce() => _router.Tell(new LinkProtocol.Introduced(0, HasContacts: false), _links);
}
