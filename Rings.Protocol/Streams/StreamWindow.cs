namespace Rings.Protocol.Streams;

/// <summary>
/// How far a sender may go, as the receiver of its bytes sees it. What was read is granted again in steps of a quarter of
/// the window; a reader that keeps up with a whole window in few round trips gets a longer one.
/// </summary>
/// <param name="first">The window to begin with, in bytes.</param>
/// <param name="most">The longest.</param>
internal sealed class StreamWindow(long first, long most)
{
    private const long LongestStep = 1 << 20;

    /// <summary>
    /// Grants of a window. Were they halves, one that came a few bytes late would wait for the half that it allows: half a
    /// window in a round trip. And of a set's window a stalled reader's quarter would leave the others one stream's at times.
    /// </summary>
    private const int Grants = 4;

    private readonly long _first = first;
    private long _epochRead;
    private Instant? _epoch;

    /// <summary>Bytes that may be on their way or unread.</summary>
    public long Size { get; private set; } = first;

    /// <summary>How far the sender was told that it may go; never falls.</summary>
    public long Granted { get; private set; } = first;

    /// <summary>Bytes that were read.</summary>
    public long Read { get; private set; }

    /// <summary>
    /// After so many bytes an acknowledgement goes at once. A long window needs no more of them than a short one: what the other
    /// end keeps meanwhile is a small part of it.
    /// </summary>
    /// <param name="least">What it is for a short one.</param>
    public long AcknowledgeStep(long least) => Math.Max(least, Math.Min(Size / 16, LongestStep));

    /// <summary>Makes the window so long at least; told with the next grant.</summary>
    public void Raise(long size) => Size = Math.Max(Size, Math.Min(size, most));

    /// <summary>Bytes were read.</summary>
    /// <param name="bytes">How many.</param>
    /// <param name="roundTrip">What a round trip takes; null: not known.</param>
    /// <param name="mayGrow">Takes memory for so many bytes more, if there is some.</param>
    /// <param name="now">The present.</param>
    /// <param name="alwaysGrows">For tests: however slowly it was read.</param>
    /// <returns>Whether it is time to grant.</returns>
    public bool Advance(long bytes, TimeSpan? roundTrip, Func<long, bool> mayGrow, Instant now, bool alwaysGrows = false)
    {
        Read += bytes;
        _epoch ??= now;
        if (Read - _epochRead >= Size)
        {
            // Without the factor a window stops at twice the first: what is in it takes a round trip all the same.
            var soon = roundTrip is { } trip && now - _epoch.Value < trip * (4.0 * Size / _first);
            if ((soon || alwaysGrows) && Size < most && mayGrow(Math.Min(Size, most - Size))) Size = Math.Min(most, 2 * Size);
            (_epochRead, _epoch) = (Read, now);
        }

        return Read + Size - Granted >= Size / Grants;
    }

    /// <summary>Grants what is free.</summary>
    /// <returns>How far the sender may go now.</returns>
    public long Grant()
    {
        Granted = Math.Max(Granted, Read + Size);
        return Granted;
    }
}
