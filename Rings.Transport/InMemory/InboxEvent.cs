namespace Rings.Transport.InMemory;

/// <summary>What can happen at one end of a connection.</summary>
internal enum InboxEventKind
{
    /// <summary>A message of the other end arrived.</summary>
    Message,

    /// <summary>The other end opened a channel in band.</summary>
    ChannelAnnounced,

    /// <summary>The other end closed a channel; answered with <see cref="ChannelClosed"/>.</summary>
    ChannelClosing,

    /// <summary>A channel is closed at both ends.</summary>
    ChannelClosed,

    /// <summary>A channel may have become open.</summary>
    ChannelReady,

    /// <summary>A channel's observer was set.</summary>
    Observed,

    /// <summary>A channel's buffered amount fell to its threshold.</summary>
    BufferedAmountLow,

    /// <summary>The line is free for the next message.</summary>
    LineFree,

    /// <summary>The path to the other end may have opened or closed.</summary>
    PathChanged,

    /// <summary>Both ends answered each other.</summary>
    Established,

    /// <summary>There was no path for a while.</summary>
    Disconnected,

    /// <summary>There was no path for too long.</summary>
    Failed,

    /// <summary>The other end closed the connection.</summary>
    RemoteClosed,

    /// <summary>This end closes the connection.</summary>
    Shutdown,
}

/// <summary>One thing that happens at one end of a connection.</summary>
/// <param name="Kind">What.</param>
/// <param name="Channel">
/// On which channel: the sender's for what crosses the network, else this end's; null where none is meant.
/// </param>
/// <param name="Buffer">The message, in a rented array; null where there is none.</param>
/// <param name="Length">The message's bytes.</param>
/// <param name="Binary">False for text.</param>
/// <param name="Generation">Which state of the path the event belongs to: an event of an earlier one is void.</param>
internal readonly record struct InboxEvent(
    InboxEventKind Kind,
    InMemoryDataChannel? Channel = null,
    byte[]? Buffer = null,
    int Length = 0,
    bool Binary = true,
    int Generation = 0);
