using Rings.Protocol.Wire;

namespace Rings.Protocol.Tests.Wire;

public sealed class OutboxPropertySpecs
{
    public static TheoryData<string> Properties => [.. OutboxProperties.All.Keys];

    public static TheoryData<string> Rules =>
        [.. Enum.GetNames<OutboxRules>().Where(name => name != nameof(OutboxRules.None))];

    [Theory]
    [MemberData(nameof(Properties))]
    public void Every_property_holds(string property) =>
        Assert.Null(OutboxProperties.All[property](OutboxRules.None));

    [Theory]
    [MemberData(nameof(Rules))]
    public void Every_broken_rule_makes_a_property_fail(string rule)
    {
        var broken = Enum.Parse<OutboxRules>(rule);

        Assert.Contains(OutboxProperties.All, property => property.Value(broken) is not null);
    }
}
