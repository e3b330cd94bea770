using Rings.Protocol.Identity;

namespace Rings.Protocol.Wire;

/// <summary>Makes the frame of a new transaction in one buffer: written once, signed in place.</summary>
internal static class EnvelopeBuilder
{
    /// <summary>The longest body that fits into a frame together with a delegation of any size.</summary>
    public const int MaxBodyBytes = Frame.MaxBytes - MaxOverheadBytes;

    /// <summary>Frame, route, slot, delegation, signature and a transaction's other fields, at their longest.</summary>
    private const int MaxOverheadBytes = 1024;

    private const int SlotBytes = 1 + sizeof(uint);

    /// <summary>Signs a transaction and puts it into a frame, with slot 0 and without a delegation:
    /// <see cref="EnvelopePatch"/> makes of it the frame for a link.</summary>
    /// <param name="draft">What to say.</param>
    /// <param name="route">Where to.</param>
    /// <param name="signer">Who says it.</param>
    /// <returns>The frame, in an array of its own.</returns>
    /// <exception cref="ProtocolException">
    /// A field is out of its range, or the kind may not travel in the route's mode.
    /// </exception>
    public static byte[] Build(in TransactionDraft draft, in Route route, Signer signer)
    {
        Check(in draft, in route);
        var transaction = SizeOf(in draft);
        var content = FieldWriter.SizeOfBytes(RouteBytes.Length) + SlotBytes
            + FieldWriter.SizeOfBytes(transaction) + FieldWriter.SizeOfBytes(EnvelopeView.SignatureBytes);
        var frame = new byte[Frame.HeaderBytes(content) + content];
        var header = new FieldWriter(frame);
        var writer = new FieldWriter(header.Reserve(Frame.EnvelopeField, content));
        RouteBytes.Write(writer.Reserve(EnvelopeView.RouteField, RouteBytes.Length), in route);
        writer.Fixed32(EnvelopeView.SlotField, 0);
        var payload = writer.Reserve(EnvelopeView.TransactionField, transaction);
        Write(payload, in draft, signer.Delegation);
        signer.Sign(SignaturePurpose.Transaction, payload,
            writer.Reserve(EnvelopeView.SignatureField, EnvelopeView.SignatureBytes));
        return frame;
    }

    private static void Check(in TransactionDraft draft, in Route route)
    {
        if (draft.Body.Length > MaxBodyBytes) throw new ProtocolException("Transaction.body", "at most 64,511 bytes");
        if (draft.Sequence == 0) throw new ProtocolException("Transaction.sequence", "not zero");
        if (draft.Timestamp.UnixMilliseconds <= 0)
            throw new ProtocolException("Transaction.timestamp_ms", "after 1970");
        if (draft.TtlMs is 0 or > TransactionView.MaxTtlMs)
            throw new ProtocolException("Transaction.ttl_ms", "1 to 600,000");
        if ((uint)draft.Kind is 0 or > int.MaxValue)
            throw new ProtocolException("Transaction.kind", "1 to 2,147,483,647");
        if (route.Target != draft.Destination)
            throw new ProtocolException("Route.target", "the transaction's destination");
        if (route.HopsLeft is < 0 or > Route.MaxHops) throw new ProtocolException("Route.hops_left", "0 to 32");
        if (route.Mode == Ring.RouteMode.Owner && !draft.Kind.IsIdempotent())
            throw new ProtocolException("Route.mode", "NODE or BACK for a kind that is not idempotent");
    }

    private static int SizeOf(in TransactionDraft draft) =>
        FieldWriter.SizeOfVarint(TransactionView.Version) + 1
        + FieldWriter.SizeOfBytes(RingId.Bytes) + FieldWriter.SizeOfBytes(Did.Bytes)
        + FieldWriter.SizeOfBytes(DelegationId.Bytes) + FieldWriter.SizeOfBytes(TransactionId.Bytes)
        + (2 * (1 + sizeof(ulong)))
        + 1 + FieldWriter.SizeOfVarint(draft.TtlMs) + 1 + FieldWriter.SizeOfVarint((uint)draft.Kind)
        + (draft.ReplyTo is null ? 0 : FieldWriter.SizeOfBytes(TransactionId.Bytes))
        + (draft.WantsReceipt ? 2 : 0)
        + FieldWriter.SizeOfBytes(draft.Body.Length);

    private static void Write(Span<byte> payload, in TransactionDraft draft, Delegation delegation)
    {
        var writer = new FieldWriter(payload);
        writer.Varint(TransactionView.VersionField, TransactionView.Version);
        delegation.Ring.Write(writer.Reserve(TransactionView.RingField, RingId.Bytes));
        draft.Destination.Write(writer.Reserve(TransactionView.DestinationField, Did.Bytes));
        delegation.Id.Write(writer.Reserve(TransactionView.DelegationIdField, DelegationId.Bytes));
        draft.Id.Write(writer.Reserve(TransactionView.IdField, TransactionId.Bytes));
        writer.Fixed64(TransactionView.SequenceField, draft.Sequence);
        writer.Fixed64(TransactionView.TimestampField, (ulong)draft.Timestamp.UnixMilliseconds);
        writer.Varint(TransactionView.TtlField, draft.TtlMs);
        writer.Varint(TransactionView.KindField, (uint)draft.Kind);
        if (draft.ReplyTo is { } replyTo)
            replyTo.Write(writer.Reserve(TransactionView.ReplyToField, TransactionId.Bytes));
        if (draft.WantsReceipt) writer.Varint(TransactionView.WantsReceiptField, 1);
        writer.Bytes(TransactionView.BodyField, draft.Body);
    }
}
