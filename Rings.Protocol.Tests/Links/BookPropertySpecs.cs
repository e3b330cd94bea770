namespace Rings.Protocol.Tests.Links;

public sealed class BookPropertySpecs
{
    public static TheoryData<string> Properties => BookProperties.All.Names;

    public static TheoryData<string> Rules => BookProperties.All.Rules;

    [Theory]
    [MemberData(nameof(Properties))]
    public void Every_property_holds(string property) => Assert.Null(BookProperties.All.WhatIsWrong(property));

    [Theory]
    [MemberData(nameof(Rules))]
    public void Every_broken_rule_makes_a_property_fail(string rule) => Assert.NotNull(BookProperties.All.WhoNotices(rule));
}
