namespace Rings.Transport.Sctp;

/// <summary>A message that waits on its stream, or of which a part has been sent.</summary>
internal struct QueuedMessage
{
    /// <summary>How many of its bytes were not taken into chunks yet.</summary>
    public int Remaining;

    /// <summary>The payload protocol identifier.</summary>
    public uint PayloadProtocol;

    /// <summary>When it is abandoned, in ticks; <see cref="long.MaxValue"/> for never.</summary>
    public long Expires;

    /// <summary>How often each chunk may be sent again; -1 without end.</summary>
    public int MaxRetransmits;

    /// <summary>Its stream sequence number, from the first fragment on.</summary>
    public ushort Ssn;

    /// <summary>Whether it has no place in the stream's order.</summary>
    public bool Unordered;

    /// <summary>Whether a fragment has been taken.</summary>
    public bool Begun;
}
