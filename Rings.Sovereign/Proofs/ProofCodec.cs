using System.Buffers.Binary;
using System.Collections.Immutable;
using Google.Protobuf;
using Rings.Protocol;
using Rings.Protocol.Wire;
using Rings.Sovereign.Groups;
using Rings.Sovereign.Secrets;

namespace Rings.Sovereign.Proofs;

/// <summary>The bytes of <see cref="ProofMessage"/>s and of statements.</summary>
internal static class ProofCodec
{
    private const int MaxRounds = 3;
    private const int MaxStatement = 1024;
    private const int MaxMove = 4096;
    private const int ChallengeBytes = 16;

    /// <summary>Reads a message.</summary>
    /// <exception cref="ProtocolException">Malformed, or a field is out of its range.</exception>
    public static ProofMessage Read(ReadOnlySpan<byte> bytes)
    {
        var message = ProtoBytes.Parse(Proto.ProofMessage.Parser, bytes, "ProofMessage");
        return message.BodyCase switch
        {
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
            ProofMessage.Ask ask => new Proto.ProofMessage
            {
                Ask = new()
                {
                    Id = id,
                    Statement = ProtoBytes.Wrap([.. ask.Statement]),
                    Nonce = ProtoBytes.Wrap(ask.Nonce.ToByteArray()),
                    Bits = (uint)ask.Bits,
                    Commitments = { ask.Commitments.Select(one => ProtoBytes.Wrap(one.ToByteArray())) },
                }
            },
            ProofMessage.Move move => new()
            {
                Move = new()
                { Id = id, Step = (uint)move.Step, Parts = 1, Data = ProtoBytes.Wrap([.. move.Data]) }
            },
            ProofMessage.Open open => new()
            {
                Open = new()
                {
                    Id = id,
                    Step = (uint)open.Step,
                    Challenge = ProtoBytes.Wrap(BytesOf(open.Challenge)),
                    Random = ProtoBytes.Wrap(open.Random.ToByteArray()),
                }
            },
            ProofMessage.End end => new() { End = new() { Id = id, Result = (Proto.ProofResult)end.Result } },
            _ => throw new ArgumentException("Not a message of this protocol.", nameof(message)),
        }).ToByteArray();
    }

    /// <summary>The bytes of the statement "I know x with P = x·G".</summary>
    public static ImmutableArray<byte> StatementOf(Secp256k1Point point)
    {
        ArgumentNullException.ThrowIfNull(point);
        return [.. new Proto.ProofStatement { Logarithm = ProtoBytes.Wrap(point.Encoded.ToArray()) }.ToByteArray()];
    }

    /// <summary>Reads a statement.</summary>
    /// <returns>The point whose logarithm is to be known; null: a statement of another kind.</returns>
    /// <exception cref="ProtocolException">Malformed, or no point.</exception>
    public static Secp256k1Point? ReadStatement(ReadOnlySpan<byte> statement)
    {
        var read = ProtoBytes.Parse(Proto.ProofStatement.Parser, statement, "ProofStatement");
        return read.HasLogarithm ? Secp256k1Point.Read(read.Logarithm.Span, "ProofStatement.logarithm") : null;
    }

    internal static byte[] BytesOf(UInt128 challenge)
    {
        var bytes = new byte[ChallengeBytes];
        BinaryPrimitives.WriteUInt128BigEndian(bytes, challenge);
        return bytes;
    }

    private static ProofMessage.Ask ReadAsk(Proto.ProofAsk ask)
    {
        if (ask.Statement.Length is 0 or > MaxStatement) throw new ProtocolException("ProofAsk.statement", "1 byte to 1 KiB");
        if (ask.Commitments.Count is < 1 or > MaxRounds) throw new ProtocolException("ProofAsk.commitments", "1 to 3");
        return new(
            SecretId.Read(ask.Id.Span, "ProofAsk.id"), [.. ask.Statement.Span], Bytes32.Read(ask.Nonce.Span, "ProofAsk.nonce"),
            [.. ask.Commitments.Select(one => Bytes32.Read(one.Span, "ProofAsk.commitments"))],
            ask.Bits is > 0 and <= 256 ? (int)ask.Bits : throw new ProtocolException("ProofAsk.bits", "1 to 256"));
    }

    private static ProofMessage.Move ReadMove(Proto.ProofMove move)
    {
        if (move.Part != 0 || move.Parts != 1) throw new ProtocolException("ProofMove.parts", "one part");
        if (move.Data.Length is 0 or > MaxMove) throw new ProtocolException("ProofMove.data", "1 byte to 4 KiB");
        return new(SecretId.Read(move.Id.Span, "ProofMove.id"), Step(move.Step, "ProofMove.step"), [.. move.Data.Span]);
    }

    private static ProofMessage.Open ReadOpen(Proto.ProofOpen open) => new(
        SecretId.Read(open.Id.Span, "ProofOpen.id"), Step(open.Step, "ProofOpen.step"),
        open.Challenge.Length == ChallengeBytes
            ? BinaryPrimitives.ReadUInt128BigEndian(open.Challenge.Span)
            : throw new ProtocolException("ProofOpen.challenge", "16 bytes"),
        Bytes32.Read(open.Random.Span, "ProofOpen.random"));

    private static int Step(uint step, string field) =>
        step is >= 1 and <= MaxRounds + 1 ? (int)step : throw new ProtocolException(field, "1 to 4");
}
