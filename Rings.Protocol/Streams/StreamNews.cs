namespace Rings.Protocol.Streams;

/// <summary>What has to be said of a stream beside its bytes.</summary>
[Flags]
internal enum StreamNews
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>That it is opened.</summary>
    Open = 1,

    /// <summary>How far the other end may send; an acceptor's first one accepts the stream.</summary>
    Window = 2,

    /// <summary>That nothing more is sent.</summary>
    Reset = 4,

    /// <summary>That nothing more is read.</summary>
    Stop = 8,
}
