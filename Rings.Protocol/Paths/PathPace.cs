namespace Rings.Protocol.Paths;

/// <summary>
/// How many bytes of other people's paths a link brings: above its rate it is slowed by credit that is returned late, and
/// nothing is dropped.
/// </summary>
/// <param name="perSecond">Bytes a second; as many at once.</param>
internal sealed class PathPace(double perSecond)
{
    private readonly double _perSecond = perSecond;
    private double _free = perSecond;
    private Instant? _last;

    /// <summary>Whether credit may be returned now.</summary>
    public bool IsOpen(Instant now)
    {
        if (_last is { } last && now > last)
            _free = Math.Min(_perSecond, _free + ((now - last).TotalSeconds * _perSecond));
        _last = now;
        return _free > 0;
    }

    /// <summary>Bytes were carried: they count, if there was room for them or not.</summary>
    public void Take(int bytes) => _free -= bytes;
}
