using Akka.Actor;
using Rings.Actors.Context;
using Rings.Actors.Public;
using Rings.Protocol.Identity;
using Rings.Protocol.Wire;
using static Rings.Actors.Links.ConnectionProtocol;

namespace Rings.Actors.Links;

/// <content>
/// Links live under the delegations of both ends: this node's new one is shown, those whose peer's has ended are closed.
/// </content>
internal sealed partial class LinkManager
{
    protected override void PreStart()
    {
        var interval = _node.Settings.Delegations.UpkeepInterval;
        Timers.StartPeriodicTimer(Upkeep.Instance, Upkeep.Instance, interval);
    }

    private void AboutDelegations(object message)
    {
        switch (message)
        {
            case IdentityProtocol.Revoked:
                CloseEnded();
                break;

            case IdentityProtocol.Renewed or Upkeep:
                CloseEnded();
                ShowOwn();
                break;

            default:
                Unhandled(message);
                break;
        }
    }

    /// <summary>A link's peer may act no longer: its delegation is over, or was taken back.</summary>
    private void CloseEnded()
    {
        var now = _node.Now;
        foreach (var entry in _links.Values.Where(link => link.PeerDelegation is not null).ToList())
        {
            var verdict = _node.Budget.Delegations.Recheck(entry.PeerDelegation!, now);
            if (verdict is not (DelegationVerdict.Expired or DelegationVerdict.Revoked)) continue;
            _redials.Remove(entry.Peer);
            if (!entry.IsReady) Give(entry, LinkFailure.Invalid, $"the peer's delegation: {verdict}");
            else if (!entry.EndsByChoice)
            {
                entry.EndsByChoice = true;
                entry.Connection.Tell(new Close(GoAwayReason.DelegationEnded, []));
            }
        }
    }

    /// <summary>
    /// Shows this node's new delegation to peers whose links came about under an earlier one: by an ICE restart, whose
    /// offer and answer are signed anew for the same link and fingerprint. A few at a time, so that few links are
    /// disturbed at once; what fails is tried again.
    /// </summary>
    private void ShowOwn()
    {
        if (_closingFor is not null) return;
        var own = _node.Signer.Delegation.Id;
        var shown = 0;
        foreach (var entry in _ready.Values)
        {
            if (entry.ShownTo == own || entry.IsRestarting || entry.IsSuspect || entry.Link is null) continue;
            if (shown++ >= _node.Settings.Delegations.ShownAtOnce) return;
            OfferRestart(entry, new LinkWay.OverRing(entry.Peer));
        }
    }

    private static void OfferRestart(LinkEntry entry, LinkWay way)
    {
        entry.IsRestarting = true;
        entry.Way = way;
        entry.Connection.Tell(new DescribeOffer(Restart: true));
    }

    private sealed record Upkeep : INoSerializationVerificationNeeded
    {
        public static readonly Upkeep Instance = new();
    }
}
