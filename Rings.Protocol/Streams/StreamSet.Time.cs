using Rings.Protocol.Paths;

namespace Rings.Protocol.Streams;

/// <content>What time brings: late acknowledgements, questions, paths that are silent or old, sets that nobody uses.</content>
internal sealed partial class StreamSet
{
    private static readonly TimeSpan MemoryPoll = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan QuietBeforeClose = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan Aftermath = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan LongestFarewell = TimeSpan.FromSeconds(30);

    /// <summary>
    /// Whether there are streams, or were a moment ago: the other end may not know yet that all of them has arrived.
    /// </summary>
    private bool IsInUse(Instant now) => _streams.Count > 0 || (IsStanding && now - (_idleSince ?? now) < Aftermath);

    /// <summary>The time asked for has come.</summary>
    public void Tick(Instant now)
    {
        if (IsEnded) return;
        foreach (var path in _paths.ToList())
        {
            if (FindPath(path.Index) == path) Look(path, now);
        }

        if (IsEnded) return;
        if (_streams.Count == 0) _idleSince ??= now;
        if (_search.LostAt <= now && (IsInUse(now) || !_parts.IsOpener))
            EndSet(StreamCode.PeerLost, "no path to the other end was found for too long", PathCloseReason.NoRoute);
        else if (now - (_idleSince ?? now) >= _settings.IdleAfter)
            Close(StreamCode.None, "", now);
        if (IsEnded) return;
        if (_waitsForMemory) TellWaitingWriters();
        EnsurePaths(now);
        Pump(now);
    }

    /// <summary>What is to be done about one path.</summary>
    private void Look(SetPath path, Instant now)
    {
        if (path.WaitsSince is { } asked && now - asked >= PatienceWith(path) && path.IsOpen
            && !_rules.HasFlag(StreamRules.SilentPathsAreKept))
        {
            EndOwnPath(path, PathCloseReason.Broken, now);
            return;
        }

        if (!path.IsOpen)
        {
            if (now - path.Begun >= _settings.AnswerWithin) EndOwnPath(path, PathCloseReason.NoAnswer, now);
            else if (RivalAt(path) <= now) JoinRival(path, now);
            return;
        }

        if (IsAwaited(path) && now - path.Heard >= _settings.ProbeAfter) path.Ask(now);
        else if (IsInUse(now) && path.LeftAt is null && now - path.Said >= _settings.KeepAlive) path.Ask(now);
        if (!_parts.IsOpener)
        {
            // The opener closes what it has left; where that word is lost, time does it.
            if (path.LeftAt is { } left && now - left >= 2 * LongestFarewell) EndOwnPath(path, PathCloseReason.Done, now);
            return;
        }

        if (IsOver(path, now)) EndOwnPath(path, PathCloseReason.Done, now);
        else if (path.LeftAt is null && _streams.Count > 0 && path.IsOld(_settings.PathPackets, now)
            && !_paths.Exists(other => !other.IsOpen))
            Begin(path.Lane, path.IsDirect ? PathWay.Link : PathWay.Ring, now);
    }

    /// <summary>Whether another has taken over, has carried something, and nothing is under way by this one.</summary>
    private bool IsOver(SetPath path, Instant now)
    {
        if (path.LeftAt is not { } left) return false;
        if (now - left >= LongestFarewell) return true;
        var quiet = TimeSpan.FromTicks(Math.Max(QuietBeforeClose.Ticks, 2 * (path.RoundTrip ?? TimeSpan.Zero).Ticks));
        return path.IsSpent && _lanes[path.Lane] is { HasCarried: true }
            && now - (path.Heard > left ? path.Heard : left) >= quiet;
    }

    private void JoinRival(SetPath path, Instant now)
    {
        path.Rivals++;
        Begin(path.Lane, _search.NextWay(), now, isRival: true);
    }

    private Instant? RivalAt(SetPath path) =>
        _search.RivalAt(path, isAlone: _paths.Count < MaxPaths && !_paths.Exists(other => other.IsOpen));

    /// <summary>Whether something should be heard by a path: an answer to what went, or more of what came.</summary>
    private bool IsAwaited(SetPath path) =>
        !path.IsSpent || (path.IsFed && path.LeftAt is null && _streams.Count > 0 && !_rules.HasFlag(StreamRules.OnlyWritersAsk));

    private TimeSpan PatienceWith(SetPath path)
    {
        var trips = (path.RoundTrip ?? TimeSpan.Zero) * 4;
        return trips > _settings.GiveUpAfter ? trips : _settings.GiveUpAfter;
    }

    private void TellWaitingWriters()
    {
        _waitsForMemory = false;
        foreach (var stream in _streams.Values.ToList()) TellWriter(stream);
    }

    /// <summary>Asks to be woken when the next of all these things is due.</summary>
    private void Arm(Instant now)
    {
        if (IsEnded) return;
        if (_streams.Count == 0) _idleSince ??= now;
        if (_parts.IsOpener && !IsDirect && IsStanding && _upgrade.TryAsk(now)) _effects.WantLink();
        var due = now + _settings.KeepAlive;
        foreach (var path in _paths) due = Instant.Min(due, DueOf(path, now));
        if (_search.LostAt is { } lost) due = Instant.Min(due, lost);
        if (_search.RetryAt is { } retry) due = Instant.Min(due, retry);
        if (_waitsForMemory) due = Instant.Min(due, now + MemoryPoll);
        if (_idleSince is { } idle) due = Instant.Min(due, idle + _settings.IdleAfter);
        if (_parts.IsOpener && !IsDirect && _upgrade.DueAt is { } upgrade) due = Instant.Min(due, upgrade);
        _effects.WakeAt(due > now ? due : now + TimeSpan.FromMilliseconds(1));
    }

    private Instant DueOf(SetPath path, Instant now)
    {
        var due = now + _settings.KeepAlive;
        if (path.AcknowledgeAt is { } acknowledge) due = Instant.Min(due, acknowledge);
        if (path.WaitsSince is { } asked) due = Instant.Min(due, asked + PatienceWith(path));
        else if (IsAwaited(path)) due = Instant.Min(due, path.Heard + _settings.ProbeAfter);
        if (!path.IsOpen) due = Instant.Min(due, RivalAt(path) ?? path.Begun + _settings.AnswerWithin);
        if (path.LeftAt is not null) due = Instant.Min(due, now + QuietBeforeClose);
        if (path.IsOpen && path.LeftAt is null && IsInUse(now)) due = Instant.Min(due, path.Said + _settings.KeepAlive);
        return path.IsOpen && path.ServesUntil > now ? Instant.Min(due, path.ServesUntil) : due;
    }
}
