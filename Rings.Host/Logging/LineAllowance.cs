namespace Rings.Host.Logging;

/// <summary>
/// How much one source may say: so many lines in each span of time. What is beyond is counted and told with the next line
/// that is let through, so that strangers who cause lines fill no disk. Not thread-safe.
/// </summary>
/// <param name="most">Lines in a span.</param>
/// <param name="span">How long a span is.</param>
internal sealed class LineAllowance(int most, TimeSpan span)
{
    private DateTimeOffset _begun = DateTimeOffset.MinValue;
    private int _said;
    private long _leftOut;

    /// <summary>Takes a line.</summary>
    /// <param name="now">The time; a clock that was set back begins a new span.</param>
    /// <returns>
    /// Null: it is left out. Otherwise it may be said, and this many before it were left out and are told of now.
    /// </returns>
    public long? Take(DateTimeOffset now)
    {
        if (now - _begun >= span || now < _begun) (_begun, _said) = (now, 0);
        if (_said >= most)
        {
            _leftOut++;
            return null;
        }

        _said++;
        var told = _leftOut;
        _leftOut = 0;
        return told;
    }
}
