using Akka.Event;
using Akka.TestKit;

namespace Rings.TestKit;

/// <summary>What <c>EventFilter</c> listens with: it prints nothing, for a failing step shows the log with the ring.</summary>
public sealed class RingEventListener : TestEventListener
{
    /// <inheritdoc/>
    protected override void Print(LogEvent logEvent)
    {
    }
}
