using System.Collections.Immutable;
using Rings.Protocol.Identity;
using Rings.Protocol.Wire;

namespace Rings.Protocol.Links;

/// <content>Links that stand, and their end.</content>
internal sealed partial class LinkBook
{
    /// <summary>Both Hellos are in. An earlier link to the same peer is closed.</summary>
    public void Up(LinkNumber number)
    {
        if (!_links.TryGetValue(number, out var link) || !link.IsOpening) return;
        var isFirst = !_links.Values.Any(other => other.Peer == link.Peer && !other.IsOpening);
        if (Standing(link.Peer) is { } older && (_broken & LinkRules.ReplacedStays) == 0)
            End(older, GoAwayReason.Superseded);
        (link.Phase, link.Exchange) = (LinkPhase.Ready, null);
        _redials.Remove(link.Peer);
        _effects.Ready(number, link.Peer, (link.Way as LinkWay.ToContact)?.Address, isFirst);
        foreach (var asker in link.Askers) _effects.TellLinked(asker, link.Peer);
        link.Askers.Clear();
    }

    /// <summary>A link is about to end; its <see cref="Down"/> follows.</summary>
    /// <param name="number">The link.</param>
    /// <param name="reason">Why, in words for an operator.</param>
    /// <param name="goAway">What the peer said; null: it did not choose to.</param>
    /// <param name="neighbours">Whom the peer named instead of itself.</param>
    public void Closing(LinkNumber number, string reason, GoAwayReason? goAway, ImmutableArray<Did> neighbours)
    {
        if (!_links.TryGetValue(number, out var link)) return;
        (link.EndReason, link.GoAway, link.Instead) = (reason, goAway, neighbours);
        if (goAway is not null) link.EndsByChoice = true;
        if (link.Stands) link.Phase = LinkPhase.Ending;
    }

    /// <summary>A link is gone, whatever the cause.</summary>
    public void Down(LinkNumber number)
    {
        if (!_links.Remove(number, out var link)) return;
        var reason = link.EndReason ?? "the link's actor failed";
        if (link.IsOpening) TellNotReady(link, link.GoAway is { } said ? LinkFailures.Of(said) : LinkFailure.TimedOut, reason);
        else TellGone(link, reason);
        TellIfAllClosed();
    }

    private void TellGone(BookedLink link, string reason)
    {
        RefuseUnanswered(link, LinkFailure.TimedOut, reason);
        var isLast = !_links.Values.Any(other => other.Peer == link.Peer && !other.IsOpening);
        if (!isLast && (_broken & LinkRules.EveryEndIsTold) == 0) return;
        _effects.Closed(link.Peer, reason);
        if (!link.EndsByChoice || (_broken & LinkRules.ChosenEndsAreRedialled) != 0) ScheduleRedial(link.Peer);
    }

    /// <summary>A peer whose link was lost is due to be dialled again.</summary>
    public void RedialDue(Did peer, Instant now)
    {
        if (!_redials.Contains(peer) || Standing(peer) is not null) return;
        Dial(peer, Anywhere, null, now);
        ScheduleRedial(peer);
    }

    /// <summary>Closes the link to a peer, or ends the attempt.</summary>
    public void Close(Did peer, GoAwayReason reason)
    {
        if (Opening(peer) is { } opening) Abandon(opening, LinkFailure.Refused, "closed by this node");
        if (Standing(peer) is { } link) End(link, reason);
    }

    /// <summary>A link does not answer, or does again.</summary>
    public void SetSuspect(LinkNumber number, bool isSuspect)
    {
        if (!_links.TryGetValue(number, out var link) || !link.Stands) return;
        link.Phase = isSuspect ? LinkPhase.Suspect : LinkPhase.Ready;
        _effects.SuspicionChanged(link.Peer, isSuspect);
        if (isSuspect) Restart(link);
        else link.PathLosses = 0;
    }

    /// <summary>A link's connection has had no path for a while: an ICE restart may find one.</summary>
    public void PathLost(LinkNumber number)
    {
        if (_links.TryGetValue(number, out var link)) Restart(link);
    }

    /// <summary>
    /// Shows this node's new delegation to peers whose links came about under an earlier one: by an ICE restart, whose
    /// offer and answer are signed anew for the same link and fingerprint. A few at a time, so that few links are
    /// disturbed at once; what fails is tried again at the next call.
    /// </summary>
    /// <param name="own">The delegation that this node signs under.</param>
    public void Show(DelegationId own)
    {
        if (_isClosing) return;
        var due = _links.Values.Where(link => link is { Phase: LinkPhase.Ready, Exchange: null, Id: not null }
            && link.ShownTo != own).Take(_limits.ShownAtOnce).ToList();
        foreach (var link in due) OfferRestart(link, new LinkWay.OverRing(link.Peer));
    }

    /// <summary>Ends the links whose peers may act no longer: a delegation is over, or was taken back.</summary>
    /// <param name="judge">Judges a delegation by what is known now.</param>
    public void EndThoseWithout(Func<Delegation, DelegationVerdict> judge)
    {
        ArgumentNullException.ThrowIfNull(judge);
        foreach (var link in _links.Values.Where(link => link.Delegation is not null).ToList())
        {
            var verdict = judge(link.Delegation!);
            if (verdict is not (DelegationVerdict.Expired or DelegationVerdict.Revoked)) continue;
            _redials.Remove(link.Peer);
            if (link.IsOpening) Abandon(link, LinkFailure.Invalid, $"the peer's delegation: {verdict}");
            else if (link.Stands) End(link, GoAwayReason.DelegationEnded);
        }
    }

    /// <summary>
    /// Offers an ICE restart on a link that lost its path: the smaller Did at once, the greater when that did not help.
    /// </summary>
    private void Restart(BookedLink link)
    {
        if (!link.Stands || link.Exchange is not null || link.Id is null || _isClosing) return;
        if (++link.PathLosses < 2 && !StandsAgainst(link.Peer)) return;
        OfferRestart(link, Anywhere);
    }

    private void OfferRestart(BookedLink link, LinkWay way)
    {
        link.Exchange = new(way);
        _effects.DescribeOffer(link.Number, isRestart: true);
    }

    private void End(BookedLink link, GoAwayReason reason)
    {
        (link.Phase, link.EndsByChoice) = (LinkPhase.Ending, true);
        _effects.Close(link.Number, reason);
    }

    private void ScheduleRedial(Did peer)
    {
        if (!_isClosing && _redials.Next(peer) is { } wait) _effects.RedialAfter(peer, wait);
    }
}
