namespace Rings.Host.Tests.Processes;

/// <summary>How fast messages get from one node to another.</summary>
[Collection(WithTwoNodes.Name)]
public sealed class SpeedCommandSpecs(TwoNodes nodes)
{
    [Fact]
    [Command("speed")]
    public async Task What_is_acknowledged_is_counted()
    {
        var words = (await nodes.Anna.RunAsync("speed", nodes.Bela.Did, "--seconds", "1")).Said();
        var plain = (await nodes.Anna.RunAsync("speed", nodes.Bela.Did, "--seconds", "1", "--plain", "--json")).Json();

        Assert.Matches($"(?m)^[0-9.]+ MiB/s to {nodes.Bela.Did}, over a link of its own$", words);
        Assert.Matches("(?m)^[0-9.]+ [KM]iB acknowledged in [0-9.]+ s, [0-9]+ messages? \\(end to end\\)$", words);
        Assert.Equal((long)plain["messages"]! * 32 * 1024, (long)plain["bytes"]!);
        Assert.True((long)plain["messages"]! > 0);
        Assert.Equal(("in the clear", "link", nodes.Bela.Did), ((string?)plain["carrier"], (string?)plain["way"], (string?)plain["did"]));
    }

    [Fact]
    public async Task To_a_node_that_is_not_there_nothing_can_be_measured()
    {
        var refused = await nodes.Anna.RunAsync("speed", "0x0000000000000000000000000000000000000001", "--json");

        Assert.StartsWith("rings: No speed can be measured: ", refused.Complaint(), StringComparison.Ordinal);
    }
}
