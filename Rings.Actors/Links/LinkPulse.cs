using Rings.Protocol;
using Rings.Protocol.Wire;
using static Rings.Actors.Links.ConnectionProtocol;

namespace Rings.Actors.Links;

/// <summary>Whether the peer of a link that is up still lives: probes it, and says when the next look is due.</summary>
/// <param name="place">Where the link stands.</param>
/// <param name="lanes">Carry probes, and know whether frames wait.</param>
/// <param name="tell">Tells the manager and the router.</param>
/// <param name="wake">Has <see cref="Check"/> called after a time; a later call replaces an earlier one.</param>
/// <param name="end">Closes the link, with the reason for the log.</param>
internal sealed class LinkPulse(
    LinkPlace place, LinkLanes lanes, Action<object> tell, Action<TimeSpan> wake, Action<string> end)
{
    private LinkLiveness? _liveness;
    private Instant _nextCheck;

    /// <summary>Whether the peer is silent.</summary>
    public bool IsSuspect => _liveness is { IsSuspect: true };

    /// <summary>Whether the peer is a neighbour on the ring, whose silence is noticed earlier.</summary>
    public bool IsNeighbour { get; set; }

    /// <summary>The link is up. It is probed at once; the silence before the next probe begins with the answer.</summary>
    public void Begin()
    {
        _liveness = new LinkLiveness(place.Node.Settings.Links, place.Node.Now);
        Probe(place.Node.Now);
        ScheduleCheck();
    }

    /// <summary>Any frame of the peer shows that it lives.</summary>
    public void Heard(Instant now)
    {
        if (_liveness!.Heard(now)) tell(new Restored(place.Peer, place.Connection));
    }

    /// <summary>A message left: silence after it is noticed early.</summary>
    public void Spoke(Instant now)
    {
        if (_liveness!.Sent(now) && _nextCheck - now > place.Node.Settings.Links.ProbeNeighbourAfter) ScheduleCheck();
    }

    /// <summary>Looks at the silence, and at what waits on the lanes.</summary>
    public void Check()
    {
        var now = place.Node.Now;
        switch (_liveness!.Check(now, IsNeighbour))
        {
            case LivenessStep.Probe:
                Probe(now);
                break;

            case LivenessStep.Suspect:
                tell(new Suspected(place.Peer, place.Connection));
                Probe(now);
                break;

            case LivenessStep.Drop:
                end("the peer does not answer");
                return;
        }

        if (lanes.PumpAll(now)) end("the peer grants no credit");
        else ScheduleCheck();
    }

    /// <summary>While frames wait, relayed ones among them may become late.</summary>
    public void ScheduleCheck()
    {
        var now = place.Node.Now;
        var wait = _liveness!.NextCheck(now, IsNeighbour);
        var late = place.Node.Settings.Links.QueueDelay;
        if (lanes.HasWaiting && wait > late) wait = late;
        _nextCheck = now + wait;
        wake(wait);
    }

    private void Probe(Instant now) => lanes.Tell(new LinkControl.Ping(_liveness!.NextProbe(now)));
}
