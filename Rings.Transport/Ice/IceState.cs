namespace Rings.Transport.Ice;

/// <summary>How an <see cref="IceAgent"/> stands.</summary>
internal enum IceState
{
    /// <summary>The remote side is not known yet.</summary>
    New,

    /// <summary>Looking for a path.</summary>
    Checking,

    /// <summary>A pair is nominated and the remote side consents to it.</summary>
    Connected,

    /// <summary>The remote side has been silent for a while; comes back by itself when it answers.</summary>
    Disconnected,

    /// <summary>No path, or consent has expired (RFC 7675). Only a restart leads on.</summary>
    Failed,

    /// <summary>Closed by this side. Final.</summary>
    Closed,
}
