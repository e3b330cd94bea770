namespace Rings.Protocol.Wire;

/// <summary>Notices and counts the transactions that one link brings again.</summary>
/// <param name="tolerated">Repeats within a minute beyond which the link is closed.</param>
internal sealed class RepeatWatch(long tolerated)
{
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    private readonly RecentIds[] _lanes = [new(), new(), new(), new()];
    private Instant _since;
    private long _repeats;

    /// <summary>Notes a transaction.</summary>
    /// <returns>Whether the link brought it a short while ago, by the same lane.</returns>
    public bool IsRepeat(Lane lane, TransactionId id, Instant now)
    {
        if (!_lanes[(int)lane].IsRepeat(id)) return false;
        if (now - _since > Window) (_since, _repeats) = (now, 0);
        _repeats++;
        return true;
    }

    /// <summary>Whether the link brought more repeats within a minute than any honest node passes on.</summary>
    public bool IsTooMuch => _repeats > tolerated;
}
