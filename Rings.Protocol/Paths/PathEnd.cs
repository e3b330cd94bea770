namespace Rings.Protocol.Paths;

/// <summary>
/// What an end of a path may hand to its link: so much that the link always has something to send, and no more, for what
/// lies there cannot be overtaken. And how long its packets should be: at most 20 ms of the rate that the path carries,
/// 1 to 16 KiB, 4 KiB until a rate is known (docs/protocol, 7.1, rule 4). The longest is a little shorter than it may be: so
/// its frame fits the longest datagram that links send, and an array of 16 KiB.
/// </summary>
/// <remarks>
/// The link's own credit is not seen here: a packet that finds none waits in the link. No clock: time comes with what
/// the link says.
/// </remarks>
/// <param name="isAccepted">Whether the path is accepted already: so at the end that accepts.</param>
internal sealed class PathEnd(bool isAccepted)
{
    /// <summary>What the opener may send before the path is accepted, in all.</summary>
    public const int EarlyBytes = 16_400;

    private const int ShortestPacket = 1 << 10;
    private const int FirstPacket = 4 << 10;
    private const int LongestPacket = 16_000;
    private const int PacketsAhead = 4;
    private const int LongestAhead = 1 << 20;

    private static readonly TimeSpan PacketTime = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan AheadTime = TimeSpan.FromMilliseconds(40);
    private static readonly TimeSpan Measured = TimeSpan.FromMilliseconds(250);

    private bool _isAccepted = isAccepted;
    private long _early;
    private long _waiting;
    private Instant? _since;
    private long _left;
    private bool _wasFull;

    /// <summary>Bytes of plaintext that a packet should hold at most now: 1,024 to 16,000.</summary>
    public int PacketBytes { get; private set; } = FirstPacket;

    /// <summary>What the path carries, in bytes a second; 0: not known.</summary>
    public double Rate { get; private set; }

    /// <summary>
    /// What may be handed to the link now, as <see cref="PathPacket.Cost"/> counts; more when the link says that
    /// packets have left. Not above zero: nothing.
    /// </summary>
    public long Room
    {
        get
        {
            var ahead = Math.Clamp(
                (long)(Rate * AheadTime.TotalSeconds), PacketsAhead * (long)PacketBytes, LongestAhead);
            // Where nothing waits the longest packet may go, however slow the path is.
            var room = _waiting == 0 ? Math.Max(ahead, PathPacket.MaxCiphertext) : ahead - _waiting;
            return _isAccepted ? room : Math.Min(EarlyBytes - _early, room);
        }
    }

    /// <summary>The path is accepted.</summary>
    public void Accepted() => _isAccepted = true;

    /// <summary>A packet was handed to the link.</summary>
    /// <param name="cost">Its cost.</param>
    public void Sent(int cost)
    {
        _waiting += cost;
        if (!_isAccepted) _early += cost;
        _wasFull |= Room < PacketBytes;
    }

    /// <summary>The link has handed packets on.</summary>
    /// <param name="cost">Their cost.</param>
    /// <param name="now">The present.</param>
    public void Left(int cost, Instant now)
    {
        _waiting = Math.Max(0, _waiting - cost);
        _left += cost;
        _since ??= now;
        var time = now - _since.Value;
        if (time < Measured) return;
        // What was not waiting for the path says nothing of how fast that is, unless it was faster than was known.
        var rate = _left / time.TotalSeconds;
        if (_wasFull || rate > Rate) Rate = rate;
        PacketBytes = PacketOf(Rate);
        (_since, _left, _wasFull) = (now, 0, false);
    }

    private static int PacketOf(double rate)
    {
        var packet = 16 << 10;
        while (packet > ShortestPacket && packet > rate * PacketTime.TotalSeconds) packet /= 2;
        return Math.Min(packet, LongestPacket);
    }
}
