using Akka.Actor;
using Rings.Actors.Frames;
using Rings.Protocol;
using Rings.Protocol.Links;
using Rings.Protocol.Wire;
using static Rings.Actors.Public.RingsNodeProtocol;

namespace Rings.Actors.Links;

/// <content>Offers and answers as bytes: read and verified, the cheap checks first (protocol.md, section 2).</content>
internal sealed partial class LinkManager
{
    /// <summary>An offer of another node. Nothing is allocated for its link before the book says so.</summary>
    private void ReceiveOffer(byte[] bytes, LinkWay way, Did? introducer)
    {
        var now = _node.Now;
        if (!_book.LooksAt(way, now)) return;
        try
        {
            var signed = SignedObject.Read(bytes);
            var refusal = _check.Offer(signed, introducer ?? _node.Self, now, out var offer, out var delegation);
            if (refusal == LinkRefusal.None) _book.OfferCame(offer!, signed.Hash, delegation, way, now);
            else RefuseOffer(way, LinkRefusals.ToFailure(refusal), $"{refusal}: {RefusalWords.Of(refusal)}");
        }
        catch (ProtocolException wrong)
        {
            RefuseOffer(way, LinkFailure.Invalid, wrong.Message);
        }
    }

    private void RefuseOffer(LinkWay way, LinkFailure reason, string detail) =>
        ((ILinkEffects)this).Refuse(way, null, reason, detail, []);

    /// <summary>An offer went over the ring: the reply to it.</summary>
    private void OfferAnswered(LinkNumber link, Arrived reply)
    {
        switch (reply.Kind)
        {
            case Kind.ConnectAnswer:
                Accept(link, reply.Body);
                break;

            case Kind.ConnectRefused when LinkRefusals.Read(reply.Body) is { } refusal:
                _book.ExchangeFailed(link, LinkFailures.Of(refusal.Reason),
                    $"the peer refuses: {refusal.Reason}", refusal.Neighbours);
                break;

            case Kind.Busy:
                Fail(link, LinkFailure.Busy, "the peer has no room for more offers now");
                break;

            default:
                Fail(link, LinkFailure.Unreachable, $"the offer was answered {reply.Kind}");
                break;
        }
    }

    private void Accept(LinkNumber link, byte[] bytes)
    {
        if (_book.OfferOf(link) is not { } sent) return;
        try
        {
            var signed = SignedObject.Read(bytes);
            var refusal = _check.Answer(signed, sent, _node.Now, out var answer, out var delegation);
            if (refusal == LinkRefusal.None) _book.AnswerCame(link, answer!, signed.Hash, delegation);
            else Fail(link, LinkFailure.Invalid, $"the answer is not valid: {RefusalWords.Of(refusal)}");
        }
        catch (ProtocolException wrong)
        {
            Fail(link, LinkFailure.Invalid, $"the answer is not valid: {wrong.Message}");
        }
    }

    private void AcceptByHand(byte[] bytes, IActorRef asker)
    {
        try
        {
            var answer = LinkAnswer.Read(SignedObject.Read(bytes).Payload.Span);
            if (_book.OpeningWith(answer.From) is { } link && _book.OfferOf(link)?.LinkId == answer.LinkId)
            {
                _book.Await(link, asker);
                Accept(link, bytes);
            }
            else
            {
                asker.Tell(new LinkRefused(answer.From, LinkFailure.Invalid, "this node has no offer that this answers"));
            }
        }
        catch (ProtocolException wrong)
        {
            asker.Tell(new LinkRefused(null, LinkFailure.Invalid, wrong.Message));
        }
    }

    private void Fail(LinkNumber link, LinkFailure reason, string detail) =>
        _book.ExchangeFailed(link, reason, detail, []);
}
