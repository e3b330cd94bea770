namespace Rings.Transport.Sctp;

/// <summary>What an association has sent, over all its restarts. See <see cref="SctpStatistics"/>.</summary>
internal sealed class SendCounters
{
    /// <summary>User bytes taken for sending.</summary>
    public long Bytes { get; set; }

    /// <summary>Messages taken for sending.</summary>
    public long Messages { get; set; }

    /// <summary>DATA chunks sent again.</summary>
    public long Retransmissions { get; set; }

    /// <summary>Expiries of T3-rtx.</summary>
    public long Timeouts { get; set; }

    /// <summary>Tail-loss probes.</summary>
    public long Probes { get; set; }

    /// <summary>Messages given up under partial reliability.</summary>
    public long Abandoned { get; set; }
}
