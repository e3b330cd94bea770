using Akka.Actor;
using Rings.Protocol.Wire;
using static Rings.Actors.Links.ConnectionProtocol;
using static Rings.Actors.Links.LinkAlarm;

namespace Rings.Actors.Links;

/// <content>Link control: credit, keeping, phases, forgeries, going away; and what the pulse wants.</content>
internal sealed partial class ConnectionActor
{
    private void ReceiveControl(ReadOnlySpan<byte> content)
    {
        switch (LinkControl.Read(content))
        {
            case LinkControl.Ping ping:
                _lanes.Tell(new LinkControl.Pong(ping.Number));
                break;

            case LinkControl.Pong:
                break; // That the peer lives any frame has shown.

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

    /// <summary>A message left.</summary>
    private void Spoke()
    {
        _traffic.FramesSent++;
        _pulse.Spoke(_node.Now);
    }

    private void WakePulse(TimeSpan wait) =>
        Timers.StartSingleTimer(LivenessCheck.Instance, LivenessCheck.Instance, wait);

    private void TellBoth(object message)
    {
        Context.Parent.Tell(message);
        _router.Tell(message);
    }
}
