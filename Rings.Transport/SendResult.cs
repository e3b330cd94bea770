namespace Rings.Transport;

/// <summary>What became of a message given to <see cref="DataChannel.TrySend"/>.</summary>
public enum SendResult
{
    /// <summary>Taken: it leaves in its turn.</summary>
    Sent,

    /// <summary>The send buffer is full: nothing was taken.</summary>
    Full,

    /// <summary>The message is longer than the remote side takes.</summary>
    TooLong,

    /// <summary>The channel is not open.</summary>
    NotOpen,
}
