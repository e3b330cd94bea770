using Akka.Actor;
using Rings.Actors.Paths;
using Rings.Protocol;
using static Rings.Actors.Links.ConnectionProtocol;

namespace Rings.Actors.Links;

/// <content>The link's paths.</content>
internal sealed partial class ConnectionActor
{
    /// <summary>
    /// What is said of the link's paths is for them, whatever state the link is in: they are off before it is up, and
    /// when it goes.
    /// </summary>
    protected override bool AroundReceive(Receive receive, object message)
    {
        if (message is not PathProtocol.IToPort ofPaths) return base.AroundReceive(receive, message);
        try
        {
            if (_paths.Take(ofPaths)) HeardOfPath();
        }
        catch (ProtocolException wrong)
        {
            Break(wrong);
        }

        return true;
    }

    private void HeardOfPath()
    {
        var now = _node.Now;
        _traffic.FramesReceived++;
        _pulse.Heard(now);
        // Where packets stop, more may be waited for: as the silence after a message, this one is noticed early.
        _pulse.Spoke(now);
        if (_traffic.Uses(now)) _router.Tell(new LinkUsed(_peer));
    }

    private static void WatchOwner(IActorRef owner) => Context.WatchWith(owner, new PathProtocol.OwnerGone(owner));

    private void StartPathTimer(TimeSpan wait) =>
        Timers.StartSingleTimer(PathsDue.Instance, PathsDue.Instance, wait);
}
