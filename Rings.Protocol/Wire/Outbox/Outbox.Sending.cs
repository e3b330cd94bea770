using Rings.Protocol.Identity;
using Rings.Protocol.Ring;

namespace Rings.Protocol.Wire;

/// <content>Signs a message, and chooses the link that it leaves by.</content>
internal sealed partial class Outbox
{
    private OutboxMessage Seal(TransactionId id, OutboxRequest request, Signer signer, Instant now)
    {
        var sequence = _numbers.Next(
            signer.Delegation.SessionKey, request.Destination, request.Kind.Lane(), now);
        var draft = new TransactionDraft
        {
            Destination = request.Destination,
            Id = id,
            Sequence = sequence,
            Timestamp = now,
            Kind = request.Kind,
            TtlMs = (uint)Math.Clamp(request.Patience.TotalMilliseconds, 1, TransactionView.MaxTtlMs),
            ReplyTo = request.ReplyTo,
            WantsReceipt = request.WantsReceipt,
            Body = request.Body.Span,
        };
        var frame = EnvelopeBuilder.Build(draft, RouteOf(request, request.Mode, request.IsFinal), signer);
        var hash = request.WantsReceipt ? EnvelopeView.Read(frame).Transaction.Hash : default;
        return new(request, id, frame, signer.Delegation, hash, sequence, now + request.Patience)
        {
            IsHeld = !_numbers.MayLeave(sequence) && !Broken.HasFlag(OutboxRules.NumbersLeaveAtOnce),
        };
    }

    private static Route RouteOf(OutboxRequest request, RouteMode mode, bool isFinal) =>
        new(request.MaxHops, mode, request.Destination, request.WantsReply, isFinal);

    /// <summary>Sends by the link that was asked for, or by the best that was not tried.</summary>
    /// <returns>False where no link leads there.</returns>
    private bool TryTransmit(OutboxMessage message)
    {
        var request = message.Request;
        if (request.Mode == RouteMode.Back) return TryReply(message);
        if (request.FirstHop is { } link && message.FirstHops.IsEmpty)
            return TryTransmit(message, link, request.Mode, request.IsFinal);
        if (_table is not { } table) return request.Destination == _self && Loop(message);
        var tried = Broken.HasFlag(OutboxRules.TriedLinksAreTaken) ? [] : message.FirstHops.AsSpan();
        var decision = table.FirstHop(request.Destination, request.Mode, tried);
        return decision.Verdict switch
        {
            RouteVerdict.Deliver => Loop(message),
            RouteVerdict.Forward => TryTransmit(message, decision.Next, request.Mode, decision.Final),
            _ => false,
        };
    }

    private bool TryTransmit(OutboxMessage message, Did link, RouteMode mode, bool isFinal)
    {
        message = message with { FirstHops = message.FirstHops.Add(link) };
        Note(message);
        return _effects.TryTransmit(message, link, RouteOf(message.Request, mode, isFinal).Next());
    }

    /// <summary>
    /// A reply goes back by the link that brought its request; where that is gone, without crumbs, to the node.
    /// </summary>
    private bool TryReply(OutboxMessage reply)
    {
        if (reply.Request.FirstHop is not { } link || link == _self) return Loop(reply);
        if (TryTransmit(reply, link, RouteMode.Back, isFinal: false)) return true;
        var decision = _table?.FirstHop(reply.Request.Destination, RouteMode.Node, []) ?? RouteDecision.Unreachable;
        return decision.Verdict == RouteVerdict.Forward
            && TryTransmit(reply, decision.Next, RouteMode.Node, decision.Final);
    }

    private bool Loop(OutboxMessage message)
    {
        _effects.Loop(message);
        return true;
    }
}
