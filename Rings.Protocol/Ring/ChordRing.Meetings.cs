using System.Runtime.CompilerServices;

namespace Rings.Protocol.Ring;

/// <content>Two rings that formed apart become one: contacts are checked, and the news is spread.</content>
internal sealed partial class ChordRing
{
    /// <summary>Fingers that are told of a meeting, beside the head.</summary>
    private const int BridgedFingers = 3;

    private void MeetingRound(Instant now)
    {
        if (_meetings.IsDue(now))
        {
            _meetings.Plan(now);
            _effects.Meet();
        }

        if (_meetings.TakeLookAgain(now) is { } contact) BeginMeeting(NextMeetingId(), contact, now);
        CheckContacts(now);
    }

    /// <summary>A link that did not come about over this ring, between two members, may join two rings. Until that is
    /// known no route uses it.</summary>
    private bool IsForeign(Did peer, RingPhase phase, LinkSource source)
    {
        if (Broken.HasFlag(RingRules.ForeignLinksAreUsed) || !_isRunning) return false;
        return source == LinkSource.Contact && Phase == RingPhase.Member && phase == RingPhase.Member;
    }

    /// <summary>A node that gave up joining is a ring of one: whoever it is linked to is on another.</summary>
    private void EstrangeContacts()
    {
        foreach (ref var link in _links.All) link.Set(LinkFlags.Foreign, on: true);
    }

    private void CheckContacts(Instant now)
    {
        if (Phase == RingPhase.Joining || !_meetings.MayCheck(now)) return;
        if (_links.FirstOf(LinkFlags.Foreign | LinkFlags.Member) is not { } peer) return;
        _meetings.Checking(now);
        if (_isAlone) Checked(peer, isHere: false, now);
        else if (!_requests.IsLookingUp(LookupPurpose.Check)) Begin(new(LookupPurpose.Check, peer, LookupStyle.Recursive), now);
    }

    /// <summary>A contact was looked up on this ring. If it isn't here the rings are two, and meet now.</summary>
    private void Checked(Did peer, bool isHere, Instant now)
    {
        if (isHere)
        {
            Adopt(peer, now);
            return;
        }

        _meetings.LookAgain(peer, now);
        BeginMeeting(NextMeetingId(), peer, now);
    }

    private ulong NextMeetingId() => (ulong)_random.NextInt64(long.MinValue, long.MaxValue);

    /// <summary>Looks this node's place up on the ring of <paramref name="contact"/>.</summary>
    private void BeginMeeting(ulong id, Did contact, Instant now)
    {
        if (!_meetings.Remember(id, now)) return;
        Begin(new(LookupPurpose.Meeting, Self.Finger(0), LookupStyle.Recursive) { Via = contact, Tag = id }, now);
    }

    /// <summary>The other ring's member after this node is known: it is linked, becomes the head if it lies nearer, and
    /// is the contact that this node's own neighbours are told of.</summary>
    private void Met(OpenLookup lookup, LookupAnswer answer, Instant now)
    {
        var (contact, owner) = (lookup.Via!.Value, answer.Owner);
        Adopt(contact, now);
        if (owner == Self || owner == _successors.First) return;
        if (_links.Contains(owner))
        {
            if (_isAlone || (_successors.First is { } head && owner.IsBetween(Self, head))) Adopt(owner, now);
            SpreadMeeting(lookup.Tag, owner);
            return;
        }

        _meetings.Await(new(lookup.Tag, owner, contact, IsContact: false));
        Dial(owner, contact, now);
    }

    /// <summary>A peer turned out to be on this ring, or joins it with its own.</summary>
    private void Adopt(Did peer, Instant now)
    {
        Mark(peer, LinkFlags.Foreign, on: false);
        if (_isStale) Refresh(now);
        Consider(peer, now);
    }

    private void SpreadMeeting(ulong id, Did contact)
    {
        if (!_links.Contains(contact) || Broken.HasFlag(RingRules.MeetingsAreNotSpread)) return;
        var message = new RingMessage.Bridge(id, contact);
        if (_successors.First is { } head && head != contact) _effects.Tell(head, message);
        var fingers = Fingers;
        for (var index = 0; index < Math.Min(BridgedFingers, fingers.Length); index++)
        {
            var finger = fingers[fingers.Length - 1 - index];
            if (finger != contact) _effects.Tell(finger, message);
        }
    }

    private void Bridge(Did from, RingMessage.Bridge bridge, Instant now)
    {
        if (Phase == RingPhase.Joining || bridge.Contact == Self) return;
        if (_links.Contains(bridge.Contact))
        {
            BeginMeeting(bridge.Id, bridge.Contact, now);
        }
        else if (!_meetings.Knows(bridge.Id))
        {
            _meetings.Await(new(bridge.Id, bridge.Contact, from, IsContact: true));
            Dial(bridge.Contact, from, now);
        }
    }

    private void MeetLinked(Did peer, Instant now)
    {
        while (_meetings.Take(peer) is { } meeting)
        {
            if (meeting.IsContact) BeginMeeting(meeting.Id, peer, now);
            else SpreadMeeting(meeting.Id, peer);
        }

        ref var link = ref _links.Find(peer);
        if (!Unsafe.IsNullRef(ref link) && link.Has(LinkFlags.Foreign)) CheckContacts(now);
    }

    private void MeetFailed(Did peer, Instant now)
    {
        while (_meetings.Take(peer) is { } meeting)
        {
            if (!meeting.IsContact) SpreadMeeting(meeting.Id, meeting.Via);
        }
    }
}
