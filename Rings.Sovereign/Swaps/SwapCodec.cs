using Google.Protobuf;
using Rings.Protocol;
using Rings.Protocol.Wire;
using Rings.Sovereign.Secrets;

namespace Rings.Sovereign.Swaps;

/// <summary>The bytes of <see cref="SwapMessage"/>s. What breaks a rule of form is refused with the field.</summary>
internal static class SwapCodec
{
    private const int MaxAsset = 16;
    private const int MaxReason = 255;

    /// <summary>The last second of a lock: a script's and a contract's numbers end later.</summary>
    private const ulong LastSecond = uint.MaxValue;

    private const ulong LastMillisecond = 253_402_300_799_999;

    /// <summary>Reads a message.</summary>
    /// <exception cref="ProtocolException">Malformed, too long, or a field is out of its range.</exception>
    public static SwapMessage Read(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > SwapLimits.MessageBytes) throw new ProtocolException("SwapMessage", $"at most {SwapLimits.MessageBytes} bytes");
        var message = ProtoBytes.Parse(Proto.SwapMessage.Parser, bytes, "SwapMessage");
        return message.BodyCase switch
        {
            Proto.SwapMessage.BodyOneofCase.Offer => ReadOffer(message.Offer),
            Proto.SwapMessage.BodyOneofCase.Accept => ReadAccept(message.Accept),
            Proto.SwapMessage.BodyOneofCase.Note => ReadNote(message.Note),
            Proto.SwapMessage.BodyOneofCase.Cancel => new SwapMessage.Cancel(
                SecretCodec.Id(message.Cancel.Id, "SwapCancel.id"),
                (SwapFault)SecretCodec.Range(message.Cancel.Reason, 0, MaxReason, "SwapCancel.reason")),
            _ => throw new ProtocolException("SwapMessage.body", "one of its messages"),
        };
    }

    /// <summary>A message's bytes.</summary>
    public static byte[] Write(SwapMessage message) => (message switch
    {
        SwapMessage.Offer offer => new Proto.SwapMessage { Offer = ToProto(offer) },
        SwapMessage.Accept accept => new() { Accept = ToProto(accept, withHash: true) },
        SwapMessage.Note note => new()
        {
            Note = new() { Id = SecretCodec.Bytes(note.Id), Step = (uint)note.Step, Txid = note.TransactionId },
        },
        SwapMessage.Cancel cancel => new() { Cancel = new() { Id = SecretCodec.Bytes(cancel.Id), Reason = (uint)cancel.Reason } },
        _ => throw new ArgumentException("Not a message of this protocol.", nameof(message)),
    }).ToByteArray();

    internal static byte[] Bytes(SwapMessage.Offer offer) => ToProto(offer).ToByteArray();

    internal static byte[] Bytes(SwapMessage.Accept accept, bool withHash) => ToProto(accept, withHash).ToByteArray();

    internal static SwapMessage.Offer ReadOffer(Proto.SwapOffer? offer)
    {
        if (offer is null) throw new ProtocolException("SwapOffer", "there");
        var (give, take) = (ReadLeg(offer.Give, "SwapOffer.give"), ReadLeg(offer.Take, "SwapOffer.take"));
        if (give.RefundTo.IsNone || !give.ClaimTo.IsNone || give.Confirmations != 0)
            throw new ProtocolException("SwapOffer.give", "refund_to alone: who accepts says claim_to and confirmations");
        if (take.ClaimTo.IsNone || !take.RefundTo.IsNone || take.Confirmations == 0)
            throw new ProtocolException("SwapOffer.take", "claim_to and confirmations alone: who accepts says refund_to");
        return new(
            SecretCodec.Id(offer.Id, "SwapOffer.id"), give, take, Seconds(offer.T1, "SwapOffer.t1"), Seconds(offer.T2, "SwapOffer.t2"),
            Bytes32.Read(offer.Hash.Span, "SwapOffer.hash"),
            offer.ValidUntilMs is > 0 and <= LastMillisecond
                ? (long)offer.ValidUntilMs
                : throw new ProtocolException("SwapOffer.valid_until_ms", "a time from 1970 on"));
    }

    internal static SwapMessage.Accept ReadAccept(Proto.SwapAccept? accept) => accept is null
        ? throw new ProtocolException("SwapAccept", "there")
        : new(
            SecretCodec.Id(accept.Id, "SwapAccept.id"), ChainPlace.Read(accept.GiveClaimTo.Span, "SwapAccept.give_claim_to"),
            ChainPlace.Read(accept.TakeRefundTo.Span, "SwapAccept.take_refund_to"),
            SecretCodec.Range(accept.GiveConfirmations, 1, SwapLimits.Confirmations, "SwapAccept.give_confirmations"),
            Bytes32.Read(accept.TermsHash.Span, "SwapAccept.terms_hash"));

    internal static Proto.SwapOffer ToProto(SwapMessage.Offer offer) => new()
    {
        Id = SecretCodec.Bytes(offer.Id),
        Give = ToProto(offer.Give),
        Take = ToProto(offer.Take),
        T1 = (ulong)offer.T1,
        T2 = (ulong)offer.T2,
        Hash = SecretCodec.Bytes(offer.Hash),
        ValidUntilMs = (ulong)offer.ValidUntilMs,
    };

    internal static Proto.SwapAccept ToProto(SwapMessage.Accept accept, bool withHash) => new()
    {
        Id = SecretCodec.Bytes(accept.Id),
        GiveClaimTo = ProtoBytes.Wrap(accept.GiveClaimTo.ToByteArray()),
        TakeRefundTo = ProtoBytes.Wrap(accept.TakeRefundTo.ToByteArray()),
        GiveConfirmations = (uint)accept.GiveConfirmations,
        TermsHash = withHash ? SecretCodec.Bytes(accept.TermsHash) : ByteString.Empty,
    };

    private static Proto.SwapLeg ToProto(SwapLeg leg) => new()
    {
        Chain = leg.Chain.ToString(),
        Genesis = SecretCodec.Bytes(leg.Genesis),
        Asset = leg.Asset,
        Amount = ProtoBytes.Wrap(leg.Amount.ToByteArray()),
        RefundTo = ProtoBytes.Wrap(leg.RefundTo.ToByteArray()),
        ClaimTo = ProtoBytes.Wrap(leg.ClaimTo.ToByteArray()),
        Confirmations = (uint)leg.Confirmations,
        MaxFee = ProtoBytes.Wrap(leg.MaxFee.ToByteArray()),
        Contract = ProtoBytes.Wrap(leg.Contract.ToByteArray()),
    };

    private static SwapLeg ReadLeg(Proto.SwapLeg? leg, string field)
    {
        if (leg is null) throw new ProtocolException(field, "there");
        var chain = ChainName.Read(leg.Chain, $"{field}.chain");
        ChainPlace PlaceOf(ByteString bytes, string name)
        {
            if (bytes.IsEmpty) return ChainPlace.None;
            var place = ChainPlace.Read(bytes.Span, $"{field}.{name}");
            return place.Fits(chain.Kind)
                ? place
                : throw new ProtocolException($"{field}.{name}", ChainPlace.Expected(chain.Kind));
        }

        var contract = leg.Contract.IsEmpty ? ChainPlace.None : ChainPlace.Read(leg.Contract.Span, $"{field}.contract");
        if (chain.Kind == ChainKind.Evm ? !contract.Fits(ChainKind.Evm) : !contract.IsNone)
            throw new ProtocolException($"{field}.contract", "20 bytes on an EVM chain, none on another");
        return new(
            chain, Bytes32.Read(leg.Genesis.Span, $"{field}.genesis"), AssetOf(leg.Asset, $"{field}.asset"),
            Amount.Read(leg.Amount.Span, $"{field}.amount"), PlaceOf(leg.RefundTo, "refund_to"), PlaceOf(leg.ClaimTo, "claim_to"),
            SecretCodec.Range(leg.Confirmations, 0, SwapLimits.Confirmations, $"{field}.confirmations"),
            Amount.Read(leg.MaxFee.Span, $"{field}.max_fee"), contract);
    }

    private static SwapMessage.Note ReadNote(Proto.SwapNote note)
    {
        if (note.Step is 0 or > (uint)SwapStage.Lost) throw new ProtocolException("SwapNote.step", "1 to 14");
        if (note.Txid.Length > SwapLimits.TransactionId || !note.Txid.All(char.IsAsciiLetterOrDigit))
            throw new ProtocolException("SwapNote.txid", $"at most {SwapLimits.TransactionId} letters and digits");
        return new(SecretCodec.Id(note.Id, "SwapNote.id"), (SwapStage)note.Step, note.Txid);
    }

    private static string AssetOf(string asset, string field) =>
        asset.Length is > 0 and <= MaxAsset && asset.All(one => char.IsAsciiLetterLower(one) || char.IsAsciiDigit(one))
            ? asset
            : throw new ProtocolException(field, "1 to 16 of a to z and 0 to 9");

    private static long Seconds(ulong seconds, string field) =>
        seconds is > 500_000_000 and <= LastSecond ? (long)seconds : throw new ProtocolException(field, "a time after 1985");
}
