using System.Collections.Immutable;

namespace Rings.Protocol.Ring;

/// <content>Fingers, and the further long links that the idle part of the budget is spent on.</content>
internal sealed partial class ChordRing
{
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
        if (_requests.IsLookingUp(LookupPurpose.Finger)) return;
        _sweep.Round(_fingers, first, now);
        NextFinger(now);
    }

    private void NextFinger(Instant now)
    {
        if (_sweep.Next(_fingers) is not { } exponent) return;
        Begin(new(LookupPurpose.Finger, Self.Finger(exponent), LookupStyle.Recursive) { Tag = (ulong)exponent }, now);
    }

    private void FoundFinger(int exponent, LookupAnswer answer, Instant now)
    {
        var next = _fingers.Learn(exponent, answer.Owner);
        _sweep.GoOn(Broken.HasFlag(RingRules.FingersOneByOne) ? exponent + 1 : next);
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
        if (!_longLinks.IsDue(Pace, now) || _requests.IsLookingUp(LookupPurpose.LongLink)) return;
        _longLinks.Begin();
        NextLongLink(now);
    }

    private void NextLongLink(Instant now)
    {
        if (_longLinks.Next(Routing, _size, _links.Count + _candidates.Count) is not { } key) return;
        Begin(new(LookupPurpose.LongLink, key, LookupStyle.Recursive), now);
    }

    private void FoundLongLink(LookupAnswer answer, Instant now)
    {
        if (answer.Owner == Self || _links.Contains(answer.Owner))
        {
            _longLinks.Rest(now);
            return;
        }

        Dial(answer.Owner, answer.Owner, now);
        NextLongLink(now);
    }
}
