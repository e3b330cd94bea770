namespace Rings.Transport.Sctp;

/// <summary>What <see cref="SctpHandshake"/> needs of the association that it belongs to.</summary>
internal interface IHandshakeHost : IAssociationHost
{
    /// <summary>Where the association stands.</summary>
    SctpState State { get; set; }

    /// <summary>This side's tag.</summary>
    uint LocalTag { get; }

    /// <summary>This side's first TSN.</summary>
    uint FirstTsn { get; }

    /// <summary>The remote side's tag; 0 before it is known.</summary>
    uint RemoteTag { get; }

    /// <summary>Whether the round trip was measured before.</summary>
    bool KnowsRoundTrip { get; }

    /// <summary>The retransmission timeout, in ticks.</summary>
    long RetransmissionTimeout { get; }

    /// <summary>A random number, not 0.</summary>
    uint NewTag();

    /// <summary>Queues a chunk of control for a tag, which need not be the remote side's.</summary>
    void ReplyTo(uint tag, byte[] chunk);

    /// <summary>A packet meant nothing.</summary>
    void Discard();

    /// <summary>The remote side has said what it is.</summary>
    void Adopt(in InitChunk remote);

    /// <summary>A packet of the handshake was answered, after so many ticks.</summary>
    void Measured(long rtt, long now);

    /// <summary>The association is up.</summary>
    void Establish(long now);

    /// <summary>The remote side has lost its state and begins anew, with these tags.</summary>
    void Restart(in StateCookie cookie, long now);

    /// <summary>The remote side asks for a new association while this one waits for the end of its shutdown.</summary>
    void RepeatShutdownAck();
}
