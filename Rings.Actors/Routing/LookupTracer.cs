using System.Collections.Immutable;
using Akka.Actor;
using Rings.Actors.Context;
using Rings.Actors.Frames;
using Rings.Protocol;
using Rings.Protocol.Ring;
using Rings.Protocol.Wire;
using static Rings.Actors.Messages.GateProtocol;
using static Rings.Actors.Public.RingsNodeProtocol;

namespace Rings.Actors.Routing;

/// <summary>
/// Names the nodes on the way to a key's owner, then stops. It asks for the owner again and again, with one hop more
/// each time; the relay at which a question may go no further says so under its own name.
/// </summary>
internal sealed class LookupTracer : UntypedActor
{
    /// <summary>Nodes on the way that may be silent.</summary>
    private const int MaxSilent = 3;

    private static readonly TimeSpan HopPatience = TimeSpan.FromSeconds(5);

    private readonly NodeContext _node;
    private readonly IActorRef _gate;
    private readonly IActorRef _replyTo;
    private readonly Did _key;
    private readonly Instant _begun;
    private readonly ImmutableArray<TracedHop>.Builder _way = ImmutableArray.CreateBuilder<TracedHop>();
    private Instant _asked;
    private bool _isAnswered;

    public LookupTracer(NodeContext node, IActorRef gate, Did key, IActorRef replyTo)
    {
        (_node, _gate, _key, _replyTo) = (node, gate, key, replyTo);
        _begun = node.Now;
    }

    /// <param name="node">What the node's actors share.</param>
    /// <param name="gate">The gate, which sends the questions.</param>
    /// <param name="key">The key whose owner is looked for.</param>
    /// <param name="replyTo">Who gets <see cref="Traced"/> or <see cref="LookupFailed"/>.</param>
    public static Props Props(NodeContext node, IActorRef gate, Did key, IActorRef replyTo) =>
        Akka.Actor.Props.Create(() => new LookupTracer(node, gate, key, replyTo));

    protected override void PreStart() => Ask();

    protected override void PostStop()
    {
        if (!_isAnswered) Fail(LookupFailure.Left);
    }

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case Replied replied when IsOfNow(replied.Tag):
                Take(replied.Reply);
                break;

            case RequestFailed failed when IsOfNow(failed.Tag):
                if (failed.Reason == Undelivered.TimedOut) GoOnBeyond(null);
                else Fail(LookupFailure.Unreachable);
                break;
        }
    }

    /// <summary>A restarted tracer begins anew, and answers then.</summary>
    protected override void PreRestart(Exception reason, object message)
    {
    }

    /// <summary>A restarted tracer begins anew; answers to its former questions mean nothing to it.</summary>
    private bool IsOfNow(object? tag) => tag is Instant asked && asked == _asked;

    private void Take(Arrived reply)
    {
        if (reply.Kind == Kind.Ring) Answer(reply.From);
        else if (reply.Kind == Kind.Unreachable && HasNoHopLeft(reply)) GoOnBeyond(reply.From);
        else Fail(LookupFailure.Unreachable);
    }

    private static bool HasNoHopLeft(Arrived reply)
    {
        try
        {
            return Unreachable.Read(reply.Body).Reason == UnreachableReason.TooManyHops;
        }
        catch (ProtocolException)
        {
            return false;
        }
    }

    private void GoOnBeyond(Did? relay)
    {
        Note(relay);
        if (_way.Count < Route.MaxHops && _way.Count(hop => hop.Node is null) <= MaxSilent) Ask();
        else Fail(LookupFailure.TimedOut);
    }

    private void Ask()
    {
        _asked = _node.Now;
        var question = RingCodec.Write(new RingMessage.FindOwner(_key));
        var request = new OutboxRequest(Kind.Ring, RouteMode.Owner, _key, question, HopPatience)
        {
            MaxHops = _way.Count + 1,
        };
        _gate.Tell(new Originate(request, Self, _asked));
    }

    private void Note(Did? node) => _way.Add(new TracedHop(node, _node.Now - _asked));

    private void Answer(Did owner)
    {
        Note(owner);
        var way = owner == _node.Self ? [] : _way.ToImmutable();
        _isAnswered = true;
        _replyTo.Tell(new Traced(_key, owner, way, _node.Now - _begun), Context.Parent);
        Context.Stop(Self);
    }

    private void Fail(LookupFailure reason)
    {
        _isAnswered = true;
        _replyTo.Tell(new LookupFailed(_key, reason), Context.Parent);
        Context.Stop(Self);
    }
}
