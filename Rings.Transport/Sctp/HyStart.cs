namespace Rings.Transport.Sctp;

/// <summary>Ends slow start when the delay grows, before packets are lost (HyStart++, RFC 9406). A state of a
/// controller's.</summary>
internal struct HyStart
{
    private const int Samples = 8;
    private const int ConservativeRounds = 5;
    private const long MinThreshold = 4 * TimeSpan.TicksPerMillisecond;
    private const long MaxThreshold = 16 * TimeSpan.TicksPerMillisecond;

    private long _roundEnd;
    private long _lastMin;
    private long _currentMin;
    private long _baseline;
    private int _samples;
    private int _conservative;

    /// <summary>By how much growth is slowed: 1, or 4 while it is being found out whether the delay grows for
    /// good.</summary>
    public readonly int Divisor => _conservative > 0 ? 4 : 1;

    /// <summary>Takes in a SACK; true when slow start is to end.</summary>
    public bool DelayHasGrown(in AckSample sample)
    {
        if (sample.Rtt > 0)
        {
            _currentMin = _samples++ == 0 ? sample.Rtt : Math.Min(_currentMin, sample.Rtt);
            Judge();
        }

        if (sample.Newest.Delivered < _roundEnd)
            return false;

        _roundEnd = sample.Delivered;
        (_lastMin, _samples) = (_samples > 0 ? _currentMin : _lastMin, 0);
        return _conservative > 0 && ++_conservative > ConservativeRounds;
    }

    private void Judge()
    {
        if (_samples < Samples || _lastMin == 0)
            return;

        if (_conservative > 0)
        {
            if (_currentMin < _baseline)
                _conservative = 0; // It was a passing one.
        }
        else if (_currentMin >= _lastMin + Math.Clamp(_lastMin / 8, MinThreshold, MaxThreshold))
        {
            _conservative = 1;
            _baseline = _currentMin;
        }
    }
}
