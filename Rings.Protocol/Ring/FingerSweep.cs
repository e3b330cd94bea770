namespace Rings.Protocol.Ring;

/// <summary>
/// Goes over the finger table: over the gaps that dead fingers left, or when its time has come over all of it.
/// </summary>
internal sealed class FingerSweep(RingSettings settings, Jitter jitter)
{
    private static readonly TimeSpan FirstWait = TimeSpan.FromSeconds(8);

    private Instant _next;
    private TimeSpan _wait = FirstWait;
    private int _cursor = Did.Bits;
    private int _quota;
    private bool _isRefreshing;

    /// <summary>The next sweep after this moment goes over the whole table.</summary>
    public void RefreshAt(Instant at) => _next = at;

    /// <summary>Goes on with a sweep, or begins one at the exponent <paramref name="first"/>.</summary>
    public void Round(FingerTable fingers, int first, Instant now)
    {
        if (_cursor >= Did.Bits) Begin(fingers, first, now);
        _quota = fingers.Entries.Count == 0 ? int.MaxValue : settings.FingersPerRound;
    }

    /// <summary>The exponent to look up next; null where the round or the sweep is over.</summary>
    public int? Next(FingerTable fingers)
    {
        if (_cursor < Did.Bits && !_isRefreshing) _cursor = fingers.NextGap(_cursor);
        if (_cursor >= Did.Bits || _quota == 0) return null;
        _quota--;
        var exponent = _cursor;
        _cursor = Did.Bits;
        return exponent;
    }

    /// <summary>The exponent looked up was answered; the sweep goes on at another.</summary>
    public void GoOn(int exponent) => _cursor = exponent;

    private void Begin(FingerTable fingers, int first, Instant now)
    {
        _isRefreshing = now >= _next;
        _cursor = first;
        if (!_isRefreshing) return;
        fingers.Trim(first);
        _next = now + jitter.Spread(_wait, 1 - settings.PaceJitter, 1 + settings.PaceJitter);
        _wait = _wait * 2 < settings.FingerRefresh ? _wait * 2 : settings.FingerRefresh;
    }
}
