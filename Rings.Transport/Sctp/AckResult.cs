namespace Rings.Transport.Sctp;

/// <summary>What a SACK brought. Times are in ticks, -1 for none.</summary>
internal struct AckResult()
{
    /// <summary>Whether the cumulative TSN moved.</summary>
    public bool Advanced;

    /// <summary>Bytes newly known to have arrived, chunk headers included.</summary>
    public int AckedBytes;

    /// <summary>Whether a packet greater than every path carries has arrived.</summary>
    public bool LargeArrived;

    /// <summary>When the newest chunk of those that were sent once left.</summary>
    public long NewestOnceSentAt = -1;

    /// <summary>When the newest chunk of all that were newly acknowledged left.</summary>
    public long NewestSentAt = -1;

    /// <summary>What was known when that chunk left.</summary>
    public DeliverySnapshot Newest;
}
