namespace Rings.Protocol.Tests.Wire;

public sealed class OutboxPropertySpecs
{
    public static TheoryData<string> Properties => OutboxProperties.All.Names;

    public static TheoryData<string> Rules => OutboxProperties.All.Rules;

    [Theory]
    [MemberData(nameof(Properties))]
    public void Every_property_holds(string property) => Assert.Null(OutboxProperties.All.WhatIsWrong(property));

    [Theory]
    [MemberData(nameof(Rules))]
    public void Every_broken_rule_makes_a_property_fail(string rule) => Assert.NotNull(OutboxProperties.All.WhoNotices(rule));
}
