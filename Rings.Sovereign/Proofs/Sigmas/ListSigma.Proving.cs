using Rings.Sovereign.Groups;

namespace Rings.Sovereign.Proofs.Sigmas;

/// <content>What the prover computes. Sums with secret factors take time by the secret: the caller sends the move at a full second.</content>
internal sealed partial class ListSigma
{
    public override SigmaRun Begin(KeysWitness witness, SigmaDraws draws)
    {
        var place = PlaceOf(witness, out var secret);
        var secrets = new Secrets(
            [.. Enumerable.Range(0, _bits).Select(j => (place >> j & 1) != 0)], draws.Scalars(_bits), draws.Scalars(_bits),
            draws.Scalars(_bits), draws.Scalars(_bits), draws.Scalars(_bits), secret);
        List<Secp256k1Point> move =
        [
            .. Each(j => Secp256k1Point.OfSecret(secrets.Bit[j]) + Second.Times(BitOf(secrets.Place[j]))),
            .. Each(j => Secp256k1Point.OfSecret(secrets.Masking[j]) + Second.Times(secrets.Mask[j])),
            .. Each(j => Secp256k1Point.OfSecret(secrets.Product[j]) + Second.Times(BitOf(secrets.Place[j]) * secrets.Mask[j])),
            .. LowOf(secrets),
        ];
        if (_tag is { } tag) move.AddRange(secrets.Low.Select(tag.Base.Times));
        return new(SigmaBytes.Of(move), challenge => Answer(secrets, SigmaBytes.ScalarOf(challenge)).ToBytes());
    }

    /// <summary>D_k = Σ p_(i,k)·P_i + ρ_k·G.</summary>
    private IEnumerable<Secp256k1Point> LowOf(Secrets secrets)
    {
        var coefficients = CoefficientsOf(secrets);
        return Each(k =>
            Secp256k1Point.PublicSum([.. coefficients.Select(place => place[k])], _points) + Secp256k1Point.OfSecret(secrets.Low[k]));
    }

    /// <summary>
    /// The coefficients of each place's polynomial in c, lowest first: the product of l·c + a or (1 − l)·c − a, by its bits.
    /// </summary>
    private Secp256k1Scalar[][] CoefficientsOf(Secrets secrets)
    {
        Secp256k1Scalar[][] polynomials = [[Secp256k1Scalar.One]];
        for (var j = 0; j < _bits; j++)
        {
            var (mask, isOne) = (secrets.Mask[j], secrets.Place[j]);
            polynomials =
            [
                .. polynomials.Select(one => Times(one, -mask, isOne ? Secp256k1Scalar.Zero : Secp256k1Scalar.One)),
                .. polynomials.Select(one => Times(one, mask, BitOf(isOne))),
            ];
        }

        return polynomials;
    }

    private static Secp256k1Scalar[] Times(Secp256k1Scalar[] polynomial, Secp256k1Scalar constant, Secp256k1Scalar slope)
    {
        var product = new Secp256k1Scalar[polynomial.Length + 1];
        for (var k = 0; k < polynomial.Length; k++)
        {
            product[k] += polynomial[k] * constant;
            if (!slope.IsZero) product[k + 1] += polynomial[k];
        }

        return product;
    }

    private Answers Answer(Secrets secrets, Secp256k1Scalar c)
    {
        var masked = Each(j => (BitOf(secrets.Place[j]) * c) + secrets.Mask[j]).ToArray();
        var last = secrets.Key * Power(c, _bits);
        var power = Secp256k1Scalar.One;
        foreach (var low in secrets.Low)
        {
            last += -(low * power);
            power *= c;
        }

        return new(
            masked, [.. Each(j => (secrets.Bit[j] * c) + secrets.Masking[j])],
            [.. Each(j => (secrets.Bit[j] * (c + -masked[j])) + secrets.Product[j])], last);
    }

    private IEnumerable<T> Each<T>(Func<int, T> of) => Enumerable.Range(0, _bits).Select(of);

    private static Secp256k1Scalar BitOf(bool isOne) => isOne ? Secp256k1Scalar.One : Secp256k1Scalar.Zero;

    /// <summary>The bits of the own place, and what hides them: r, a, s and t of each, ρ, and x.</summary>
    private sealed record Secrets(
        bool[] Place, Secp256k1Scalar[] Bit, Secp256k1Scalar[] Mask, Secp256k1Scalar[] Masking, Secp256k1Scalar[] Product,
        Secp256k1Scalar[] Low, Secp256k1Scalar Key);
}
