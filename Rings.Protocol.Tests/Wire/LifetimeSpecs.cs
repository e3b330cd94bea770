using System.Numerics;
using CsCheck;
using Rings.Protocol.Wire;

namespace Rings.Protocol.Tests.Wire;

/// <summary>
/// P-20: accepted iff the lifetime is not too long, not begun in the future and not over; for any value.
/// </summary>
public sealed class LifetimeSpecs
{
    private static readonly Gen<ulong> AnyMs = Gen.OneOf<ulong>(
        Gen.ULong,
        Gen.ULong[1_763_805_500_000, 1_763_805_800_000],
        Gen.OneOf(0UL, 1UL, (ulong)long.MaxValue, (ulong)long.MaxValue + 1, ulong.MaxValue, ulong.MaxValue - 1));

    private static readonly Gen<Instant> AnyNow = Gen.OneOf<Instant>(
        Gen.Long.Select(value => new Instant(value)),
        Gen.Long[1_763_805_500_000_000, 1_763_805_800_000_000].Select(value => new Instant(value)),
        Gen.OneOf(new Instant(long.MinValue), new Instant(long.MaxValue), Instant.Epoch));

    private static readonly Gen<TimeSpan> AnySpan =
        Gen.OneOf(TimeSpan.Zero, TimeSpan.FromSeconds(60), TimeSpan.FromMinutes(10), TimeSpan.MaxValue);

    [Fact]
    public void It_holds_exactly_when_arithmetic_without_bounds_says_so() =>
        Gen.Select(AnyMs, AnyMs, AnyNow, AnySpan, AnySpan).Sample((issued, expires, now, longest, skew) =>
        {
            var (begin, end, present) = ((BigInteger)issued, (BigInteger)expires, (BigInteger)now.UnixMilliseconds);
            var holds = end >= begin && end - begin <= (BigInteger)longest.TotalMilliseconds
                && begin <= present + (BigInteger)skew.TotalMilliseconds && present <= end;

            Assert.Equal(holds, Lifetime.Between(issued, expires).At(now, longest, skew) == LifetimeState.Holds);
        }, iter: 20_000);

    [Fact]
    public void A_deadline_never_wraps() => Gen.Select(AnyMs, AnyMs).Sample((issued, expires) =>
    {
        var deadline = Lifetime.Between(issued, expires).Deadline;

        var exact = BigInteger.Min((BigInteger)expires * 1000, long.MaxValue);
        Assert.Equal(exact, deadline.UnixMicroseconds);
    });

    [Theory]
    [InlineData(100, 100, LifetimeState.Holds)]
    [InlineData(100, 99, LifetimeState.WrongLength)]
    [InlineData(0, 99, LifetimeState.Over)]
    [InlineData(0, 100, LifetimeState.Holds)]
    [InlineData(160, 200, LifetimeState.Holds)]
    [InlineData(161, 200, LifetimeState.NotYet)]
    [InlineData(0, 1001, LifetimeState.WrongLength)]
    public void Its_edges_belong_to_it(ulong issued, ulong expires, LifetimeState state) => Assert.Equal(
        state,
        Lifetime.Between(issued, expires).At(
            Instant.FromUnixMilliseconds(100), TimeSpan.FromSeconds(1), TimeSpan.FromMilliseconds(60)));
}
