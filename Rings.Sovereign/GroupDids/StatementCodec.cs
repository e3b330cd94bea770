using System.Collections.Immutable;
using Google.Protobuf;
using Google.Protobuf.Collections;
using Rings.Protocol;
using Rings.Protocol.Wire;
using Rings.Sovereign.Secrets;
using Rings.Sovereign.Sharing;

namespace Rings.Sovereign.GroupDids;

/// <summary>The bytes of <see cref="GroupStatement"/>s: sizes and counts are checked here, points and numbers by the members.</summary>
internal static class StatementCodec
{
    public static GroupStatement Read(ReadOnlySpan<byte> bytes)
    {
        var statement = ProtoBytes.Parse(Proto.GroupStatement.Parser, bytes, "GroupStatement");
        var plan = Bytes32.Read(statement.Plan.Span, "GroupStatement.plan");
        var index = GroupCodec.Index(statement.Index, "GroupStatement.index");
        return statement.BodyCase switch
        {
            Proto.GroupStatement.BodyOneofCase.First => new GroupStatement.First(
                plan, index, Points(statement.First.Commitments), ProofOf(statement.First.Proof),
                Bytes32.Read(statement.First.Key.Span, "GroupFirst.key")),
            Proto.GroupStatement.BodyOneofCase.Second => new GroupStatement.Second(
                plan, index, Bytes32.Read(statement.Second.First.Span, "GroupSecond.first"),
                Bytes32.Read(statement.Second.Key.Span, "GroupSecond.key"), Shares(statement.Second.Shares)),
            Proto.GroupStatement.BodyOneofCase.Confirm => new GroupStatement.Confirm(
                plan, index, Bytes32.Read(statement.Confirm.Seen.Span, "GroupConfirm.seen")),
            _ => throw new ProtocolException("GroupStatement.body", "one of the statements"),
        };
    }

    public static ImmutableArray<byte> Write(GroupStatement statement)
    {
        var written = new Proto.GroupStatement { Plan = SecretCodec.Bytes(statement.Plan), Index = (uint)statement.Index };
        switch (statement)
        {
            case GroupStatement.First first:
                written.First = new()
                {
                    Commitments = { first.Commitments.Select(SecretCodec.Bytes) },
                    Proof = ProtoBytes.Wrap([.. first.Proof.R.ToByteArray(), .. first.Proof.Z.ToByteArray()]),
                    Key = SecretCodec.Bytes(first.Key),
                };
                break;

            case GroupStatement.Second second:
                written.Second = new()
                {
                    First = SecretCodec.Bytes(second.OfFirst),
                    Key = SecretCodec.Bytes(second.Key),
                    Shares = { second.Shares.Select(share => ProtoBytes.Wrap([.. share])) },
                };
                break;

            case GroupStatement.Confirm confirm:
                written.Confirm = new() { Seen = SecretCodec.Bytes(confirm.Seen) };
                break;
        }

        return [.. written.ToByteArray()];
    }

    public static SaidStatement Read(Proto.GroupSaid? said)
    {
        if (said is null) throw new ProtocolException("GroupSaid", "there");
        return new(
            Read(said.Statement.Span), [.. said.Statement.Span], [.. said.Delegation.Span], [.. said.Signature.Span]);
    }

    public static Proto.GroupSaid Write(SaidStatement said) => new()
    {
        Statement = ProtoBytes.Wrap([.. said.Bytes]),
        Delegation = ProtoBytes.Wrap([.. said.Delegation]),
        Signature = ProtoBytes.Wrap([.. said.Signature]),
    };

    private static ImmutableArray<Bytes32> Points(RepeatedField<ByteString> points) =>
        points.Count is 0 or (>= Feldman.MinThreshold and <= Feldman.MaxCount)
            ? [.. points.Select(point => Bytes32.Read(point.Span, "GroupFirst.commitments"))]
            : throw new ProtocolException("GroupFirst.commitments", "none, or 2 to 32 points");

    private static (Bytes32, Bytes32) ProofOf(ByteString proof) => proof.Length == 2 * Bytes32.Length
        ? (Bytes32.Read(proof.Span[..Bytes32.Length]), Bytes32.Read(proof.Span[Bytes32.Length..]))
        : throw new ProtocolException("GroupFirst.proof", "64 bytes");

    private static ImmutableArray<ImmutableArray<byte>> Shares(RepeatedField<ByteString> shares) =>
        shares.Count is >= Feldman.MinThreshold and <= Feldman.MaxCount
            && shares.All(share => share.Length == GroupStatement.SealedShareBytes)
            ? [.. shares.Select(share => share.Span.ToArray().ToImmutableArray())]
            : throw new ProtocolException("GroupSecond.shares", "2 to 32 of 48 bytes");
}
