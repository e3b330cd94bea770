using System.Collections.Immutable;
using Rings.Sovereign.Groups;

namespace Rings.Sovereign.Sharing;

/// <summary>
/// Shamir's secret sharing (1979) with Feldman's commitments (1987): any k of n shares give the secret, k − 1 fit every
/// secret equally well, and each share can be checked against points that everybody may see.
/// </summary>
/// <remarks>What is published tells secret·G: who can take discrete logarithms, as a quantum computer could, has the secret.</remarks>
internal static class Feldman
{
    /// <summary>The most shares, so that a deal stays small.</summary>
    public const int MaxCount = 32;

    /// <summary>The least threshold: with 1 everybody would have the secret.</summary>
    public const int MinThreshold = 2;

    /// <summary>Splits a secret.</summary>
    /// <param name="secret">The secret; not 0.</param>
    /// <param name="threshold">k, 2 to <paramref name="count"/>.</param>
    /// <param name="count">n, at most 32.</param>
    /// <param name="draw">Draws a number from 1 to the order − 1, all alike.</param>
    /// <returns>The shares of 1 to n, and the commitments.</returns>
    public static (ImmutableArray<TScalar> Shares, ImmutableArray<TPoint> Commitments) Split<TPoint, TScalar>(
        TScalar secret, int threshold, int count, Func<TScalar> draw)
        where TPoint : IPrimeGroup<TPoint, TScalar>
        where TScalar : struct, IPrimeScalar<TScalar>
    {
        ArgumentNullException.ThrowIfNull(draw);
        ArgumentOutOfRangeException.ThrowIfLessThan(threshold, MinThreshold);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(threshold, count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, MaxCount);
        var coefficients = new TScalar[threshold];
        coefficients[0] = secret;
        for (var j = 1; j < threshold; j++) coefficients[j] = draw();
        ImmutableArray<TPoint> commitments = [.. coefficients.Select(TPoint.OfSecret)];
        ImmutableArray<TScalar> shares = [.. Enumerable.Range(1, count).Select(index => At(coefficients, index))];
        Array.Clear(coefficients);
        return (shares, commitments);
    }

    /// <summary>The share of an index times the base point, as the commitments say: Σ indexʲ·C_j.</summary>
    /// <param name="commitments">C_0 to C_k−1.</param>
    /// <param name="index">1 to n.</param>
    public static TPoint ShareOf<TPoint, TScalar>(ReadOnlySpan<TPoint> commitments, int index)
        where TPoint : IPrimeGroup<TPoint, TScalar>
        where TScalar : struct, IPrimeScalar<TScalar>
    {
        var x = TScalar.Of((uint)index);
        var powers = new TScalar[commitments.Length];
        for (var (j, power) = (0, TScalar.One); j < powers.Length; j++, power *= x) powers[j] = power;
        return TPoint.PublicSum(powers, commitments);
    }

    /// <summary>The secret of k shares, by Lagrange's interpolation at 0.</summary>
    /// <param name="shares">k of them; their indices differ.</param>
    /// <exception cref="ArgumentException">An index is 0 or stands twice.</exception>
    public static TScalar Combine<TScalar>(IReadOnlyList<(int Index, TScalar Share)> shares)
        where TScalar : struct, IPrimeScalar<TScalar>
    {
        ArgumentNullException.ThrowIfNull(shares);
        if (shares.Any(share => share.Index < 1) || shares.DistinctBy(share => share.Index).Count() != shares.Count)
            throw new ArgumentException("Indices are from 1, and each stands once.", nameof(shares));
        return shares.Aggregate(TScalar.Zero, (sum, share) =>
            sum + (share.Share * WeightOf<TScalar>(share.Index, shares.Select(other => other.Index))));
    }

    /// <summary>Lagrange's weight of an index at 0.</summary>
    /// <param name="index">One of them.</param>
    /// <param name="indices">All of them, each once.</param>
    public static TScalar WeightOf<TScalar>(int index, IEnumerable<int> indices)
        where TScalar : struct, IPrimeScalar<TScalar>
    {
        ArgumentNullException.ThrowIfNull(indices);
        var (above, below) = (TScalar.One, TScalar.One);
        foreach (var other in indices)
        {
            if (other == index) continue;
            above *= TScalar.Of((uint)other);
            below *= TScalar.Of((uint)other) + -TScalar.Of((uint)index);
        }

        return above * below.Inverse();
    }

    /// <summary>The value of a polynomial at an index: the share.</summary>
    internal static TScalar At<TScalar>(TScalar[] coefficients, int index)
        where TScalar : struct, IPrimeScalar<TScalar>
    {
        var x = TScalar.Of((uint)index);
        var value = TScalar.Zero;
        for (var j = coefficients.Length - 1; j >= 0; j--) value = (value * x) + coefficients[j];
        return value;
    }
}
