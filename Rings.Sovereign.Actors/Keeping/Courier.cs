using Akka.Actor;
using Akka.Event;
using static Rings.Actors.Public.RingsNodeProtocol;

namespace Rings.Sovereign.Actors.Keeping;

/// <summary>Has the node send one message, and tells its parent whether somebody has it now.</summary>
internal sealed class Courier : UntypedActor, IWithTimers
{
    /// <summary>Longer than the node takes for any message.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(11);

    private readonly IActorRef _node;
    private readonly Send _send;
    private readonly object _delivered;
    private readonly ILoggingAdapter _log = Context.GetLogger();

    public Courier(IActorRef node, Send send, object delivered) => (_node, _send, _delivered) = (node, send, delivered);

    public ITimerScheduler Timers { get; set; } = null!;

    /// <param name="node">The node.</param>
    /// <param name="send">What to send.</param>
    /// <param name="delivered">What the parent is told when it was delivered, or lies in a mailbox.</param>
    public static Props Props(IActorRef node, Send send, object delivered) =>
        Akka.Actor.Props.Create(() => new Courier(node, send, delivered));

    protected override void PreStart()
    {
        Timers.StartSingleTimer(Deadline.Instance, Deadline.Instance, Patience);
        _node.Tell(_send);
    }

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case Delivered or Mailed:
                Context.Parent.Tell(_delivered);
                Context.Stop(Self);
                break;

            case NotSent unsent:
                _log.Debug("A message of {Protocol} to {To} is not there yet: {Why}", _send.Protocol, _send.To, unsent.Detail);
                Context.Stop(Self);
                break;

            case Deadline:
                Context.Stop(Self);
                break;

            default:
                Unhandled(message);
                break;
        }
    }

    private sealed record Deadline : INoSerializationVerificationNeeded
    {
        public static readonly Deadline Instance = new();
    }
}
