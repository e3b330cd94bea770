using System.Collections.Immutable;
using Rings.Protocol;
using Rings.Sovereign.Groups;

namespace Rings.Sovereign.Sharing;

/// <summary>Feldman's commitments to a polynomial over secp256k1: what a share is checked against. No secret.</summary>
public sealed class Commitments : IEquatable<Commitments>
{
    private readonly ImmutableArray<Secp256k1Point> _points;

    private Commitments(ImmutableArray<Secp256k1Point> points) => _points = points;

    /// <summary>How many shares give the secret: k.</summary>
    public int Threshold => _points.Length;

    /// <summary>C₀: the secret times the base point.</summary>
    public Secp256k1Point Secret => _points[0];

    /// <summary>Reads the points.</summary>
    /// <param name="encoded">33 bytes each.</param>
    /// <param name="threshold">How many there have to be, 2 to 32.</param>
    /// <param name="field">The field that carried them, for the error.</param>
    /// <exception cref="ProtocolException">Another number of them, or one is no point.</exception>
    public static Commitments Read(IReadOnlyList<ReadOnlyMemory<byte>> encoded, int threshold, string field)
    {
        ArgumentNullException.ThrowIfNull(encoded);
        return encoded.Count == threshold && threshold is >= Feldman.MinThreshold and <= Feldman.MaxCount
            ? new([.. encoded.Select(point => Secp256k1Point.Read(point.Span, field))])
            : throw new ProtocolException(field, "as many points as the threshold says");
    }

    /// <summary>Splits a secret of secp256k1.</summary>
    /// <param name="secret">The secret; not 0.</param>
    /// <param name="threshold">k, 2 to n.</param>
    /// <param name="count">n, at most 32.</param>
    /// <param name="random">For the polynomial.</param>
    /// <returns>The commitments, and the shares of 1 to n.</returns>
    public static (Commitments Commitments, ImmutableArray<Secp256k1Scalar> Shares) Split(
        Secp256k1Scalar secret, int threshold, int count, Protocol.EndToEnd.RandomBytes random)
    {
        var (shares, points) = Feldman.Split<Secp256k1Point, Secp256k1Scalar>(
            secret, threshold, count, () => Secp256k1Scalar.Draw(random));
        return (new(points), shares);
    }

    /// <summary>The share of an index times the base point.</summary>
    /// <param name="index">1 to 32.</param>
    public Secp256k1Point ShareOf(int index) =>
        Feldman.ShareOf<Secp256k1Point, Secp256k1Scalar>(_points.AsSpan(), index);

    /// <summary>Whether a share is that of an index.</summary>
    public bool Fit(int index, Secp256k1Scalar share) =>
        !share.IsZero && Secp256k1Point.OfSecret(share).Equals(ShareOf(index));

    /// <summary>Whether the secret is the key of a Did, of an Ethereum or a Bitcoin kind (the latter in either form).</summary>
    public bool AreOfKeyOf(Did owner) => Secret.IsKeyOf(owner);

    /// <summary>The points, 33 bytes each.</summary>
    public IEnumerable<byte[]> ToByteArrays() => _points.Select(point => point.Encoded.ToArray());

    /// <inheritdoc/>
    public bool Equals(Commitments? other) => other is not null && _points.SequenceEqual(other._points);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Commitments);

    /// <inheritdoc/>
    public override int GetHashCode() => Secret.GetHashCode();
}
