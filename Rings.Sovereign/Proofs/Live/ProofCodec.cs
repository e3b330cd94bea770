using System.Collections.Immutable;
using Google.Protobuf;
using Rings.Protocol;
using Rings.Protocol.Wire;
using Rings.Sovereign.Proofs.Statements;
using Rings.Sovereign.Secrets;

namespace Rings.Sovereign.Proofs.Live;

/// <summary>The bytes of <see cref="ProofMessage"/>s.</summary>
internal static class ProofCodec
{
    /// <summary>Bytes of each part of a move but the last.</summary>
    public const int PartBytes = 48 * 1024;

    /// <summary>The most bytes of a move.</summary>
    public const int MaxMove = 4 << 20;

    /// <summary>The most parts of a move.</summary>
    public const int MaxParts = (MaxMove + PartBytes - 1) / PartBytes;

    /// <summary>The most challenges of a proof.</summary>
    public const int MaxRounds = 3;

    private const int MaxChallenge = 32;

    /// <summary>Reads a message.</summary>
    /// <exception cref="ProtocolException">Malformed, or a field is out of its range.</exception>
    public static ProofMessage Read(ReadOnlySpan<byte> bytes)
    {
        var message = ProtoBytes.Parse(Proto.ProofMessage.Parser, bytes, "ProofMessage");
        return message.BodyCase switch
        {
            Proto.ProofMessage.BodyOneofCase.Offer => new ProofMessage.Offer(
                SecretId.Read(message.Offer.Id.Span, "ProofOffer.id"), Statement(message.Offer.Statement, "ProofOffer.statement")),
            Proto.ProofMessage.BodyOneofCase.Wish => new WishMessage(
                SecretId.Read(message.Wish.Id.Span, "ProofWish.id"), WishCodec.Read(message.Wish)),
            Proto.ProofMessage.BodyOneofCase.Ask => ReadAsk(message.Ask),
            Proto.ProofMessage.BodyOneofCase.Move => ReadMove(message.Move),
            Proto.ProofMessage.BodyOneofCase.Open => ReadOpen(message.Open),
            Proto.ProofMessage.BodyOneofCase.End => new ProofMessage.End(
                SecretId.Read(message.End.Id.Span, "ProofEnd.id"),
                message.End.Result is >= Proto.ProofResult.Accepted and <= Proto.ProofResult.TimedOut
                    ? (ProofResult)message.End.Result
                    : throw new ProtocolException("ProofEnd.result", "one of the results")),
            _ => throw new ProtocolException("ProofMessage.body", "one of its messages"),
        };
    }

    /// <summary>A message's bytes.</summary>
    public static byte[] Write(ProofMessage message)
    {
        ArgumentNullException.ThrowIfNull(message);
        var id = ProtoBytes.Wrap(message.Id.ToByteArray());
        return (message switch
        {
            ProofMessage.Offer offer => new Proto.ProofMessage
            {
                Offer = new() { Id = id, Statement = Wrap(offer.Statement) },
            },
            WishMessage wish => new() { Wish = WishCodec.Write(id, wish.Wished) },
            ProofMessage.Ask ask => new()
            {
                Ask = new()
                {
                    Id = id,
                    Statement = Wrap(ask.Statement),
                    Nonce = ProtoBytes.Wrap(ask.Nonce.ToByteArray()),
                    Bits = (uint)ask.Bits,
                    Commitments = { ask.Commitments.Select(one => ProtoBytes.Wrap(one.ToByteArray())) },
                },
            },
            ProofMessage.Move move => new()
            {
                Move = new()
                {
                    Id = id,
                    Step = (uint)move.Step,
                    Part = (uint)move.Part,
                    Parts = (uint)move.Parts,
                    Data = Wrap(move.Data),
                },
            },
            ProofMessage.Open open => new()
            {
                Open = new()
                {
                    Id = id,
                    Step = (uint)open.Step,
                    Challenge = Wrap(open.Challenge),
                    Random = ProtoBytes.Wrap(open.Random.ToByteArray()),
                },
            },
            ProofMessage.End end => new() { End = new() { Id = id, Result = (Proto.ProofResult)end.Result } },
            _ => throw new ArgumentException("Not a message of this protocol.", nameof(message)),
        }).ToByteArray();
    }

    private static ByteString Wrap(ImmutableArray<byte> bytes) => ProtoBytes.Wrap([.. bytes]);

    private static ImmutableArray<byte> Statement(ByteString bytes, string field) => bytes.Length is 0 or > StatementCodec.MaxBytes
        ? throw new ProtocolException(field, "1 byte to 40 KiB")
        : [.. bytes.Span];

    private static ProofMessage.Ask ReadAsk(Proto.ProofAsk ask)
    {
        if (ask.Commitments.Count is < 1 or > MaxRounds) throw new ProtocolException("ProofAsk.commitments", "1 to 3");
        return new(
            SecretId.Read(ask.Id.Span, "ProofAsk.id"), Statement(ask.Statement, "ProofAsk.statement"),
            Bytes32.Read(ask.Nonce.Span, "ProofAsk.nonce"),
            [.. ask.Commitments.Select(one => Bytes32.Read(one.Span, "ProofAsk.commitments"))],
            ask.Bits is > 0 and <= 256 ? (int)ask.Bits : throw new ProtocolException("ProofAsk.bits", "1 to 256"));
    }

    private static ProofMessage.Move ReadMove(Proto.ProofMove move)
    {
        if (move.Parts is 0 or > MaxParts || move.Part >= move.Parts) throw new ProtocolException("ProofMove.part", "below parts, 1 to 86");
        var isLast = move.Part == move.Parts - 1;
        if (isLast ? move.Data.Length is 0 or > PartBytes : move.Data.Length != PartBytes)
            throw new ProtocolException("ProofMove.data", "48 KiB in each part but the last");
        return new(
            SecretId.Read(move.Id.Span, "ProofMove.id"), Step(move.Step, "ProofMove.step"), [.. move.Data.Span], (int)move.Part,
            (int)move.Parts);
    }

    private static ProofMessage.Open ReadOpen(Proto.ProofOpen open) => new(
        SecretId.Read(open.Id.Span, "ProofOpen.id"), Step(open.Step, "ProofOpen.step"),
        open.Challenge.Length is 0 or > MaxChallenge
            ? throw new ProtocolException("ProofOpen.challenge", "1 to 32 bytes")
            : [.. open.Challenge.Span],
        Bytes32.Read(open.Random.Span, "ProofOpen.random"));

    private static int Step(uint step, string field) =>
        step is >= 1 and <= MaxRounds + 1 ? (int)step : throw new ProtocolException(field, "1 to 4");
}
