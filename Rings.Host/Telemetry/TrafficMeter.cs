using System.Collections.Immutable;
using Rings.Actors.Public;

namespace Rings.Host.Telemetry;

/// <summary>Looks at the links' counters every few seconds. Thread-safe.</summary>
/// <param name="node">The node.</param>
/// <param name="time">The clock.</param>
internal sealed class TrafficMeter(IRings node, TimeProvider time)
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(5);

    private readonly Lock _lock = new();
    private readonly TrafficWindow _window = new();
    private readonly long _begun = time.GetTimestamp();

    /// <summary>What passed in a second, over the last minute; null before there were two looks.</summary>
    public TrafficWindow.Rates? Now()
    {
        lock (_lock) return _window.Now();
    }

    /// <summary>Runs until cancelled, or until the node stops.</summary>
    public async Task RunAsync(CancellationToken cancel)
    {
        using var timer = new PeriodicTimer(Every, time);
        try
        {
            do
            {
                await LookAsync(cancel);
            }
            while (await timer.WaitForNextTickAsync(cancel));
        }
        catch (Exception over) when (over is OperationCanceledException or NodeStoppedException)
        {
            // The node is leaving, or has stopped: nothing passes any more.
        }
    }

    private async Task LookAsync(CancellationToken cancel)
    {
        try
        {
            var links = (await node.GetStatusAsync(cancel)).Links;
            var counters = links.ToImmutableDictionary(
                link => link.Peer,
                link => new TrafficWindow.Counted(link.BytesReceived, link.BytesSent, link.FramesReceived, link.FramesSent));
            lock (_lock) _window.Add(time.GetElapsedTime(_begun), counters);
        }
        catch (TimeoutException)
        {
            // A node that is too busy to answer is looked at again.
        }
    }
}
