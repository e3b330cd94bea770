namespace Rings.Protocol.Ring;

/// <summary>
/// How long an answer may take, learned from those that came: the smoothed time and four deviations, as RFC 6298,
/// section 2, has it. On a slow network, or a loaded machine, a peer that answers late is not taken for dead.
/// </summary>
/// <param name="least">Never less than this.</param>
/// <param name="most">Never more than this.</param>
internal sealed class AnswerClock(TimeSpan least, TimeSpan most)
{
    private TimeSpan _smoothed;
    private TimeSpan _deviation;

    /// <summary>How long to wait for the next answer.</summary>
    public TimeSpan Wait
    {
        get
        {
            var wait = _smoothed + _deviation * 4;
            return wait < least ? least : wait > most ? most : wait;
        }
    }

    /// <summary>An answer came, in time or late.</summary>
    /// <param name="took">From the question to the answer.</param>
    public void Measure(TimeSpan took)
    {
        if (_smoothed == TimeSpan.Zero)
        {
            (_smoothed, _deviation) = (took, took / 2);
        }
        else
        {
            _deviation = _deviation * 0.75 + (_smoothed - took).Duration() * 0.25;
            _smoothed = _smoothed * 0.875 + took * 0.125;
        }
    }
}
