namespace Rings.Transport;

/// <summary>
/// How a channel behaves (W3C RTCDataChannelInit). The default is ordered and reliable, announced in band.
/// </summary>
public sealed record DataChannelOptions
{
    /// <summary>Ordered, reliable, announced in band.</summary>
    public static DataChannelOptions Default { get; } = new();

    /// <summary>Whether messages arrive in the order in which they were sent.</summary>
    public bool Ordered { get; init; } = true;

    /// <summary>
    /// How often a message is retransmitted before it is abandoned; null: without end. Excludes <see
    /// cref="MaxPacketLifeTime"/>.
    /// </summary>
    public ushort? MaxRetransmits { get; init; }

    /// <summary>
    /// How long, in whole milliseconds, a message is retransmitted before it is abandoned; null: without end.
    /// </summary>
    public ushort? MaxPacketLifeTime { get; init; }

    /// <summary>The sub-protocol's name; empty for none.</summary>
    public string Protocol { get; init; } = "";

    /// <summary>Whether both sides make the channel themselves, under the same <see cref="Id"/>.</summary>
    public bool Negotiated { get; init; }

    /// <summary>
    /// The stream id, 0 to 65,534; required when <see cref="Negotiated"/>, else null and chosen by the stack.
    /// </summary>
    public ushort? Id { get; init; }

    /// <summary>
    /// Channels with a smaller value are served first (strictly) when both have something to send; 0 by default.
    /// </summary>
    public int SendOrder { get; init; }
}
