using Akka.Actor;
using Rings.Actors.Context;
using Rings.Protocol;
using static Rings.Actors.Routing.RouterProtocol;

namespace Rings.Actors.Routing;

/// <summary>Keeps the ring's time: says when it is time to stabilise, refresh, repair and probe. Timers only.</summary>
/// <param name="time">The clock.</param>
internal sealed class Stabilizer(TimeProvider time) : UntypedActor, IWithTimers
{
    /// <summary>The longest wait: a clock that was set would otherwise silence the ring.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(1);

    public ITimerScheduler Timers { get; set; } = null!;

    /// <param name="time">The clock.</param>
    public static Props Props(TimeProvider time) => Akka.Actor.Props.Create(() => new Stabilizer(time));

    protected override void PostRestart(Exception reason) => Context.Parent.Tell(PartRestarted.Instance);

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case WakeAt wake:
                var wait = wake.At - Instant.From(time.GetUtcNow());
                var due = new Wake(Sender);
                Timers.StartSingleTimer(
                    Tick.Instance, due, wait < TimeSpan.Zero ? TimeSpan.Zero : wait > Longest ? Longest : wait);
                break;

            case Wake wake:
                wake.Router.Tell(Tick.Instance);
                break;

            default:
                Unhandled(message);
                break;
        }
    }

    private sealed record Wake(IActorRef Router) : INoSerializationVerificationNeeded;
}
