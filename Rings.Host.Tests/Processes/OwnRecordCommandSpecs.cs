namespace Rings.Host.Tests.Processes;

/// <summary>What a node put, and what becomes of it.</summary>
[Collection(WithTwoNodes.Name)]
public sealed class OwnRecordCommandSpecs(TwoNodes nodes)
{
    [Fact]
    [Command("records list", "records renew", "records end")]
    public async Task Records_are_listed_renewed_and_ended()
    {
        (await nodes.Anna.RunAsync("put", "own-motd", "hello")).Said();
        (await nodes.Anna.RunAsync("put", "--set", "own-guests", "here", "--tag", "x")).Said();

        var before = (await nodes.Anna.RunAsync("records", "list")).Said();
        var renewed = (await nodes.Anna.RunAsync("records", "renew", "own-motd")).Said();
        var after = (await nodes.Anna.RunAsync("records", "list", "--json")).Json().AsArray();

        Assert.Matches("(?m)^own-motd +register +5 B +[A-Z][a-z]{2} [0-9]+, [0-9:]{5} +no$", before);
        Assert.Matches("(?m)^own-guests +element +x +4 B ", before);
        Assert.StartsWith("renewed until ", renewed, StringComparison.Ordinal);
        Assert.True((bool)after.Single(record => (string?)record!["name"] == "own-motd")!["renewed"]!);
        Assert.Equal("hello", (await nodes.Bela.RunAsync("get", nodes.Anna.Did, "own-motd")).Said());

        Assert.Equal("removed\n", (await nodes.Anna.RunAsync("records", "end", "own-guests", "--tag", "x")).Said());
        Assert.StartsWith("empty now, and gone ", (await nodes.Anna.RunAsync("records", "end", "own-motd")).Said(), StringComparison.Ordinal);

        var last = (await nodes.Anna.RunAsync("records", "list")).Said();
        Assert.Matches("(?m)^own-motd +register +0 B .* no$", last);
        Assert.DoesNotContain("own-guests", last, StringComparison.Ordinal);
        Assert.Equal("", (await nodes.Bela.RunAsync("get", nodes.Anna.Did, "own-motd")).Said());
        Assert.Contains("has no such record", (await nodes.Anna.RunAsync("records", "end", "own-nothing")).Complaint(), StringComparison.Ordinal);
    }
}
