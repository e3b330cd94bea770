using System.Collections.Immutable;
using Akka.Actor;
using Rings.Actors.Context;
using Rings.Actors.Links;
using Rings.Actors.Messages;
using Rings.Actors.Routing;
using Rings.Protocol;
using static Rings.Actors.Public.RingsNodeProtocol;

namespace Rings.Actors.Node;

/// <summary>
/// Gathers the node's status from its parts. What does not answer in time is left out.
/// </summary>
internal sealed class StatusCollector : Collector
{
    private readonly NodeContext _node;
    private readonly Instant _begun;
    private readonly IActorRef _replyTo;
    private readonly bool _isSubscription;
    private readonly ImmutableArray<StoreFailing> _failing;
    private readonly List<LinkStatus> _links = [];
    private RouterProtocol.RingReport? _ring;
    private ImmutableArray<string>? _protocols;
    private int? _expected;
    private ImmutableArray<SeedTrouble> _troubles = [];

    public StatusCollector(
        NodeContext node, Instant begun, IActorRef gate, IActorRef router, IActorRef links,
        ImmutableArray<StoreFailing> failing, IActorRef replyTo, bool isSubscription)
        : base(node.Settings.Supervision.ReportTimeout)
    {
        (_node, _begun, _failing, _replyTo, _isSubscription) = (node, begun, failing, replyTo, isSubscription);
        gate.Tell(new MessageGate.AskProtocols(Self));
        router.Tell(new RouterProtocol.AskRing(Self));
        links.Tell(new LinkProtocol.AskReports(Self));
    }

    protected override bool IsWhole => _ring is not null && _protocols is not null && _links.Count >= _expected;

    public static Props Props(
        NodeContext node,
        Instant begun,
        (IActorRef Gate, IActorRef Router, IActorRef Links) parts,
        ImmutableArray<StoreFailing> failing,
        IActorRef replyTo,
        bool isSubscription) => Akka.Actor.Props.Create(() =>
            new StatusCollector(node, begun, parts.Gate, parts.Router, parts.Links, failing, replyTo, isSubscription));

    protected override void Take(object message)
    {
        switch (message)
        {
            case RouterProtocol.RingReport ring:
                _ring = ring;
                break;

            case MessageGate.Protocols protocols:
                _protocols = protocols.Names;
                break;

            case LinkProtocol.Reporting reporting:
                (_expected, _troubles) = (reporting.Count, reporting.Troubles);
                break;

            case ConnectionProtocol.Report report:
                _links.Add(report.Status);
                break;
        }
    }

    protected override void Answer()
    {
        var neighbours = _ring?.Neighbours ?? new([], []);
        var status = new NodeStatus(
            _node.Self,
            _node.Ring.ToString(),
            _ring?.Phase ?? Rings.Protocol.Ring.RingPhase.Joining,
            neighbours.Predecessors,
            neighbours.Successors,
            [.. _ring?.Fingers ?? []],
            _ring?.Size ?? 1,
            [.. _links.OrderBy(link => _node.Self.DistanceTo(link.Peer))],
            _protocols ?? [],
            _node.Now - _begun)
        {
            HasSeeds = !_node.Settings.Seeds.IsEmpty,
            SeedTroubles = _troubles,
            Failing = _failing,
        };
        _replyTo.Tell(_isSubscription ? new Subscribed(status) : (IReply)status, Context.Parent);
    }
}
