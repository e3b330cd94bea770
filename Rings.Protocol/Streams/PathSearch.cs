namespace Rings.Protocol.Streams;

/// <summary>
/// How a set comes to its next path: since when it has none, what was tried, when it is tried again, when a path that is
/// not answered gets a rival, and when the set is lost.
/// </summary>
/// <param name="settings">The numbers.</param>
/// <param name="rules">What a test breaks.</param>
/// <param name="isOpener">Whether this end asks for paths.</param>
/// <param name="began">When the set began.</param>
internal sealed class PathSearch(StreamSettings settings, StreamRules rules, bool isOpener, Instant began)
{
    private static readonly TimeSpan Recently = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan LongPause = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(100);

    private int _tries;
    private int _detours;
    private Instant? _failedAt;
    private Instant? _lacksSince = began;

    /// <summary>Whether a path was accepted ever.</summary>
    public bool HasStood { get; private set; }

    /// <summary>
    /// When the set is lost for want of a path; null: one stands. The acceptor waits longer: it may have heard of a path's
    /// end long before the opener, who asks for the next.
    /// </summary>
    public Instant? LostAt => _lacksSince + (isOpener ? settings.LostAfter : 2 * settings.LostAfter);

    /// <summary>When a path may be asked for again; null: at any time.</summary>
    public Instant? RetryAt { get; private set; }

    /// <summary>A path stands.</summary>
    public void Stood() => (HasStood, _tries, _detours, _lacksSince) = (true, 0, 0, null);

    /// <summary>No path stands.</summary>
    public void Lacks(Instant now) => _lacksSince ??= now;

    /// <summary>A path was not answered, or refused: whether that was the last try of a set that never had one.</summary>
    public bool CountVainTry() => !HasStood && ++_tries >= settings.FirstTries;

    /// <summary>Whether a path may be asked for now.</summary>
    public bool TryAsk(Instant now)
    {
        if (RetryAt > now) return false;
        RetryAt = null;
        return true;
    }

    /// <summary>A path failed: whether it was the second within a minute.</summary>
    public bool NoteFailure(Instant now)
    {
        var isSecond = HasStood && now - _failedAt < Recently;
        _failedAt = now;
        return isSecond;
    }

    /// <summary>
    /// Whether the next path waits a little: the one that ended never stood, and the next may fail as quickly. One that
    /// was waited for has had its pause.
    /// </summary>
    public bool TryPause(SetPath ended, Instant now)
    {
        if (ended.IsOpen) return false;
        var pause = _detours < settings.Rivals ? settings.JoinAfter : LongPause;
        RetryAt = HasStood ? Instant.Max(now, ended.Begun + pause) : now + (FirstPause * (1 << Math.Min(_tries, 5)));
        return true;
    }

    /// <summary>When a path that was asked for gets its next rival; null: never.</summary>
    /// <param name="path">Which.</param>
    /// <param name="isAlone">Whether no path stands beside it, and there may be more.</param>
    public Instant? RivalAt(SetPath path, bool isAlone) =>
        isOpener && HasStood && isAlone && !path.IsOpen && !path.IsRival && path.Rivals < settings.Rivals
        && !rules.HasFlag(StreamRules.NoRivals)
            ? path.Begun + (settings.JoinAfter * (path.Rivals + 1))
            : null;

    /// <summary>
    /// The way of the next try. After one that was not answered or was refused it is not the same again: by the first hop of
    /// the path that failed, which carried it and so knows of its next hop, and by another, in turn; in a set that has had
    /// no path, by another.
    /// </summary>
    public PathWay NextWay()
    {
        if (rules.HasFlag(StreamRules.AllTriesTakeTheRingsWay)) return PathWay.Ring;
        if (!HasStood) return _tries == 0 ? PathWay.Ring : PathWay.AnotherHop;
        return _detours++ % 2 == 0 ? PathWay.FormerHop : PathWay.AnotherHop;
    }
}
