namespace Rings.Protocol.Wire;

/// <summary>
/// Notices a transaction that one link brings again, by a table of the last ids: a look at one place, before anything
/// that costs more. It misses what came long ago, which the destination's replay window finds.
/// </summary>
/// <param name="tolerated">Repeats within a minute beyond which the link is closed.</param>
internal sealed class RepeatWatch(long tolerated)
{
    private const int Places = 2048;

    private static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    private readonly TransactionId[] _ids = new TransactionId[Places];
    private Instant _since;
    private long _repeats;

    /// <summary>Notes a transaction.</summary>
    /// <returns>Whether the link brought it a short while ago.</returns>
    public bool IsRepeat(TransactionId id, Instant now)
    {
        ref var place = ref _ids[id.Low % Places];
        if (place != id)
        {
            place = id;
            return false;
        }

        if (now - _since > Window) (_since, _repeats) = (now, 0);
        _repeats++;
        return true;
    }

    /// <summary>Whether the link brought more repeats within a minute than any honest node passes on.</summary>
    public bool IsTooMuch => _repeats > tolerated;
}
