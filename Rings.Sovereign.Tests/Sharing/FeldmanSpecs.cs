using System.Diagnostics;
using Rings.Sovereign.Groups;
using Rings.Sovereign.Sharing;
using Xunit.Abstractions;

namespace Rings.Sovereign.Tests.Sharing;

/// <summary>
/// Exhaustive over numbers modulo 11: every polynomial of the threshold is dealt. The shares of fewer guardians are the first
/// of those of seven, so n = 7 stands for all.
/// </summary>
public sealed class FeldmanSpecs(ITestOutputHelper output)
{
    private const int Count = 7;

    /// <summary>11^6 and 11^7 polynomials are for <c>.ci/long secrets</c>.</summary>
    private static readonly int Most = Environment.GetEnvironmentVariable("RINGS_SECRETS_FULL") is null ? 4 : 7;

    public static TheoryData<int> Thresholds => [.. Enumerable.Range(2, Most - 1)];

    [Theory]
    [MemberData(nameof(Thresholds))]
    public void Every_k_shares_of_seven_give_the_secret(int threshold)
    {
        var subsets = Subsets(threshold).ToList();
        var clock = Stopwatch.StartNew();
        var dealt = 0L;

        foreach (var coefficients in Polynomials(threshold))
        {
            var (shares, commitments) = Split(coefficients);
            dealt++;
            for (var index = 1; index <= Count; index++)
            {
                if (SmallPoint.OfSecret(shares[index - 1]) != Feldman.ShareOf<SmallPoint, SmallScalar>(commitments.AsSpan(), index))
                    Assert.Fail($"share {index} of {string.Join(',', coefficients)} does not fit its commitments");
            }

            foreach (var subset in subsets)
            {
                var secret = Feldman.Combine(subset.Select(index => (index, shares[index - 1])).ToList());
                if (secret != coefficients[0]) Assert.Fail($"{string.Join(',', subset)} give another secret");
            }
        }

        output.WriteLine($"k = {threshold}: {dealt:N0} polynomials, {subsets.Count} subsets, {clock.Elapsed.TotalSeconds:F1} s");
        Assert.Equal((long)Math.Pow(SmallScalar.Order, threshold), dealt);
    }

    [Theory]
    [MemberData(nameof(Thresholds))]
    public void Fewer_shares_fit_every_secret_equally_often(int threshold)
    {
        var subsets = Subsets(threshold - 1).ToList();
        // By subset and by what it sees: how often with each secret.
        var seen = subsets.ConvertAll(_ => new byte[(int)Math.Pow(SmallScalar.Order, threshold - 1), SmallScalar.Order]);

        foreach (var coefficients in Polynomials(threshold))
        {
            var shares = Split(coefficients).Shares;
            for (var i = 0; i < subsets.Count; i++)
            {
                var sees = subsets[i].Aggregate(0, (number, index) => (number * SmallScalar.Order) + shares[index - 1].Value);
                seen[i][sees, coefficients[0].Value]++;
            }
        }

        var wrong = seen.Sum(table => table.Cast<byte>().LongCount(times => times != 1));
        Assert.Equal(0, wrong);
        Assert.Equal(subsets.Count, seen.Count);
    }

    [Fact]
    public void A_share_that_was_changed_fits_no_commitments()
    {
        foreach (var coefficients in Polynomials(3))
        {
            var (shares, commitments) = Split(coefficients);
            for (var index = 1; index <= Count; index++)
            {
                var expected = Feldman.ShareOf<SmallPoint, SmallScalar>(commitments.AsSpan(), index);
                for (var change = 1; change < SmallScalar.Order; change++)
                {
                    if (SmallPoint.OfSecret(shares[index - 1] + SmallScalar.Of((uint)change)) == expected)
                        Assert.Fail("a changed share fits");
                }
            }
        }

        var known = Split([SmallScalar.One, SmallScalar.One]);
        Assert.Equal(
            SmallPoint.OfSecret(known.Shares[0]), Feldman.ShareOf<SmallPoint, SmallScalar>(known.Commitments.AsSpan(), 1));
    }

    [Fact]
    public void An_index_of_zero_or_one_that_stands_twice_is_refused()
    {
        Assert.Throws<ArgumentException>(() => Feldman.Combine([(0, SmallScalar.One), (1, SmallScalar.One)]));
        Assert.Throws<ArgumentException>(() => Feldman.Combine([(2, SmallScalar.One), (2, SmallScalar.One)]));
    }

    [Theory]
    [InlineData(1, 3)]
    [InlineData(4, 3)]
    [InlineData(2, 33)]
    public void Thresholds_out_of_their_range_are_refused(int threshold, int count) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Feldman.Split<SmallPoint, SmallScalar>(
            SmallScalar.One, threshold, count, () => SmallScalar.One));

    [Fact]
    public void On_secp256k1_too_every_three_of_five_give_the_secret_and_a_changed_share_is_found()
    {
        var random = new SeededBytes(7);
        var secret = Secp256k1Scalar.Draw(random.Fill);

        var (commitments, shares) = Commitments.Split(secret, 3, 5, random.Fill);

        Assert.All(Subsets(3, 5), subset => Assert.Equal(
            secret, Feldman.Combine(subset.Select(index => (index, shares[index - 1])).ToList())));
        Assert.All(Enumerable.Range(1, 5), index => Assert.True(commitments.Fit(index, shares[index - 1])));
        Assert.All(Enumerable.Range(1, 5), index =>
            Assert.False(commitments.Fit(index, shares[index - 1] + Secp256k1Scalar.One)));
        Assert.False(commitments.Fit(2, shares[0]));
    }

    private static (System.Collections.Immutable.ImmutableArray<SmallScalar> Shares,
        System.Collections.Immutable.ImmutableArray<SmallPoint> Commitments) Split(SmallScalar[] coefficients)
    {
        var next = 1;
        return Feldman.Split<SmallPoint, SmallScalar>(coefficients[0], coefficients.Length, Count, () => coefficients[next++]);
    }

    private static IEnumerable<SmallScalar[]> Polynomials(int threshold)
    {
        var all = (long)Math.Pow(SmallScalar.Order, threshold);
        for (var number = 0L; number < all; number++)
        {
            var (coefficients, rest) = (new SmallScalar[threshold], number);
            for (var j = 0; j < threshold; j++, rest /= SmallScalar.Order) coefficients[j] = new((int)(rest % SmallScalar.Order));
            yield return coefficients;
        }
    }

    private static IEnumerable<int[]> Subsets(int size, int of = Count) => Enumerable.Range(0, 1 << of)
        .Where(bits => int.PopCount(bits) == size)
        .Select(bits => Enumerable.Range(1, of).Where(index => (bits >> (index - 1) & 1) == 1).ToArray());
}
