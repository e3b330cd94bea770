using System.Buffers.Binary;
using Rings.Sovereign.Groups;

namespace Rings.Sovereign.Proofs.Sigmas;

/// <summary>Schnorr's protocol (1989) for a point of edwards25519: P = x·G.</summary>
/// <param name="key">P, of prime order.</param>
internal sealed class EdwardsSigma(Edwards25519Point key) : Sigma
{
    private static readonly Edwards25519Point Generator = Edwards25519Point.OfSecret(Edwards25519Scalar.One);

    public override int MoveBytes => Edwards25519Point.Bytes;

    public override int AnswerBytes => Edwards25519Scalar.Bytes;

    public override bool IsFor(KeysWitness witness) => witness.TryFind(key, out _);

    public override SigmaRun Begin(KeysWitness witness, SigmaDraws draws)
    {
        witness.TryFind(key, out var secret);
        var number = draws.EdwardsScalar();
        return new(
            Edwards25519Point.OfSecret(number).Encoded.ToArray(),
            challenge => (number + (ScalarOf(challenge) * secret)).ToByteArray());
    }

    public override (byte[] Move, byte[] Answer) Simulate(UInt128 challenge, SigmaDraws draws)
    {
        var answer = draws.EdwardsScalar();
        return (MoveOf(challenge, answer).Encoded.ToArray(), answer.ToByteArray());
    }

    public override bool Check(ReadOnlySpan<byte> move, UInt128 challenge, ReadOnlySpan<byte> answer)
    {
        // A point of small or mixed order is none of the group, and no move.
        var said = Edwards25519Point.Read(move, "ProofMove.data");
        return MoveOf(challenge, Edwards25519Scalar.Read(answer, "ProofMove.data")).Equals(said);
    }

    /// <summary>z·G − c·P: the move that an answer fits to.</summary>
    private Edwards25519Point MoveOf(UInt128 challenge, Edwards25519Scalar answer) =>
        Edwards25519Point.PublicSum([answer, -ScalarOf(challenge)], [Generator, key]);

    private static Edwards25519Scalar ScalarOf(UInt128 challenge)
    {
        Span<byte> bytes = stackalloc byte[Edwards25519Scalar.Bytes];
        bytes.Clear();
        BinaryPrimitives.WriteUInt128LittleEndian(bytes, challenge);
        return Edwards25519Scalar.Read(bytes, "challenge");
    }
}
