using Rings.Protocol;
using Rings.Sovereign.Groups;

namespace Rings.Sovereign.Proofs.Statements;

/// <summary>
/// N = x·B with B = H(verifier, words): the same for each proof of one key to one verifier under the same words, and nobody else's.
/// Whoever gets the key later can compute all its tags.
/// </summary>
public sealed record ProofTag
{
    private const string Domain = "rings/1 proof tag";

    /// <summary>Makes a tag as it was read.</summary>
    /// <param name="words">1 to 100 printable characters of ASCII, which the prover's person sees.</param>
    /// <param name="point">N.</param>
    /// <exception cref="ProtocolException">Other words, or the point at infinity.</exception>
    public ProofTag(string words, Secp256k1Point point)
    {
        ArgumentNullException.ThrowIfNull(words);
        ArgumentNullException.ThrowIfNull(point);
        if (!ProofMark.IsWords(words))
            throw new ProtocolException("ProofTag.words", "1 to 100 printable characters of ASCII");
        if (point.IsInfinity) throw new ProtocolException("ProofTag.point", "not at infinity");
        (Words, Point) = (words, point);
    }

    /// <summary>For what it is.</summary>
    public string Words { get; }

    /// <summary>N.</summary>
    public Secp256k1Point Point { get; }

    /// <summary>What it leaves with a verifier.</summary>
    public ProofMark Mark => new(Words, Point.ToString());

    /// <summary>The tag of a key.</summary>
    /// <param name="secret">The secret key.</param>
    /// <param name="verifier">To whom it shows itself.</param>
    /// <param name="words">For what.</param>
    /// <exception cref="ProtocolException">Other words than a tag may have.</exception>
    public static ProofTag Of(Secp256k1Scalar secret, Did verifier, string words)
    {
        ArgumentNullException.ThrowIfNull(words);
        return new(words, BaseOf(verifier, words).Times(secret));
    }

    /// <summary>B. Never a point that the other side gives: x times that could open what was sealed to the account.</summary>
    internal static Secp256k1Point BaseOf(Did verifier, string words) => HashToSecp256k1.Of(
        Domain, [.. verifier.ToByteArray(), .. System.Text.Encoding.ASCII.GetBytes(words)]);
}
