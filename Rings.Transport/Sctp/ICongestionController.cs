namespace Rings.Transport.Sctp;

/// <summary>Decides how much may be in flight, and how fast it leaves. Sizes in bytes on the wire, times in
/// ticks.</summary>
internal interface ICongestionController
{
    /// <summary>How many bytes may be in flight.</summary>
    long Window { get; }

    /// <summary>How many bytes may leave in a second; 0 for as many as the window lets.</summary>
    double PacingRate { get; }

    /// <summary>Bytes have left.</summary>
    void OnSent(int bytes, int inFlight, long now);

    /// <summary>A SACK has brought something new.</summary>
    void OnAck(in AckSample sample);

    /// <summary>A loss was found, the first of its round: react once.</summary>
    void OnCongestion(long now, int inFlight);

    /// <summary>All losses up to the one that <see cref="OnCongestion"/> told of are repaired.</summary>
    void OnRecovered(long now);

    /// <summary>The retransmission timer has expired: everything in flight counts as lost.</summary>
    void OnTimeout(long now);

    /// <summary>Nothing was in flight for longer than the retransmission timeout, and now something leaves.</summary>
    void OnIdle(long idle, long timeout, long now);
}
