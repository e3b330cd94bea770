using Rings.Actors.Public;

namespace Rings.Host.Speed;

/// <summary>Takes the messages of other nodes' speed tests, and throws them away: the receipts are what they measure.</summary>
/// <param name="node">The node.</param>
internal sealed class SpeedSink(IRings node)
{
    /// <summary>Runs until cancelled, or until the node stops.</summary>
    public async Task RunAsync(CancellationToken cancel)
    {
        await foreach (var _ in node.MessagesAsync(MessageCarrier.Protocol, cancel: cancel))
        {
            // Nothing is done with it.
        }
    }
}
