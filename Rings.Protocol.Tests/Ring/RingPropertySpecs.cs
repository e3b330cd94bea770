using Rings.Protocol.Ring;

namespace Rings.Protocol.Tests.Ring;

public sealed class RingPropertySpecs
{
    public static TheoryData<string> Properties => [.. RingProperties.All.Keys];

    public static TheoryData<string> Rules => [.. Enum.GetNames<RingRules>().Where(name => name != nameof(RingRules.None))];

    [Theory]
    [MemberData(nameof(Properties))]
    public void Every_property_holds(string property) => Assert.Null(RingProperties.All[property](RingRules.None));

    [Theory]
    [MemberData(nameof(Rules))]
    public void Every_broken_rule_makes_a_property_fail(string rule)
    {
        var broken = Enum.Parse<RingRules>(rule);

        Assert.Contains(RingProperties.All, property => property.Value(broken) is not null);
    }
}
