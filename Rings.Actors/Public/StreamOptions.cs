using Rings.Protocol.Streams;

namespace Rings.Actors.Public;

/// <summary>How a stream is opened.</summary>
public sealed record StreamOptions
{
    /// <summary>What is said to the other end beside the protocol's name: at most 4 KiB, not to be written to.</summary>
    public ReadOnlyMemory<byte> Metadata { get; init; }

    /// <summary>Whether it is kept out of the way of bulk, until it has carried 256 KiB.</summary>
    public bool IsInteractive { get; init; }

    /// <summary>
    /// Whether bytes may go before the other end has accepted. They arrive once as long as its process lives; if that is
    /// restarted meanwhile, they may be acted on twice.
    /// </summary>
    public bool IsOptimistic { get; init; }

    /// <summary>
    /// Whether the set may have a link of its own. It counts for the first stream to a Did; the others share its set.
    /// </summary>
    public DirectPolicy Direct { get; init; }

    /// <summary>How long it may take until the other end accepts: 1 ms to 10 min.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(30);
}
