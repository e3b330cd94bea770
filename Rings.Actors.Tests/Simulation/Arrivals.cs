using Akka.Actor;
using Rings.Actors.Context;
using Rings.Actors.Frames;
using Rings.Protocol;
using Rings.Protocol.Wire;

namespace Rings.Actors.Tests.Simulation;

/// <summary>Signed transactions as a connection hands them on, for actors that are tested alone.</summary>
internal static class Arrivals
{
    /// <summary>A request that wants a reply and a receipt, or, with <paramref name="replyTo"/>, a reply.</summary>
    public static Arrived Of(
        NodeContext from, Did to, Kind kind, byte[] body, TransactionId? replyTo, ulong sequence, IActorRef connection)
    {
        var draft = new TransactionDraft
        {
            Destination = to,
            Id = from.NewTransactionId(),
            Sequence = sequence,
            Timestamp = from.Now,
            Kind = kind,
            ReplyTo = replyTo,
            WantsReceipt = replyTo is null,
            Body = body,
        };
        var frame = EnvelopeBuilder.Build(draft, Route.ToNode(to, wantsReply: replyTo is null), from.Signer);
        return Arrived.Of(EnvelopeView.Read(frame), from.Signer.Delegation, from.Self, connection, withBody: true);
    }
}
