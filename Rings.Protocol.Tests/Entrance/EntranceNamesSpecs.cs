using Rings.Protocol.Entrance;
using Rings.Protocol.Services;

namespace Rings.Protocol.Tests.Entrance;

/// <summary>Which host names lead where at an entrance.</summary>
public sealed class EntranceNamesSpecs
{
    private static readonly Did Anna = Did.Zero.Finger(3);
    private static readonly Did Bela = Did.Zero.Finger(17);
    private static readonly Did Carl = Did.Zero.Finger(29);
    private static readonly ServiceName Shop = ServiceName.Parse("shop");

    private static readonly EntranceNames Names = new(
        "zone.example",
        [new EntranceRule(Anna, null, "anna"), new EntranceRule(Bela, Shop, null), new EntranceRule(Bela, Shop, "market"), new EntranceRule(Bela, null, null) { Owner = Anna }]);

    public static TheoryData<string, string> Known() => new()
    {
        { $"web.{Anna:N}.zone.example", $"{Anna}/web" },
        { $"{Anna:N}.zone.example", $"{Anna}/web" },
        { $"blog.{Anna:N}.zone.example", $"{Anna}/blog" },
        { $"tenant.blog.{Anna:N}.zone.example", $"{Anna}/blog" },
        { "anna.zone.example", $"{Anna}/web" },
        { "blog.anna.zone.example", $"{Anna}/blog" },
        { $"shop.{Bela:N}.zone.example", $"{Bela}/shop" },
        { "market.zone.example", $"{Bela}/shop" },
        { "web.market.zone.example", $"{Bela}/shop" },
    };

    [Theory]
    [MemberData(nameof(Known))]
    public void A_name_of_the_list_leads_to_its_service(string host, string service) =>
        Assert.Equal($"ring://{service}", Names.Find(host).Url?.ToString());

    public static TheoryData<string, string> Unknown() => new()
    {
        { "zone.example", "is not below" },
        { "web.anna.zone.other", "is not below" },
        { "web.anna.evilzone.example", "is not below" },
        { "anna.zone.example.evil", "is not below" },
        { "nobody.zone.example", "nothing that this entrance knows" },
        { "web.nobody.zone.example", "nothing that this entrance knows" },
        { "Anna_.anna.zone.example", "no name of a service" },
        { "-x.anna.zone.example", "no name of a service" },
        { "..zone.example", "no name of a service" },
        { $"web.{Bela:N}.zone.example", "is not on this entrance's list" },
        { $"shop.{Carl:N}.zone.example", $"{Carl} is not on this entrance's list" },
    };

    [Theory]
    [MemberData(nameof(Unknown))]
    public void Any_other_name_leads_nowhere_and_why_is_said(string host, string why)
    {
        var place = Names.Find(host);

        Assert.Null(place.Url);
        Assert.Contains(why, place.Why, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Zone.Example.", "zone.example")]
    [InlineData("localhost", "localhost")]
    [InlineData("a-b.c_d.example", "a-b.c_d.example")]
    [InlineData("", null)]
    [InlineData(".", null)]
    [InlineData("a..b", null)]
    [InlineData("192.0.2.7", null)]
    [InlineData("zöne.example", null)]
    [InlineData("0000000000000000000000000000000000000008.example", null)]
    public void A_zone_is_a_domain_name(string text, string? zone)
    {
        Assert.Equal(zone is not null, EntranceNames.TryParseZone(text, out var read));
        Assert.Equal(zone, read);
    }

    [Theory]
    [InlineData("Anna", "anna")]
    [InlineData("a-1", "a-1")]
    [InlineData("", null)]
    [InlineData("-a", null)]
    [InlineData("a-", null)]
    [InlineData("a.b", null)]
    [InlineData("a_b", null)]
    [InlineData("0000000000000000000000000000000000000008", null)]
    public void An_alias_is_one_label_that_is_no_Did(string text, string? alias)
    {
        Assert.Equal(alias is not null, EntranceRule.TryParseAlias(text, out var read));
        Assert.Equal(alias, read);
    }

    [Fact]
    public void A_list_has_a_bound() => Assert.Throws<ArgumentOutOfRangeException>(
        () => new EntranceNames("zone.example", [.. Enumerable.Repeat(new EntranceRule(Anna, null, null), EntranceNames.MaxRules + 1)]));
}
