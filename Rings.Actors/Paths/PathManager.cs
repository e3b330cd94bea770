using Akka.Actor;
using Rings.Actors.Context;
using Rings.Actors.Frames;
using Rings.Actors.Messages;
using Rings.Protocol;
using Rings.Protocol.Paths;
using Rings.Protocol.Ring;
using Rings.Protocol.Wire;
using static Rings.Actors.Frames.FrameProtocol;
using static Rings.Actors.Paths.PathProtocol;

namespace Rings.Actors.Paths;

/// <summary>
/// Where the node's own paths begin and end: chooses the first hop of a path, has its opening signed, takes a place for
/// it, and hands what was opened to this node to whoever takes paths. Once a path stands, its owner and its link speak to
/// each other.
/// </summary>
internal sealed class PathManager : UntypedActor
{
    private const int MostPassed = 7;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly NodeContext _node;
    private readonly IActorRef _gate;
    private readonly PathMemory _memory;

    public PathManager(NodeContext node, IActorRef gate, PathMemory memory) =>
        (_node, _gate, _memory) = (node, gate, memory);

    /// <param name="node">What the node's actors share.</param>
    /// <param name="gate">Signs openings.</param>
    /// <param name="memory">What must outlive this actor.</param>
    public static Props Props(NodeContext node, IActorRef gate, PathMemory memory) =>
        Akka.Actor.Props.Create(() => new PathManager(node, gate, memory));

    protected override void PreStart()
    {
        foreach (var link in _memory.Begun.Keys) Context.Watch(link);
    }

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case OpenPath open:
                Open(open);
                break;

            case GateProtocol.Signed { Tag: Start start } signed:
                Begin(start, signed);
                break;

            case GateProtocol.RequestFailed { Tag: Start start }:
                start.Open.Owner.Tell(new PathFailed(start.Open.Tag, PathCloseReason.Full));
                break;

            case GateProtocol.LeftNode:
                break; // Its signature was all that was wanted of the gate.

            case PathAsked asked:
                if (_memory.Acceptor is { } acceptor) acceptor.Forward(asked);
                else asked.Path.Link.Tell(new ClosePath(asked.Path.Id, PathCloseReason.Refused));
                break;

            case IToLink early:
                // Of a path that was asked for and is not accepted yet.
                _memory.Acceptor?.Forward(early);
                break;

            case Terminated gone:
                Lose(gone.ActorRef);
                break;

            case TakePaths take:
                _memory.Acceptor = take.Acceptor;
                break;

            case SetRoutes routes:
                _memory.Routes = routes.Routes;
                break;

            default:
                Unhandled(message);
                break;
        }
    }

    private void Open(OpenPath open)
    {
        var decision = _memory.Routes?.OfPaths is { } routes
            ? FirstHop(routes.Table, open)
            : RouteDecision.Unreachable;
        if (open.To == _node.Self || decision.Verdict != RouteVerdict.Forward)
        {
            open.Owner.Tell(new PathFailed(open.Tag, PathCloseReason.NoRoute));
            return;
        }

        var request = new OutboxRequest(Kind.Path, RouteMode.Node, open.To, open.Body, Patience)
        {
            FirstHop = decision.Next,
            IsFinal = decision.Final,
            WantsReply = false,
            OnlyHandOver = true,
        };
        _gate.Tell(new GateProtocol.Originate(request, Self, new Start(open, decision.Next)));
    }

    private static RouteDecision FirstHop(RoutingTable table, OpenPath open)
    {
        var best = table.FirstHop(open.To, RouteMode.Node, open.Except.AsSpan());
        // Where there is no other, one that failed may have come to itself.
        if (best.Verdict == RouteVerdict.Unreachable && !open.Except.IsEmpty) best = table.FirstHop(open.To, RouteMode.Node, []);
        if (open.By is not { } wanted) return best;
        var (decision, passed) = (best, new List<Did>(MostPassed));
        while (decision.Verdict == RouteVerdict.Forward && decision.Next != wanted)
        {
            if (passed.Count == MostPassed) return best;
            passed.Add(decision.Next);
            decision = table.FirstHop(open.To, RouteMode.Node, [.. passed]);
        }

        return decision.Verdict == RouteVerdict.Forward ? decision : best;
    }

    private void Begin(Start start, GateProtocol.Signed signed)
    {
        var (open, now) = (start.Open, _node.Now);
        if (_memory.Routes is not { } routes || !routes.Connections.TryGetValue(start.FirstHop, out var link))
        {
            open.Owner.Tell(new PathFailed(open.Tag, PathCloseReason.NoRoute));
            return;
        }

        var message = signed.Message;
        var reason = _node.Budget.Paths.TryTake(
            message.Id, _node.Self, start.FirstHop, PathKind.Own, link, now, out var lease, out var evicted);
        if (evicted is { Holder: IActorRef holder }) holder.Tell(new EvictPath(evicted.Id));
        if (reason != PathCloseReason.Done)
        {
            open.Owner.Tell(new PathFailed(open.Tag, reason));
            return;
        }

        var envelope = new SendFrame(
            FrameBuffer.Copy(message.Frame.Span), signed.Route, Lane.Stream, message.Id, message.Delegation.Id,
            message.Delegation.Bytes, Self, null, 0);
        Note(link, lease, open.Owner);
        link.Tell(new BeginPath(lease, envelope, open.Owner));
        open.Owner.Tell(new PathOpened(open.Tag, new(message.Id, link, start.FirstHop)));
    }

    private void Note(IActorRef link, PathLease lease, IActorRef owner)
    {
        if (!_memory.Begun.TryGetValue(link, out var paths)) _memory.Begun.Add(link, paths = []);
        paths.RemoveAll(path => !path.Lease.IsHeld);
        paths.Add((lease, owner));
        Context.Watch(link);
    }

    /// <summary>A link is gone. What it knew of it has ended; what still has a place never came to it.</summary>
    private void Lose(IActorRef link)
    {
        if (!_memory.Begun.Remove(link, out var paths)) return;
        foreach (var (lease, owner) in paths.Where(path => path.Lease.IsHeld))
        {
            lease.Release();
            owner.Tell(new ClosePath(lease.Id, PathCloseReason.Broken));
        }
    }

    /// <summary>An opening that is being signed.</summary>
    private sealed record Start(OpenPath Open, Did FirstHop);
}
