using System.Collections.Immutable;
using Google.Protobuf;
using Rings.Protocol;
using Rings.Protocol.Wire;
using Rings.Sovereign.Groups;
using Rings.Sovereign.Secrets;

namespace Rings.Sovereign.Proofs.Statements;

/// <summary>The bytes of statements. One statement has one form: what is written otherwise is refused.</summary>
internal static class StatementCodec
{
    /// <summary>The most bytes of a statement.</summary>
    public const int MaxBytes = 40 * 1024;

    /// <summary>The last millisecond of the year 9999.</summary>
    private const ulong LastMillisecond = 253_402_300_799_999;

    /// <summary>Reads a statement of a live proof: one without an end.</summary>
    /// <param name="bytes">The statement.</param>
    /// <param name="circuits">The circuits of others that are here; null: none.</param>
    /// <exception cref="ProtocolException">Malformed, of no kind, too large, with an end, or of a circuit that is not here.</exception>
    public static ProofStatement Read(ReadOnlySpan<byte> bytes, CircuitBook? circuits = null)
    {
        var (statement, notAfter) = ReadAny(bytes, circuits);
        return notAfter == 0 ? statement : throw new ProtocolException("ProofStatement.not_after", "0 in a live proof");
    }

    /// <summary>Reads a statement of a file, and when it ends.</summary>
    /// <exception cref="ProtocolException">Malformed, of no kind, too large, without an end, or of a circuit that is not here.</exception>
    internal static (ProofStatement Statement, Instant NotAfter) ReadOfFile(ReadOnlySpan<byte> bytes, CircuitBook? circuits = null)
    {
        var (statement, notAfter) = ReadAny(bytes, circuits);
        if (!statement.CanBeInFile) throw new ProtocolException("ProofStatement", "one that does not show the Did which proves it");
        return (statement, Instant.FromUnixMilliseconds((long)Ending(notAfter)));
    }

    /// <summary>The bytes of a statement that ends.</summary>
    /// <exception cref="ProtocolException">An end before 1970 or after the year 9999.</exception>
    internal static byte[] Write(ProofStatement statement, Instant notAfter) =>
        Write(statement, Ending(notAfter.UnixMilliseconds < 0 ? 0 : (ulong)notAfter.UnixMilliseconds));

    internal static byte[] Write(ProofStatement statement, ulong notAfter)
    {
        var written = Wire(statement);
        written.NotAfter = notAfter;
        return written.ToByteArray();
    }

    private static (ProofStatement Statement, ulong NotAfter) ReadAny(ReadOnlySpan<byte> bytes, CircuitBook? circuits)
    {
        if (bytes.Length is 0 or > MaxBytes) throw new ProtocolException("ProofStatement", "1 byte to 40 KiB");
        var read = ProtoBytes.Parse(Proto.ProofStatement.Parser, bytes, "ProofStatement");
        var nodes = GroupStatement.MaxNodes;
        ProofStatement statement = CircuitOf(read, circuits ?? CircuitBook.Empty) ?? (ProofStatement)Of(read, 1, ref nodes);
        return Write(statement, read.NotAfter).AsSpan().SequenceEqual(bytes)
            ? (statement, read.NotAfter)
            : throw new ProtocolException("ProofStatement", "its only form");
    }

    /// <returns>Null: it is a statement over groups.</returns>
    private static CircuitStatement? CircuitOf(Proto.ProofStatement read, CircuitBook circuits) => read.StatementCase switch
    {
        Proto.ProofStatement.StatementOneofCase.Preimage => new PreimageStatement(
            Bytes32.Read(read.Preimage.Hash.Span, "ProofPreimage.hash"), (int)Math.Min(read.Preimage.Length, int.MaxValue)),
        Proto.ProofStatement.StatementOneofCase.Circuit => new NamedCircuitStatement(
            circuits.Find(Bytes32.Read(read.Circuit.Circuit.Span, "ProofCircuit.circuit")), [.. read.Circuit.Outputs.Span]),
        Proto.ProofStatement.StatementOneofCase.Credential => CredentialCodec.Read(read.Credential),
        _ => null,
    };

    private static ulong Ending(ulong notAfter) => notAfter is 0 or > LastMillisecond
        ? throw new ProtocolException("ProofStatement.not_after", "1 ms after 1970 to the year 9999")
        : notAfter;

    /// <summary>Everything is counted before points are computed.</summary>
    private static GroupStatement Of(Proto.ProofStatement read, int depth, ref int nodes)
    {
        if (depth > GroupStatement.MaxDepth || --nodes < 0) throw new ProtocolException("ProofStatement.parts", "at most 64 in all, 4 deep");
        switch (read.StatementCase)
        {
            case Proto.ProofStatement.StatementOneofCase.Logarithm:
                return new OwnStatement(Point(read.Logarithm));

            case Proto.ProofStatement.StatementOneofCase.Own:
                return new OwnStatement(Point(read.Own.Point), ProtoBytes.ReadDid(read.Own.Account, "ProofOwn.account"));

            case Proto.ProofStatement.StatementOneofCase.Edwards:
                return new EdwardsStatement(Edwards25519Point.Read(read.Edwards.Span, "ProofStatement.edwards"));

            case Proto.ProofStatement.StatementOneofCase.SameOwner:
                return new SameOwnerStatement(
                    Point(read.SameOwner.Point), Tag(read.SameOwner.Tag) ?? throw new ProtocolException("ProofSameOwner.tag", "a tag"));

            case Proto.ProofStatement.StatementOneofCase.OneOf:
                return read.OneOf.Points.Count is >= 2 and <= OneOfStatement.MaxKeys
                    ? new OneOfStatement([.. read.OneOf.Points.Select(Point)], Tag(read.OneOf.Tag))
                    : throw new ProtocolException("ProofStatement.one_of", "2 to 1,024 points");

            case Proto.ProofStatement.StatementOneofCase.All:
                return new AllStatement(Parts(read.All, depth, ref nodes));

            case Proto.ProofStatement.StatementOneofCase.Any:
                return new AnyStatement(Parts(read.Any, depth, ref nodes));

            default:
                throw new ProtocolException("ProofStatement", "one of its kinds");
        }
    }

    private static ImmutableArray<GroupStatement> Parts(Proto.ProofParts read, int depth, ref int nodes)
    {
        if (read.Parts.Count is < 2 or > CompositeStatement.MaxParts) throw new ProtocolException("ProofStatement.parts", "2 to 16");
        var parts = ImmutableArray.CreateBuilder<GroupStatement>(read.Parts.Count);
        foreach (var part in read.Parts)
        {
            if (part.NotAfter != 0) throw new ProtocolException("ProofStatement.not_after", "none in a part");
            parts.Add(Of(part, depth + 1, ref nodes));
        }

        return parts.ToImmutable();
    }

    private static Proto.ProofStatement Wire(ProofStatement statement) => statement switch
    {
        OwnStatement { Account: { } account } own => new() { Own = new() { Point = Bytes(own.Key), Account = ProtoBytes.Wrap(account.ToByteArray()) } },
        OwnStatement own => new() { Logarithm = Bytes(own.Key) },
        EdwardsStatement edwards => new() { Edwards = ProtoBytes.Wrap(edwards.Key.Encoded.ToArray()) },
        SameOwnerStatement same => new() { SameOwner = new() { Point = Bytes(same.Key), Tag = Wire(same.Tag) } },
        OneOfStatement list => new() { OneOf = new() { Points = { list.Keys.Select(Bytes) }, Tag = list.Tag is { } tag ? Wire(tag) : null } },
        AllStatement all => new() { All = new() { Parts = { all.Parts.Select(Wire) } } },
        AnyStatement any => new() { Any = new() { Parts = { any.Parts.Select(Wire) } } },
        PreimageStatement file => new()
        {
            Preimage = new() { Hash = ProtoBytes.Wrap(file.Hash.ToByteArray()), Length = (uint)file.Length },
        },
        NamedCircuitStatement circuit => new()
        {
            Circuit = new()
            {
                Circuit = ProtoBytes.Wrap(circuit.Named.Name.ToByteArray()),
                Outputs = ProtoBytes.Wrap([.. circuit.Result]),
            },
        },
        CredentialStatement credential => new() { Credential = CredentialCodec.Write(credential) },
        _ => throw new ArgumentException("Not a statement of this protocol.", nameof(statement)),
    };

    private static Proto.ProofTag Wire(ProofTag tag) => new() { Words = tag.Words, Point = Bytes(tag.Point) };

    private static ProofTag? Tag(Proto.ProofTag? read) => read is null ? null : new(read.Words, Point(read.Point));

    private static Secp256k1Point Point(ByteString bytes) => Secp256k1Point.Read(bytes.Span, "ProofStatement.point");

    private static ByteString Bytes(Secp256k1Point point) => ProtoBytes.Wrap(point.Encoded.ToArray());
}
