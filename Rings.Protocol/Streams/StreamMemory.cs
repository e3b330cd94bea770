using Rings.Protocol.Limits;

namespace Rings.Protocol.Streams;

/// <summary>What all stream sets of a node share: bytes that they may be sent, and bytes that they keep to send again.</summary>
/// <remarks>One for a node. Safe for use by several threads.</remarks>
/// <param name="limit">The most of each.</param>
internal sealed class StreamMemory(long limit)
{
    /// <summary>Windows: what peers were promised that they may send.</summary>
    public SharedStock Promised { get; } = new(limit);

    /// <summary>What was written and is not acknowledged.</summary>
    public SharedStock Kept { get; } = new(limit);

    /// <summary>Whether less than half is promised: then newcomers get long windows from the start.</summary>
    internal bool IsEasy => Promised.Held < Promised.Limit / 2;
}
