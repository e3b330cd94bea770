using Akka.Actor;
using Rings.Protocol.Wire;
using static Rings.Actors.Links.ConnectionProtocol;
using static Rings.Actors.Links.LinkAlarm;

namespace Rings.Actors.Links;

/// <content>Link control: probes, credit, keeping, phases, forgeries, going away.</content>
internal sealed partial class ConnectionActor
{
    private bool IsNeighbour => _routes?.Neighbours.Contains(_peer) ?? false;

    private void ReceiveControl(ReadOnlySpan<byte> content)
    {
        switch (LinkControl.Read(content))
        {
            case LinkControl.Ping ping:
                _lanes.Tell(new LinkControl.Pong(ping.Number));
                break;

            case LinkControl.Pong pong:
                _liveness!.Answered(pong.Number, _node.Now);
                break;

            case LinkControl.Credit credit:
                _lanes.Grant(credit, _node.Now);
                if (credit.Lane == Lane.Stream) _paths.Paid();
                break;

            case LinkControl.Keep keep:
                _terms.PeerKeeps = keep.Needed;
                _router.Tell(new PeerKeeps(_peer, keep.Needed));
                break;

            case LinkControl.PhaseChanged changed:
                _terms.PeerPhase = changed.Phase;
                _router.Tell(new PeerPhase(_peer, changed.Phase));
                break;

            case LinkControl.Forged:
                _inbound.Reported(_node.Now);
                break;

            case LinkControl.Listens listens:
                Context.Parent.Tell(
                    new PeerListens(_peer, _connection.GetStatistics().RemoteCandidate, listens.Port));
                break;

            case LinkControl.GoAway goAway:
                Context.Parent.Tell(new Closing(
                    _peer, Self, $"closed by the peer: {goAway.Reason}", goAway.Reason, goAway.Neighbours));
                Context.Stop(Self);
                Become(Ended);
                break;

            case LinkControl.Hello:
                End("a second Hello came", GoAwayReason.ProtocolError);
                break;
        }
    }

    private void InitialiseLiveness()
    {
        _liveness = new LinkLiveness(_node.Settings.Links, _node.Now);
        // The first probe measures the round trip; the silence that calls for the next is counted from its answer.
        _lanes.Tell(new LinkControl.Ping(_liveness.NextProbe(_node.Now)));
        ScheduleCheck();
    }

    /// <summary>Any frame of the peer shows that it lives.</summary>
    private void Heard()
    {
        if (_liveness!.Heard(_node.Now)) TellBoth(new Restored(_peer, Self));
    }

    /// <summary>A message left: silence after it is noticed early.</summary>
    private void Spoke()
    {
        _traffic.FramesSent++;
        if (_liveness!.Sent(_node.Now) && _nextCheck - _node.Now > _node.Settings.Links.ProbeNeighbourAfter) ScheduleCheck();
    }

    private void CheckLiveness()
    {
        var now = _node.Now;
        switch (_liveness!.Check(now, IsNeighbour))
        {
            case LivenessStep.Probe:
                _lanes.Tell(new LinkControl.Ping(_liveness.NextProbe(now)));
                break;

            case LivenessStep.Suspect:
                TellBoth(new Suspected(_peer, Self));
                _lanes.Tell(new LinkControl.Ping(_liveness.NextProbe(now)));
                break;

            case LivenessStep.Drop:
                End("the peer does not answer");
                return;
        }

        if (_lanes.PumpAll(now))
        {
            End("the peer grants no credit");
            return;
        }

        ScheduleCheck();
    }

    private void ScheduleCheck()
    {
        var wait = _liveness!.NextCheck(_node.Now, IsNeighbour);
        // While frames wait, relayed ones among them may become late.
        if (_lanes.HasWaiting && wait > _node.Settings.Links.QueueDelay)
            wait = _node.Settings.Links.QueueDelay;
        _nextCheck = _node.Now + wait;
        Timers.StartSingleTimer(LivenessCheck.Instance, LivenessCheck.Instance, wait);
    }

    private void TellBoth(object message)
    {
        Context.Parent.Tell(message);
        _router.Tell(message);
    }
}
