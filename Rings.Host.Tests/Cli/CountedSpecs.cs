using Rings.Host.Cli;

namespace Rings.Host.Tests.Cli;

public sealed class CountedSpecs
{
    [Theory]
    [InlineData(0, "0 links")]
    [InlineData(1, "1 link")]
    [InlineData(2, "2 links")]
    public void Only_one_is_singular(int number, string says) => Assert.Equal(says, Counted.Of(number, "link"));

    [Fact]
    public void A_noun_may_have_a_plural_of_its_own() => Assert.Equal("3 copies", Counted.Of(3, "copy", "copies"));

    [Theory]
    [InlineData(0, "one node")]
    [InlineData(1.4, "one node")]
    [InlineData(1.6, "about 2 nodes")]
    public void A_ring_has_at_least_one_node(double estimate, string says) =>
        Assert.Equal(says, Counted.Nodes(estimate));
}
