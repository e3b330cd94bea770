using Rings.Protocol.Links;

namespace Rings.Protocol.Tests.Links;

public sealed class BookPropertySpecs
{
    public static TheoryData<string> Properties => [.. BookProperties.All.Keys];

    public static TheoryData<string> Rules =>
        [.. Enum.GetNames<LinkRules>().Where(name => name != nameof(LinkRules.None))];

    [Theory]
    [MemberData(nameof(Properties))]
    public void Every_property_holds(string property) => Assert.Null(BookProperties.All[property](LinkRules.None));

    [Theory]
    [MemberData(nameof(Rules))]
    public void Every_broken_rule_makes_a_property_fail(string rule)
    {
        var broken = Enum.Parse<LinkRules>(rule);

        Assert.Contains(BookProperties.All, property => property.Value(broken) is not null);
    }
}
