namespace Rings.TestKit.Tests;

/// <summary>With which seeds a test runs, as the two variables of the environment say.</summary>
public sealed class RingSeedsSpecs
{
    [Theory]
    [InlineData(3, null, null, "1 2 3")]
    [InlineData(3, null, "2", "1 2")]
    [InlineData(3, null, "7-9", "7 8 9")]
    [InlineData(3, null, "7-7", "7")]
    [InlineData(3, "-5", "7-9", "-5")]
    [InlineData(3, "0", null, "0")]
    public void The_seeds_are_those_that_the_environment_names(int count, string? one, string? many, string seeds) =>
        Assert.Equal(seeds, string.Join(' ', RingSeeds.Named(count, one, many)));

    [Theory]
    [InlineData("x", null, "RINGS_SEED: 'x' is no number")]
    [InlineData("99999999999", null, "RINGS_SEED: '99999999999' is no number")]
    [InlineData(null, "0", "RINGS_SEEDS: '0' is no number from 1 on")]
    [InlineData(null, "many", "RINGS_SEEDS: 'many' is no number from 1 on")]
    [InlineData(null, "0-3", "RINGS_SEEDS: '0' is no number from 1 on")]
    [InlineData(null, "9-7", "RINGS_SEEDS: '7' is no number from 9 on")]
    [InlineData(null, "7-", "RINGS_SEEDS: '' is no number from 7 on")]
    [InlineData(null, "1-2-3", "RINGS_SEEDS: '1-2-3' is no number from 1 on")]
    public void What_is_no_seed_is_refused_by_name(string? one, string? many, string why) =>
        Assert.StartsWith(why, Assert.Throws<FormatException>(() => RingSeeds.Named(3, one, many)).Message, StringComparison.Ordinal);

    [Fact]
    public void A_test_without_seeds_is_refused() => Assert.Throws<ArgumentOutOfRangeException>(() => RingSeeds.Named(0, null, null));
}
