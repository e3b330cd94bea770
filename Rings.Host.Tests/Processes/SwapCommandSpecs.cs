namespace Rings.Host.Tests.Processes;

/// <summary>Commands about swaps, against nodes without a chain; with chains: <see cref="SwapSpecs"/>.</summary>
[Collection(WithTwoNodes.Name)]
public sealed class SwapCommandSpecs(TwoNodes nodes)
{
    private const string NoId = "00000000000000000000000000000000";

    [Fact]
    [Command("swap offer", "swap offers", "swap accept", "swap decline", "swap status", "swap refund", "swap export", "swap chains", "swap deploy")]
    public async Task Without_a_chain_nothing_is_swapped_and_each_command_says_what_to_do()
    {
        const string None = "No chain is configured for swaps: rings.swap.chains";

        Assert.Equal("no offers\n", (await nodes.Anna.RunAsync("swap", "offers")).Said());
        Assert.Contains("no swaps: rings swap offer", (await nodes.Anna.RunAsync("swap", "status")).Said(), StringComparison.Ordinal);
        Assert.Contains("no chain: rings.swap.chains", (await nodes.Anna.RunAsync("swap", "chains")).Said(), StringComparison.Ordinal);
        foreach (var command in (string[])["accept", "decline", "refund", "export"])
            Assert.Contains(None, (await nodes.Anna.RunAsync("swap", command, NoId)).Complaint(), StringComparison.Ordinal);
        Assert.Contains(None, (await nodes.Anna.RunAsync(
            "swap", "offer", "--give", "1ltc", "--take", "1eth", "--to", nodes.Bela.Did)).Complaint(), StringComparison.Ordinal);
        Assert.Contains("there is no swap", (await nodes.Anna.RunAsync("swap", "status", NoId)).Complaint(), StringComparison.Ordinal);
        Assert.Contains("there is no swap", (await nodes.Anna.RunAsync("swap", "status", NoId, "--watch")).Complaint(), StringComparison.Ordinal);
        Assert.Contains("there is no chain 'eth'", (await nodes.Anna.RunAsync("swap", "deploy", "eth")).Complaint(), StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(nodes.Anna.Data, "swap.key")), "a node without a chain made a key for swaps");
    }

    [Fact]
    public async Task Its_help_says_what_it_costs()
    {
        Assert.Contains("nobody has audited this", (await Program.RunAsync("swap", "--help")).Said(), StringComparison.Ordinal);
        Assert.Contains("without another question", (await Program.RunAsync("swap", "accept", "--help")).Said(), StringComparison.Ordinal);
        Assert.Contains("SECRET", (await Program.RunAsync("swap", "export", "--help")).Said(), StringComparison.Ordinal);
    }
}
