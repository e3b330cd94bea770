namespace Rings.Protocol.Tests.Ring;

public sealed class RingPropertySpecs
{
    public static TheoryData<string> Properties => RingProperties.All.Names;

    public static TheoryData<string> Rules => RingProperties.All.Rules;

    [Theory]
    [MemberData(nameof(Properties))]
    public void Every_property_holds(string property) => Assert.Null(RingProperties.All.WhatIsWrong(property));

    [Theory]
    [MemberData(nameof(Rules))]
    public void Every_broken_rule_makes_a_property_fail(string rule) => Assert.NotNull(RingProperties.All.WhoNotices(rule));
}
