using System.Collections.Immutable;
using System.Numerics;
using Rings.Sovereign.Groups;

namespace Rings.Sovereign.Proofs.Sigmas;

/// <summary>
/// "I know the logarithm of one of N points", in a size of log N (Groth, Kohlweiss, 2015, 3; with base 2). With a tag N = x·B also
/// that it is the tag of the same secret (after Triptych, Noether and Goodell, 2020).
/// </summary>
/// <remarks>
/// The list is filled up to 2ⁿ with its last point. A bit l of the own place lies in L = r·G + l·H, where H is a hash: nobody knows
/// how it stands to G. Of these bits the prover shows f = l·c + a, from which everybody computes for each place the factor that is a
/// polynomial in c, of degree n for the own place and of a smaller one for all others.
/// </remarks>
internal sealed partial class ListSigma : Sigma
{
    private static readonly Secp256k1Point Second = HashToSecp256k1.Of("rings/1 proof generator", []);

    private readonly Secp256k1Point[] _points;
    private readonly int _keys;
    private readonly (Secp256k1Point Base, Secp256k1Point Point)? _tag;
    private readonly int _bits;

    /// <param name="keys">2 to 1,024 points.</param>
    /// <param name="tag">B, of which nobody knows the logarithm, and N.</param>
    public ListSigma(ImmutableArray<Secp256k1Point> keys, (Secp256k1Point Base, Secp256k1Point Point)? tag)
    {
        (_keys, _tag, _bits) = (keys.Length, tag, BitOperations.Log2((uint)keys.Length - 1) + 1);
        _points = [.. keys, .. Enumerable.Repeat(keys[^1], (1 << _bits) - keys.Length)];
    }

    public override int MoveBytes => (_tag is null ? 4 : 5) * _bits * Secp256k1Point.Bytes;

    public override int AnswerBytes => ((3 * _bits) + 1) * Secp256k1Scalar.Bytes;

    public override bool IsFor(KeysWitness witness) => PlaceOf(witness, out _) >= 0;

    public override (byte[] Move, byte[] Answer) Simulate(UInt128 challenge, SigmaDraws draws)
    {
        var c = SigmaBytes.ScalarOf(challenge);
        var answer = new Answers(draws.Scalars(_bits), draws.Scalars(_bits), draws.Scalars(_bits), draws.Scalar());
        Secp256k1Point[] Some() => [.. draws.Scalars(_bits).Select(Secp256k1Point.OfSecret)];
        var bits = Some();
        var (masks, products) = (new Secp256k1Point[_bits], new Secp256k1Point[_bits]);
        for (var j = 0; j < _bits; j++) (masks[j], products[j]) = (MaskOf(c, bits[j], answer, j), ProductOf(c, bits[j], answer, j));
        var low = Some();
        low[0] = LowestOf(c, FactorsOf(c, answer.Masked), _points, low, answer.Last, Secp256k1Point.OfSecret(Secp256k1Scalar.One));
        if (_tag is not { } tag) return (SigmaBytes.Of([.. bits, .. masks, .. products, .. low]), answer.ToBytes());
        var marks = draws.Scalars(_bits).Select(tag.Base.Times).ToArray();
        marks[0] = LowestOf(c, [Power(c, _bits)], [tag.Point], marks, answer.Last, tag.Base);
        return (SigmaBytes.Of([.. bits, .. masks, .. products, .. low, .. marks]), answer.ToBytes());
    }

    public override bool Check(ReadOnlySpan<byte> move, UInt128 challenge, ReadOnlySpan<byte> answer)
    {
        var c = SigmaBytes.ScalarOf(challenge);
        var said = Answers.Read(answer, _bits);
        var (bits, masks) = (SigmaBytes.Points(ref move, _bits), SigmaBytes.Points(ref move, _bits));
        var (products, low) = (SigmaBytes.Points(ref move, _bits), SigmaBytes.Points(ref move, _bits));
        for (var j = 0; j < _bits; j++)
        {
            if (!MaskOf(c, bits[j], said, j).Equals(masks[j]) || !ProductOf(c, bits[j], said, j).Equals(products[j])) return false;
        }

        if (_tag is { } tag)
        {
            var marks = SigmaBytes.Points(ref move, _bits);
            if (!LowestOf(c, [Power(c, _bits)], [tag.Point], marks, said.Last, tag.Base).Equals(marks[0])) return false;
        }

        return LowestOf(
            c, FactorsOf(c, said.Masked), _points, low, said.Last, Secp256k1Point.OfSecret(Secp256k1Scalar.One)).Equals(low[0]);
    }

    private int PlaceOf(KeysWitness witness, out Secp256k1Scalar secret)
    {
        secret = default;
        for (var place = 0; place < _keys; place++)
        {
            if (witness.TryFind(_points[place], out secret)
                && (_tag is not { } tag || tag.Base.Times(secret).Equals(tag.Point))) return place;
        }

        return -1;
    }

    /// <summary>A = z_a·G + f·H − c·L.</summary>
    private static Secp256k1Point MaskOf(Secp256k1Scalar c, Secp256k1Point bit, Answers said, int j) =>
        Secp256k1Point.PublicSum(said.MaskOpening[j], said.Masked[j], Second) + Secp256k1Point.PublicSum([-c], [bit]);

    /// <summary>B = z_b·G − (c − f)·L.</summary>
    private static Secp256k1Point ProductOf(Secp256k1Scalar c, Secp256k1Point bit, Answers said, int j) =>
        Secp256k1Point.PublicSum(said.ProductOpening[j], said.Masked[j] + -c, bit);

    /// <summary>
    /// The first of D_0 … D_(n−1), of which Σ factor·point − Σ c^k·D_k = z·base follows.
    /// </summary>
    private static Secp256k1Point LowestOf(
        Secp256k1Scalar c, Secp256k1Scalar[] factors, Secp256k1Point[] points, Secp256k1Point[] low, Secp256k1Scalar last,
        Secp256k1Point unit)
    {
        var numbers = factors.ToList();
        var power = c;
        for (var k = 1; k < low.Length; k++)
        {
            numbers.Add(-power);
            power *= c;
        }

        numbers.Add(-last);
        Secp256k1Point[] all = [.. points, .. low.Skip(1), unit];
        return Secp256k1Point.PublicSum(numbers.ToArray(), all);
    }

    /// <summary>For each place the product of f_j or c − f_j, by its bits.</summary>
    private Secp256k1Scalar[] FactorsOf(Secp256k1Scalar c, Secp256k1Scalar[] masked)
    {
        Secp256k1Scalar[] factors = [Secp256k1Scalar.One];
        for (var j = 0; j < _bits; j++)
        {
            var (zero, one) = (c + -masked[j], masked[j]);
            factors = [.. factors.Select(factor => factor * zero), .. factors.Select(factor => factor * one)];
        }

        return factors;
    }

    private static Secp256k1Scalar Power(Secp256k1Scalar number, int exponent)
    {
        var power = Secp256k1Scalar.One;
        for (var i = 0; i < exponent; i++) power *= number;
        return power;
    }

    /// <summary>f, z_a and z_b of each bit, and z.</summary>
    private sealed record Answers(
        Secp256k1Scalar[] Masked, Secp256k1Scalar[] MaskOpening, Secp256k1Scalar[] ProductOpening, Secp256k1Scalar Last)
    {
        public static Answers Read(ReadOnlySpan<byte> bytes, int bits) => new(
            SigmaBytes.Scalars(ref bytes, bits), SigmaBytes.Scalars(ref bytes, bits), SigmaBytes.Scalars(ref bytes, bits),
            SigmaBytes.Scalars(ref bytes, 1)[0]);

        public byte[] ToBytes() => SigmaBytes.Of([.. Masked, .. MaskOpening, .. ProductOpening, Last]);
    }
}
