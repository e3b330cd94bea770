using Akka.Actor;
using Akka.Event;
using Rings.Protocol.Identity;
using Rings.Sovereign.Secrets;
using static Rings.Actors.Public.RingsNodeProtocol;

namespace Rings.Sovereign.Actors.Context;

/// <summary>An actor beside a node that finds it before it does anything else. What it does then, its heirs say.</summary>
/// <param name="node">The node.</param>
/// <param name="setting">Clock and chance.</param>
internal abstract class FindingActor(IActorRef node, SecretSetting setting) : UntypedActor, IWithTimers, IWithStash
{
    private static readonly TimeSpan AskNodeEvery = TimeSpan.FromSeconds(5);

    public ITimerScheduler Timers { get; set; } = null!;

    public IStash Stash { get; set; } = null!;

    protected IActorRef Node { get; } = node;

    protected SecretSetting Setting { get; } = setting;

    protected ILoggingAdapter Log { get; } = Context.GetLogger();

    protected override void PreStart()
    {
        Context.Watch(Node);
        Node.Tell(GetStatus.Instance);
        Timers.StartPeriodicTimer(AskNode.Instance, AskNode.Instance, AskNodeEvery);
    }

    /// <summary>Finding: until the node has said who it is.</summary>
    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case NodeStatus status:
                Timers.Cancel(AskNode.Instance);
                Begin(new(RingId.Read(Convert.FromHexString(status.Ring)), status.Did));
                break;

            case AskNode:
                Node.Tell(GetStatus.Instance);
                break;

            default:
                Wait(message);
                break;
        }
    }

    /// <summary>The node is found: it is of this ring, under this Did.</summary>
    protected abstract void Begin(SecretPlace place);

    /// <summary>Lets a message wait, or refuses it where there is no room; ends with the node.</summary>
    protected abstract void Wait(object message);

    private sealed record AskNode : INoSerializationVerificationNeeded
    {
        public static readonly AskNode Instance = new();
    }
}
