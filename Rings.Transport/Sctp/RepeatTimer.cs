namespace Rings.Transport.Sctp;

/// <summary>
/// T1-init, T1-cookie and T2-shutdown (RFC 9260, sections 5.1 and 9.2): one at a time, doubled with each expiry. Times in
/// ticks.
/// </summary>
internal sealed class RepeatTimer(SctpOptions options)
{
    private const int MaxDoublings = 10;

    /// <summary>When it expires; <see cref="long.MaxValue"/> while it does not run.</summary>
    public long At { get; private set; } = long.MaxValue;

    /// <summary>How often what it stands for was repeated.</summary>
    public int Repeats { get; private set; }

    /// <summary>Something has left that wants an answer.</summary>
    public void Start(long now, long timeout) => (Repeats, At) = (0, now + timeout);

    /// <summary>The answer is there.</summary>
    public void Stop() => (Repeats, At) = (0, long.MaxValue);

    /// <summary>It has expired: once more.</summary>
    /// <returns>False if that was often enough.</returns>
    public bool TryRepeat(long now, long timeout)
    {
        if (++Repeats > options.MaxHandshakeRetransmissions)
            return false;

        At = now + Math.Min(timeout << Math.Min(Repeats, MaxDoublings), options.MaxRto.Ticks);
        return true;
    }
}
