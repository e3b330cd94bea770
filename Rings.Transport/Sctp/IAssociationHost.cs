namespace Rings.Transport.Sctp;

/// <summary>What each part of an association needs of the whole.</summary>
internal interface IAssociationHost
{
    /// <summary>Whether the association has ended.</summary>
    bool IsOver { get; }

    /// <summary>Queues a chunk of control for the remote side, as whoever it is now.</summary>
    void Reply(byte[] chunk);

    /// <summary>The remote side broke the protocol: it is told, and the association ends.</summary>
    /// <param name="cause">The cause (<see cref="ErrorCause"/>).</param>
    /// <param name="detail">The same in words.</param>
    /// <param name="information">What the remote side is told; the words where it is empty.</param>
    void Fail(ushort cause, string detail, ReadOnlySpan<byte> information = default);

    /// <summary>The remote side does not answer: the association ends.</summary>
    void GiveUp(string detail);
}
