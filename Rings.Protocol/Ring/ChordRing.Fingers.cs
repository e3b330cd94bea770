using System.Collections.Immutable;

namespace Rings.Protocol.Ring;

/// <content>Fingers, and the further long links that the idle part of the budget is spent on.</content>
public sealed partial class ChordRing
{
    private static readonly TimeSpan FirstFingerWait = TimeSpan.FromSeconds(8);

    private Instant _nextFingers;
    private TimeSpan _fingerWait = FirstFingerWait;
    private int _fingerCursor = Did.Bits;
    private int _fingerQuota;
    private bool _isRefreshing;
    private List<Did>? _longLinks;
    private Instant _nextLongLinks;
    private int _longLinkQuota;

    /// <summary>
    /// The first exponent whose start lies beyond the successor list; 160 when the list is the whole ring.
    /// </summary>
    private int FirstFinger()
    {
        if (_successors.Heard.Length < _settings.Successors || _successors.Heard.IsEmpty) return Did.Bits;
        if (Broken.HasFlag(RingRules.FingersOneByOne)) return 0;
        return Self.DistanceTo(_successors.Heard[^1]).HighestBit + 1;
    }

    /// <summary>Goes on with a sweep over the table, or begins one: over the gaps that dead fingers left, or when its
    /// time has come over all of it.</summary>
    private void FingerRound(Instant now)
    {
        foreach (var finger in _fingers.Entries) Dial(finger.Owner, finger.Owner, now);
        var first = FirstFinger();
        if (_settings.FingersPerRound == 0 || first == Did.Bits || Pace <= _settings.ShortestPace) return;
        if (IsLookingUp(LookupPurpose.Finger)) return;
        if (_fingerCursor >= Did.Bits) BeginSweep(first, now);
        _fingerQuota = _fingers.Entries.Count == 0 ? int.MaxValue : _settings.FingersPerRound;
        NextFinger(now);
    }

    private void BeginSweep(int first, Instant now)
    {
        _isRefreshing = now >= _nextFingers;
        _fingerCursor = first;
        if (!_isRefreshing) return;
        _fingers.Trim(first);
        _nextFingers = now + Spread(_fingerWait, 1 - _settings.PaceJitter, 1 + _settings.PaceJitter);
        _fingerWait = Shorter(_fingerWait * 2, _settings.FingerRefresh);
    }

    private void NextFinger(Instant now)
    {
        if (_fingerCursor < Did.Bits && !_isRefreshing) _fingerCursor = _fingers.NextGap(_fingerCursor);
        if (_fingerCursor >= Did.Bits || _fingerQuota == 0) return;
        _fingerQuota--;
        var exponent = _fingerCursor;
        _fingerCursor = Did.Bits;
        Begin(new(LookupPurpose.Finger, Self.Finger(exponent), LookupStyle.Recursive) { Tag = (ulong)exponent }, now);
    }

    private void FoundFinger(int exponent, LookupAnswer answer, Instant now)
    {
        var next = _fingers.Learn(exponent, answer.Owner);
        _fingerCursor = Broken.HasFlag(RingRules.FingersOneByOne) ? exponent + 1 : next;
        _isStale = true;
        Dial(answer.Owner, answer.Owner, now);
        NextFinger(now);
    }

    /// <summary>A finger's own links are spent: one of the neighbours that it named is as good.</summary>
    private void TakeInstead(Did full, ImmutableArray<Did> neighbours, Instant now)
    {
        foreach (var finger in _fingers.Entries)
        {
            if (finger.Owner != full) continue;
            var least = Distance.PowerOfTwo(finger.Low);
            foreach (var other in neighbours)
            {
                if (other == Self || Self.DistanceTo(other) < least || _candidates.IsHopeless(other)) continue;
                _fingers.Learn(finger.Low, other);
                Dial(other, other, now);
                return;
            }

            return;
        }
    }

    /// <summary>
    /// While nothing changes and the budget has room, further links are opened where routes are longest.
    /// </summary>
    private void LongLinkRound(Instant now)
    {
        if (Pace <= _settings.ShortestPace * 4 || now < _nextLongLinks || IsLookingUp(LookupPurpose.LongLink)) return;
        _longLinkQuota = _settings.FingersPerRound;
        NextLongLink(now);
    }

    private void NextLongLink(Instant now)
    {
        if (_longLinkQuota == 0 || _links.Count + _candidates.Count >= _settings.LinkBudget * _settings.LongLinkShare) return;
        if (WidestGap() is not { } key) return;
        _longLinkQuota--;
        Begin(new(LookupPurpose.LongLink, key, LookupStyle.Recursive), now);
    }

    private void FoundLongLink(LookupAnswer answer, Instant now)
    {
        if (answer.Owner == Self || _links.Contains(answer.Owner))
        {
            _nextLongLinks = now + Spread(_settings.LongestMeeting, 0.5, 1);
            return;
        }

        (_longLinks ??= []).Add(answer.Owner);
        Dial(answer.Owner, answer.Owner, now);
        NextLongLink(now);
    }

    /// <summary>The middle of the gap between two links that is widest for its distance from here, either way: so links
    /// come to lie in geometric progression, and each hop divides what is left by the same number. A gap that the
    /// neighbour lists of its ends cover needs no link.</summary>
    private Did? WidestGap()
    {
        var members = Routing.Members;
        Did? middle = null;
        var widest = 0.0;
        var covered = 2.0 * _limit / Math.Max(SizeEstimate, 1);
        for (var index = 0; index + 1 < members.Length; index++)
        {
            var gap = members[index].DistanceTo(members[index + 1]).Fraction;
            if (gap <= covered) continue;
            var weight = gap / Self.NearnessTo(members[index] + Distance.FromFraction(gap / 2)).Fraction;
            if (weight <= widest) continue;
            var inside = gap * (0.35 + (_random.NextDouble() * 0.3));
            (widest, middle) = (weight, members[index] + Distance.FromFraction(inside));
        }

        return middle;
    }
}
