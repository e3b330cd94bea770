namespace Rings.Protocol.Ring;

/// <summary>
/// Further long links, opened where routes are longest while nothing changes and the budget of links has room.
/// </summary>
internal sealed class LongLinks(RingSettings settings, Jitter jitter)
{
    private Instant _next;
    private int _quota;

    /// <summary>Whether it is time to look for some.</summary>
    public bool IsDue(TimeSpan pace, Instant now) => pace > settings.ShortestPace * 4 && now >= _next;

    /// <summary>A round begins.</summary>
    public void Begin() => _quota = settings.FingersPerRound;

    /// <summary>Where links are already: none are looked for until later.</summary>
    public void Rest(Instant now) => _next = now + jitter.Spread(settings.LongestMeeting, 0.5, 1);

    /// <summary>The next point whose owner is to be linked; null where there is none, or no room.</summary>
    /// <param name="routing">The links.</param>
    /// <param name="size">The ring's size and the length of its lists.</param>
    /// <param name="held">Links that are up or under way.</param>
    public Did? Next(RoutingTable routing, RingSize size, int held)
    {
        if (_quota == 0 || held >= settings.LinkBudget * settings.LongLinkShare) return null;
        if (WidestGap(routing, 2.0 * size.Lists / Math.Max(size.Estimate, 1)) is not { } key) return null;
        _quota--;
        return key;
    }

    /// <summary>The middle of the gap between two links that is widest for its distance from here, either way: so links
    /// come to lie in geometric progression, and each hop divides what is left by the same number. A gap that the
    /// neighbour lists of its ends cover needs no link.</summary>
    private Did? WidestGap(RoutingTable routing, double covered)
    {
        var members = routing.Members;
        Did? middle = null;
        var widest = 0.0;
        for (var index = 0; index + 1 < members.Length; index++)
        {
            var gap = members[index].DistanceTo(members[index + 1]).Fraction;
            if (gap <= covered) continue;
            var weight = gap / routing.Self.NearnessTo(members[index] + Distance.FromFraction(gap / 2)).Fraction;
            if (weight <= widest) continue;
            var inside = gap * jitter.Between(0.35, 0.3);
            (widest, middle) = (weight, members[index] + Distance.FromFraction(inside));
        }

        return middle;
    }
}
