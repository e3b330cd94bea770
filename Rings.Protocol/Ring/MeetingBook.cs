namespace Rings.Protocol.Ring;

/// <summary>Which meetings of rings this node knows of, which wait for a link, and when to look for another ring.</summary>
internal sealed class MeetingBook(RingSettings settings, Jitter jitter)
{
    private static readonly TimeSpan CheckInterval = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Memory = TimeSpan.FromMinutes(1);

    /// <summary>The time after which the first to meet looks whether the rings have become one.</summary>
    private static readonly TimeSpan Afterwards = TimeSpan.FromSeconds(20);

    private List<(ulong Id, Instant Since)>? _known;
    private List<Meeting>? _awaited;
    private (Did Contact, Instant At)? _afterwards;
    private Instant _next;
    private Instant _nextCheck;

    /// <summary>Chooses when to look for another ring.</summary>
    public void Plan(Instant now) =>
        _next = now + jitter.Spread(settings.LongestMeeting, settings.ShortestMeeting / settings.LongestMeeting, 1);

    /// <summary>Whether it is time to look for another ring.</summary>
    public bool IsDue(Instant now) => now >= _next;

    /// <summary>Whether a contact may be checked; each takes a look-up.</summary>
    public bool MayCheck(Instant now) => now >= _nextCheck;

    /// <summary>A contact is being checked.</summary>
    public void Checking(Instant now) => _nextCheck = now + CheckInterval;

    /// <summary>This node is the first to meet the ring of <paramref name="contact"/>.</summary>
    public void LookAgain(Did contact, Instant now) => _afterwards = (contact, now + Afterwards);

    /// <summary>The contact of a meeting after which it is time to look again; null where there is none.</summary>
    public Did? TakeLookAgain(Instant now)
    {
        if (_afterwards is not var (contact, at) || now < at) return null;
        _afterwards = null;
        return contact;
    }

    /// <summary>Whether a meeting is new. More of them than <see cref="RingSettings.Meetings"/> within a minute are
    /// somebody's flood, and ignored.</summary>
    public bool Remember(ulong id, Instant now)
    {
        _known ??= [];
        if (Knows(id)) return false;
        if (_known.Count >= settings.Meetings)
        {
            if (now - _known[0].Since < Memory) return false;
            _known.RemoveAt(0);
        }

        _known.Add((id, now));
        return true;
    }

    /// <summary>Whether a meeting was remembered.</summary>
    public bool Knows(ulong id) => _known?.Exists(meeting => meeting.Id == id) == true;

    /// <summary>A meeting waits for a link. Of too many the oldest is forgotten.</summary>
    public void Await(Meeting meeting)
    {
        _awaited ??= [];
        if (_awaited.Count >= settings.Meetings) _awaited.RemoveAt(0);
        _awaited.Add(meeting);
    }

    /// <summary>A meeting that waited for the link to <paramref name="peer"/>, and waits no longer.</summary>
    public Meeting? Take(Did peer)
    {
        var index = _awaited?.FindIndex(meeting => meeting.Peer == peer) ?? -1;
        if (index < 0) return null;
        var meeting = _awaited![index];
        _awaited.RemoveAt(index);
        return meeting;
    }
}
