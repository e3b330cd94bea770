using System.Collections.Immutable;
using Google.Protobuf;
using Rings.Protocol;
using Rings.Protocol.Identity;
using Rings.Protocol.Wire;
using Rings.Sovereign.Proofs.Statements;
using Rings.Sovereign.Secrets;

namespace Rings.Sovereign.Proofs.Files;

/// <summary>The text of a <see cref="ProofFile"/>, as it lies in a file: a title, and base64 in lines of 76.</summary>
public static class ProofFileText
{
    /// <summary>The most characters of such a text.</summary>
    public const int MaxLength = 4 << 20;

    private const string Title = "Rings Network: proof";

    /// <summary>Reads a text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="circuits">The circuits of others that are here; null: none.</param>
    /// <exception cref="ProtocolException">No proof, one that is malformed, or one in other bytes than its maker writes.</exception>
    public static ProofFile Parse(string text, CircuitBook? circuits = null)
    {
        var bytes = SovereignText.Read(text, Title, "proof", MaxLength);
        var proof = Read(bytes, circuits);
        // One proof has one form of bytes, however its lines break: nobody makes a second from it that looks new.
        return bytes.AsSpan().SequenceEqual(Write(proof)) ? proof : throw new ProtocolException("proof", "its shortest form");
    }

    /// <summary>The text of a proof.</summary>
    public static string Of(ProofFile proof)
    {
        ArgumentNullException.ThrowIfNull(proof);
        return SovereignText.Write(Title, Write(proof));
    }

    private static ProofFile Read(ReadOnlySpan<byte> bytes, CircuitBook? circuits)
    {
        var file = ProtoBytes.Parse(Proto.ProofFile.Parser, bytes, "ProofFile");
        var (statement, notAfter) = StatementCodec.ReadOfFile(file.Statement.Span, circuits);
        if (file.Moves.Count != statement.Rounds + 1) throw new ProtocolException("ProofFile.moves", "one more than challenges");
        if (file.Moves.Where((move, place) => move.Length != statement.MoveBytes(place + 1, ProofFile.Bits)).Any())
            throw new ProtocolException("ProofFile.moves", "as long as the statement's");
        return new(
            RingId.Read(file.Ring.Span, "ProofFile.ring"), ProtoBytes.ReadDid(file.Audience, "ProofFile.audience"),
            SecretId.Read(file.Id.Span, "ProofFile.id"), Bytes32.Read(file.Nonce.Span, "ProofFile.nonce"), statement, notAfter,
            [.. file.Moves.Select(move => (ImmutableArray<byte>)[.. move.Span])]);
    }

    private static byte[] Write(ProofFile proof) => new Proto.ProofFile
    {
        Ring = ProtoBytes.Wrap(proof.Ring.ToByteArray()),
        Audience = ProtoBytes.Wrap(proof.Audience.ToByteArray()),
        Id = ProtoBytes.Wrap(proof.Id.ToByteArray()),
        Nonce = ProtoBytes.Wrap(proof.Nonce.ToByteArray()),
        Statement = ProtoBytes.Wrap([.. proof.StatementBytes]),
        Moves = { proof.Moves.Select(move => ProtoBytes.Wrap([.. move])) },
    }.ToByteArray();
}
