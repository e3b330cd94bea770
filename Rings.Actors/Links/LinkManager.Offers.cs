using System.Collections.Immutable;
using System.Net;
using Akka.Actor;
using Rings.Actors.Frames;
using Rings.Actors.Messages;
using Rings.Actors.Public;
using Rings.Protocol;
using Rings.Protocol.Identity;
using Rings.Protocol.Limits;
using Rings.Protocol.Ring;
using Rings.Protocol.Wire;
using static Rings.Actors.Links.ConnectionProtocol;
using static Rings.Actors.Links.LinkProtocol;
using static Rings.Actors.Public.RingsNodeProtocol;

namespace Rings.Actors.Links;

/// <content>Offers and answers: made, carried, checked (protocol.md, section 2).</content>
internal sealed partial class LinkManager
{
    /// <summary>
    /// Questions to the router that wait for an answer, at most: what the offers' rates let through in a minute.
    /// </summary>
    private const int MaxQuestions = 1024;

    private static readonly TimeSpan LongestAsked = TimeSpan.FromSeconds(10);

    private readonly Dictionary<long,
        (LinkOffer Offer, PayloadHash Hash, Delegation Delegation, LinkWay Way)> _questions = [];
    private TokenBucket _ringOffers = null!;
    private TokenBucket _outsideOffers = null!;
    private KeyedRateLimit<string> _addresses = null!;
    private long _lastQuestion;

    private void InitialiseAdmission()
    {
        var settings = Settings;
        _ringOffers = new(settings.RingOffersPerSecond, settings.RingOffersPerSecond);
        _outsideOffers = new(settings.OutsideOffersPerSecond, settings.OutsideOffersBurst);
        _addresses =
            new(settings.OutsideOffersPerAddress, settings.OutsideOffersPerAddressBurst, settings.HalfOpen * 16);
    }

    private bool IsAllowed(Did peer) =>
        !Settings.Deny.Contains(peer) && (Settings.Allow.IsEmpty || Settings.Allow.Contains(peer));

    /// <summary>The connection has described itself: the offer or answer can be signed and carried.</summary>
    private void Describe(LinkEntry entry, string sdp)
    {
        if (entry.Offer is not null && entry.Way is LinkWay.FromRing or LinkWay.FromOutside) MakeAnswer(entry, sdp);
        else MakeOffer(entry, sdp);
    }

    private void MakeOffer(LinkEntry entry, string sdp)
    {
        var now = _node.Now;
        var offer = new LinkOffer
        {
            VersionMin = LinkCheck.Version,
            VersionMax = LinkCheck.Version,
            Ring = _node.Ring,
            From = _node.Self,
            To = entry.Peer,
            LinkId = entry.Link ?? _node.NewLinkId(),
            Sdp = sdp,
            IssuedMs = (ulong)now.UnixMilliseconds,
            ExpiresMs = (ulong)(now + Settings.OfferLifetime).UnixMilliseconds,
        };
        var signer = _node.Signer;
        var signed = offer.Sign(signer, _node.Secret);
        entry.OfferedUnder = signer.Delegation.Id;
        (entry.Offer, entry.OfferHash, entry.Link) = (offer, signed.Hash, offer.LinkId);
        Carry(entry, signed.ToBytes());
    }

    private void Carry(LinkEntry entry, byte[] offer)
    {
        switch (entry.Way)
        {
            case LinkWay.OverRing ring:
                var patience = Settings.OfferLifetime < LongestAsked ? Settings.OfferLifetime : LongestAsked;
                var request = new OutboxRequest(Kind.Connect, RouteMode.Node, entry.Peer, offer, patience)
                {
                    FirstHop = ring.Via,
                };
                _gate.Tell(new GateProtocol.Originate(request, Self, entry));
                break;

            case LinkWay.ToSeed seed:
                AskSeed(entry, seed.Seed, offer);
                break;

            case LinkWay.ByHand:
                foreach (var waiting in entry.Waiting) waiting.Tell(new OfferCreated(offer));
                entry.Waiting.Clear();
                break;
        }
    }

    private void MakeAnswer(LinkEntry entry, string sdp)
    {
        var offer = entry.Offer!;
        var answer = new LinkAnswer
        {
            Version = LinkCheck.Version,
            OfferHash = entry.OfferHash,
            From = _node.Self,
            To = entry.Peer,
            LinkId = offer.LinkId,
            Sdp = sdp,
            IssuedMs = (ulong)_node.Now.UnixMilliseconds,
        };
        var signer = _node.Signer;
        var signed = SignedObject.Sign(SignaturePurpose.LinkAnswer, answer.ToBytes(), signer, _node.Secret);
        entry.ShownTo = signer.Delegation.Id;
        var bytes = signed.ToBytes();
        if (!entry.IsRestarting)
        {
            entry.Connection.Tell(new Bind(offer.LinkId, entry.OfferHash, signed.Hash, entry.PeerDelegation!));
            _answers.Add(offer, bytes, _node.Now);
        }

        entry.IsRestarting = false;
        GiveAnswer(entry.Way, bytes);
    }

    private void GiveAnswer(LinkWay way, ReadOnlyMemory<byte> answer)
    {
        if (way is LinkWay.FromRing ring)
            _gate.Tell(new GateProtocol.Respond(ring.Request, Kind.ConnectAnswer, answer.ToArray()));
        else if (way is LinkWay.FromOutside outside)
            outside.ReplyTo.Tell(new RingsNodeProtocol.OfferAnswered(answer.ToArray()));
    }

    /// <summary>An offer came over the ring: the reply to it.</summary>
    private void OfferAnswered(LinkEntry entry, Arrived reply)
    {
        if (!_links.ContainsKey(entry.Connection)) return;
        switch (reply.Kind)
        {
            case Kind.ConnectAnswer:
                Accept(entry, reply.Body);
                break;

            case Kind.ConnectRefused when ReadRefusal(reply.Body) is { } refusal:
                var reason = refusal.Reason switch
                {
                    GoAwayReason.Full => LinkFailure.Full,
                    GoAwayReason.Superseded => LinkFailure.Superseded,
                    _ => LinkFailure.Refused,
                };
                Give(entry, reason, $"the peer refuses: {refusal.Reason}", refusal.Neighbours);
                break;

            case Kind.Busy:
                Give(entry, LinkFailure.Busy, "the peer has no room for more offers now");
                break;

            default:
                Give(entry, LinkFailure.Unreachable, $"the offer was answered {reply.Kind}");
                break;
        }
    }

    private void Accept(LinkEntry entry, byte[] bytes)
    {
        try
        {
            var signed = SignedObject.Read(bytes);
            var refusal = _check.Answer(signed, entry.Offer!, _node.Now, out var answer, out var delegation);
            if (refusal != LinkRefusal.None)
            {
                Give(entry, LinkFailure.Invalid, $"the answer is not valid: {RefusalWords.Of(refusal)}");
                return;
            }

            (entry.PeerDelegation, entry.ShownTo) = (delegation, entry.OfferedUnder);
            if (!entry.IsRestarting)
                entry.Connection.Tell(new Bind(answer!.LinkId, entry.OfferHash, signed.Hash, delegation!));
            entry.IsRestarting = false;
            entry.Connection.Tell(new TakeAnswer(answer!.Sdp));
        }
        catch (ProtocolException wrong)
        {
            Give(entry, LinkFailure.Invalid, $"the answer is not valid: {wrong.Message}");
        }
    }

    private void AcceptByHand(byte[] bytes, IActorRef waiting)
    {
        try
        {
            var answer = LinkAnswer.Read(SignedObject.Read(bytes).Payload.Span);
            if (!_opening.TryGetValue(answer.From, out var entry) || entry.Link != answer.LinkId)
            {
                Refuse(answer.From, waiting, LinkFailure.Invalid, "this node has no offer that this answers");
                return;
            }

            AddWaiting(entry, waiting);
            Accept(entry, bytes);
        }
        catch (ProtocolException wrong)
        {
            Refuse(null, waiting, LinkFailure.Invalid, wrong.Message);
        }
    }

    /// <summary>An offer of another node: the cheap checks first, nothing is allocated before the last.</summary>
    private void ReceiveOffer(byte[] bytes, LinkWay way, Did? introducer)
    {
        if (!IsWithinRate(way))
        {
            RefuseOffer(way, null, LinkFailure.Busy, "too many offers");
            return;
        }

        try
        {
            var signed = SignedObject.Read(bytes);
            var refusal = _check.Offer(signed, introducer ?? _node.Self, _node.Now, out var offer, out var delegation);
            if (refusal != LinkRefusal.None)
                RefuseOffer(way, null, refusal == LinkRefusal.Busy ? LinkFailure.Busy
                    : LinkFailure.Invalid, RefusalWords.Of(refusal));
            else
                Consider(offer!, signed.Hash, delegation!, way);
        }
        catch (ProtocolException wrong)
        {
            RefuseOffer(way, null, LinkFailure.Invalid, wrong.Message);
        }
    }

    private bool IsWithinRate(LinkWay way)
    {
        var now = _node.Now;
        if (way is not LinkWay.FromOutside outside) return _ringOffers.TryTake(now);
        if (outside.Address is not { } address) return true; // By hand: somebody with the node's token.
        var isLoopback = IPAddress.TryParse(address, out var ip) && IPAddress.IsLoopback(ip);
        return (isLoopback || _addresses.TryTake(address, now)) && _outsideOffers.TryTake(now);
    }

    /// <summary>A genuine offer: is it wanted?</summary>
    private void Consider(LinkOffer offer, PayloadHash hash, Delegation delegation, LinkWay way)
    {
        var peer = offer.From;
        if (_closingFor is not null) RefuseOffer(way, peer, LinkFailure.Stopped, "the node is leaving");
        else if (!IsAllowed(peer)) RefuseOffer(way, peer, LinkFailure.Refused, "policy");
        else if (_ready.TryGetValue(peer, out var ready) && ready.Link == offer.LinkId)
            AnswerRestart(ready, offer, hash, delegation, way);
        else if (_answers.TryGet(offer, _node.Now, out var answer)) GiveAnswer(way, answer);
        else if (!_answers.HasRoom(_node.Now) || !HasRoom(peer, way))
            RefuseOffer(way, peer, LinkFailure.Busy, "half-open links");
        else if (_opening.TryGetValue(peer, out var opening) && opening.IsOfferer && StandsAgainst(peer))
            RefuseOffer(way, peer, LinkFailure.Superseded, "this node's own offer stands");
        else if (ready is not null && !ready.IsSuspect && !Replaces(offer, delegation, ready))
            RefuseOffer(way, peer, LinkFailure.Superseded, "the link is ready");
        else if (_questions.Count >= MaxQuestions) RefuseOffer(way, peer, LinkFailure.Busy, "too many offers");
        else
        {
            _questions.Add(++_lastQuestion, (offer, hash, delegation, way));
            _router.Tell(new AskAdmission(peer, _lastQuestion));
        }
    }

    /// <summary>Of two crossing offers the one from the numerically smaller Did stands.</summary>
    private bool StandsAgainst(Did peer) => Did.Zero.DistanceTo(_node.Self) < Did.Zero.DistanceTo(peer);

    /// <summary>
    /// A newer offer of the same session key takes over, and so does a later delegation of the same Did.
    /// </summary>
    private static bool Replaces(LinkOffer offer, Delegation delegation, LinkEntry ready) =>
        ready.PeerDelegation is not { } current
        || (current.SessionKey.Equals(delegation.SessionKey)
            ? ready.Offer is null || offer.IssuedMs > ready.Offer.IssuedMs
            : LiveNodeRule.Supersedes(delegation, current));

    /// <summary>
    /// Half of the half-open links are for own dials, a quarter each for offers from outside and over the ring.
    /// </summary>
    private bool HasRoom(Did peer, LinkWay way)
    {
        var halfOpen = _links.Values.Where(link => !link.IsReady && !link.IsOfferer).ToList();
        if (halfOpen.Count(link => link.Way.GetType() == way.GetType()) >= Settings.HalfOpen / 4) return false;
        if (halfOpen.Count(link => link.Peer == peer) >= Settings.HalfOpenPerNode) return false;
        if (way is not LinkWay.FromOutside { Address: { } address }) return true;
        if (IPAddress.TryParse(address, out var ip) && IPAddress.IsLoopback(ip)) return true;
        return halfOpen.Count(link =>
            (link.Way as LinkWay.FromOutside)?.Address == address) < Settings.HalfOpenPerAddress;
    }

    private void Admitted(Admission admission)
    {
        if (!_questions.Remove(admission.Question, out var asked)) return;
        var (offer, hash, delegation, way) = asked;
        if (!admission.Admitted && !IsNewcomerWithinGrace(way))
        {
            RefuseOffer(way, offer.From, LinkFailure.Full, "the link budget is spent", admission.Neighbours);
            return;
        }

        var waiting = new List<IActorRef>();
        if (_opening.TryGetValue(offer.From, out var opening))
        {
            if (opening.IsOfferer && StandsAgainst(offer.From))
            {
                RefuseOffer(way, offer.From, LinkFailure.Superseded, "this node's own offer stands");
                return;
            }

            waiting = opening.Waiting; // Its own offer is dropped: whoever waited waits for this link.
            Abandon(opening);
        }

        var entry = Start(offer.From, way, isOfferer: false);
        entry.Waiting.AddRange(waiting);
        (entry.Offer, entry.OfferHash, entry.PeerDelegation, entry.Link) = (offer, hash, delegation, offer.LinkId);
        entry.Connection.Tell(new DescribeAnswer(offer.Sdp, Restart: false));
    }

    /// <summary>
    /// A newcomer has nowhere else to go: beyond the budget a few are let in, to find their place over this link. The
    /// ring closes it, or an idler one, when it is not needed.
    /// </summary>
    private bool IsNewcomerWithinGrace(LinkWay way) =>
        way is LinkWay.FromOutside && _ready.Count < _node.Settings.Ring.LinkBudget + (Settings.HalfOpen / 4);

    private void AnswerRestart(LinkEntry entry, LinkOffer offer, PayloadHash hash, Delegation delegation, LinkWay way)
    {
        if (hash == entry.OfferHash && _answers.TryGet(offer, _node.Now, out var answer))
        {
            GiveAnswer(way, answer);
            return;
        }

        if (entry.IsRestarting && StandsAgainst(offer.From))
        {
            RefuseOffer(way, offer.From, LinkFailure.Superseded, "this node's own offer stands");
            return;
        }

        (entry.Offer, entry.OfferHash, entry.PeerDelegation, entry.Way) = (offer, hash, delegation, way);
        entry.IsRestarting = true;
        entry.Connection.Tell(new DescribeAnswer(offer.Sdp, Restart: true));
    }

    /// <summary>
    /// Offers an ICE restart on a link that lost its path: the smaller Did at once, the greater when that did not
    /// help.
    /// </summary>
    private void Restart(LinkEntry entry)
    {
        if (!entry.IsReady || entry.IsRestarting || entry.Link is null || _closingFor is not null) return;
        if (++entry.PathLosses < 2 && !StandsAgainst(entry.Peer)) return;
        OfferRestart(entry, new LinkWay.OverRing(null));
    }

    /// <summary>An offer that was being answered comes to nothing after all.</summary>
    private void AnswerRefused(LinkEntry entry, LinkFailure reason, string detail)
    {
        if (!entry.IsOfferer && entry.Way is LinkWay.FromRing or LinkWay.FromOutside
            && !_answers.TryGet(entry.Offer!, _node.Now, out _))
            RefuseOffer(entry.Way, entry.Peer, reason, detail);
    }

    private void RefuseOffer(
        LinkWay way, Did? peer, LinkFailure reason, string detail, ImmutableArray<Did>? neighbours = null)
    {
        _node.Instruments.Dropped("offer");
        if (way is LinkWay.FromOutside outside)
        {
            outside.ReplyTo.Tell(new LinkRefused(peer, reason, detail));
            return;
        }

        if (way is not LinkWay.FromRing ring) return;
        if (reason == LinkFailure.Busy)
            _gate.Tell(new GateProtocol.Respond(ring.Request, Kind.Busy, new Busy(1000).ToBytes()));
        else _gate.Tell(
            new GateProtocol.Respond(ring.Request, Kind.ConnectRefused, WriteRefusal(reason, neighbours ?? [])));
    }

    private static byte[] WriteRefusal(LinkFailure reason, ImmutableArray<Did> neighbours) => new LinkControl.GoAway(
        reason switch
        {
            LinkFailure.Full => GoAwayReason.Full,
            LinkFailure.Superseded => GoAwayReason.Superseded,
            LinkFailure.Stopped => GoAwayReason.Leaving,
            _ => GoAwayReason.Refused,
        },
        [.. neighbours.Take(LinkControl.MaxNeighbours)]).ToFrame();

    private static LinkControl.GoAway? ReadRefusal(byte[] body)
    {
        try
        {
            Frame.TryRead(body, out _, out var content).ThrowIfAny();
            return LinkControl.Read(content) as LinkControl.GoAway;
        }
        catch (ProtocolException)
        {
            return new LinkControl.GoAway(GoAwayReason.Unknown, []);
        }
    }
}
