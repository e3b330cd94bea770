namespace Rings.Protocol.Paths;

/// <summary>
/// How much may lie in a channel's buffer, where no order counts any more: 10 ms of the rate at which it leaves, 4 to
/// 256 KiB (docs/protocol, 7.1, rule 5).
/// </summary>
/// <remarks>The rate is measured while the buffer is full: from then until it has run low.</remarks>
internal sealed class ChannelBuffer
{
    private const int Least = 4 << 10;
    private const int First = 64 << 10;
    private const int Most = 256 << 10;
    private const double BufferSeconds = 0.01;
    private const double LeastSeconds = 0.02;

    private Instant? _fullAt;
    private long _inAtFull;
    private long _sent;
    private double _bytes;
    private double _seconds;

    /// <summary>Bytes above which nothing is put in.</summary>
    public int Limit { get; private set; } = First;

    /// <summary>Bytes were put in.</summary>
    public void Put(int bytes) => _sent += bytes;

    /// <summary>The buffer is at its limit.</summary>
    /// <param name="buffered">What is in it.</param>
    /// <param name="now">The present.</param>
    public void Full(long buffered, Instant now)
    {
        if (_fullAt is not null) return;
        (_fullAt, _inAtFull) = (now, buffered);
        _sent = 0;
    }

    /// <summary>The buffer has run low.</summary>
    /// <param name="buffered">What is still in it.</param>
    /// <param name="now">The present.</param>
    /// <returns>Whether <see cref="Limit"/> has changed.</returns>
    public bool Low(long buffered, Instant now)
    {
        if (_fullAt is not { } since) return false;
        _fullAt = null;
        _bytes += Math.Max(0, _inAtFull + _sent - buffered);
        _seconds += (now - since).TotalSeconds;
        if (_seconds < LeastSeconds) return false;
        var limit = (int)Math.Clamp(_bytes / _seconds * BufferSeconds, Least, Most);
        (_bytes, _seconds) = (0, 0);
        if (limit == Limit) return false;
        Limit = limit;
        return true;
    }
}
