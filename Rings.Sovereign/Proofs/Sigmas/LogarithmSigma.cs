using Rings.Sovereign.Groups;

namespace Rings.Sovereign.Proofs.Sigmas;

/// <summary>Schnorr's protocol (1989) for P = x·G; with a tag Chaum's and Pedersen's (1992) for P = x·G and N = x·B.</summary>
/// <param name="key">P.</param>
/// <param name="tag">B, of which nobody knows the logarithm, and N.</param>
internal sealed class LogarithmSigma(Secp256k1Point key, (Secp256k1Point Base, Secp256k1Point Point)? tag) : Sigma
{
    public override int MoveBytes => (tag is null ? 1 : 2) * Secp256k1Point.Bytes;

    public override int AnswerBytes => Secp256k1Scalar.Bytes;

    public override bool IsFor(KeysWitness witness) =>
        witness.TryFind(key, out var secret) && (tag is not { } marked || marked.Base.Times(secret).Equals(marked.Point));

    public override SigmaRun Begin(KeysWitness witness, SigmaDraws draws)
    {
        witness.TryFind(key, out var secret);
        var number = draws.Scalar();
        List<Secp256k1Point> move = [Secp256k1Point.OfSecret(number)];
        if (tag is { } marked) move.Add(marked.Base.Times(number));
        return new(SigmaBytes.Of(move), challenge => (number + (SigmaBytes.ScalarOf(challenge) * secret)).ToByteArray());
    }

    public override (byte[] Move, byte[] Answer) Simulate(UInt128 challenge, SigmaDraws draws)
    {
        var answer = draws.Scalar();
        return (SigmaBytes.Of(MovesOf(challenge, answer)), answer.ToByteArray());
    }

    public override bool Check(ReadOnlySpan<byte> move, UInt128 challenge, ReadOnlySpan<byte> answer)
    {
        var said = SigmaBytes.Points(ref move, tag is null ? 1 : 2);
        return MovesOf(challenge, SigmaBytes.Scalars(ref answer, 1)[0]).SequenceEqual(said);
    }

    /// <summary>z·G − c·P, and z·B − c·N: the move that an answer fits to.</summary>
    private List<Secp256k1Point> MovesOf(UInt128 challenge, Secp256k1Scalar answer)
    {
        var negative = -SigmaBytes.ScalarOf(challenge);
        List<Secp256k1Point> moves = [Secp256k1Point.PublicSum(answer, negative, key)];
        if (tag is { } marked) moves.Add(Secp256k1Point.PublicSum([answer, negative], [marked.Base, marked.Point]));
        return moves;
    }
}
