namespace Rings.Simulation.World;

/// <summary>What can happen in a <see cref="RingWorld"/>.</summary>
internal enum WorldEventKind
{
    /// <summary>A frame arrives over a link.</summary>
    Frame,

    /// <summary>A node's timer.</summary>
    Wake,

    /// <summary>A link is ready at both ends.</summary>
    LinkReady,

    /// <summary>A node learns that a link is closed.</summary>
    LinkClosed,

    /// <summary>A node has had no sign of life over a link for too long.</summary>
    LinkSilent,

    /// <summary>A node gives up a silent link.</summary>
    LinkLost,

    /// <summary>A node learns that its dial came to nothing.</summary>
    DialFailed,

    /// <summary>A peer's phase arrives.</summary>
    Phase,

    /// <summary>A peer's wish to keep a link arrives, or that it does not.</summary>
    Keep,

    /// <summary>Something that the scenario does.</summary>
    Action,
}
