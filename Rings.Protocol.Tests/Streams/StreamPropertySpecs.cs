using Rings.Protocol.Streams;

namespace Rings.Protocol.Tests.Streams;

public sealed class StreamPropertySpecs
{
    public static TheoryData<string> Properties => [.. StreamProperties.All.Keys];

    public static TheoryData<string> Rules =>
        [.. Enum.GetNames<StreamRules>().Where(name => name != nameof(StreamRules.None))];

    [Theory]
    [MemberData(nameof(Properties))]
    public void Every_property_holds(string property) => Assert.Null(StreamProperties.All[property](StreamRules.None));

    [Theory]
    [MemberData(nameof(Rules))]
    public void Every_broken_rule_makes_a_property_fail(string rule)
    {
        var broken = Enum.Parse<StreamRules>(rule);

        Assert.Contains(StreamProperties.All, property => property.Value(broken) is not null);
    }
}
