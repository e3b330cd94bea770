using Rings.Sovereign.Chains.Following;

namespace Rings.Sovereign.Chains.Tests.Following;

/// <summary>The block from which a lock is looked for.</summary>
public sealed class BlockSearchSpecs
{
    private static readonly long[] Times = [10, 20, 20, 30, 50];

    [Theory]
    [InlineData(5, 0)]
    [InlineData(10, 0)]
    [InlineData(19, 0)]
    [InlineData(20, 2)]
    [InlineData(49, 3)]
    [InlineData(50, 4)]
    [InlineData(90, 4)]
    public async Task The_last_block_at_or_before_a_time_or_the_first_is_found(long time, long height) =>
        Assert.Equal(height, await BlockSearch.LastAtAsync(Times.Length - 1, time, at => Task.FromResult(Times[at])));
}
