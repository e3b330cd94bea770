namespace Rings.Host.Tests.Processes;

/// <summary>What is offered where a command wants a node.</summary>
[Collection(WithTwoNodes.Name)]
public sealed class CompletionSpecs(TwoNodes nodes)
{
    [Theory]
    [InlineData("send")]
    [InlineData("ping")]
    [InlineData("chat")]
    [InlineData("speed")]
    [InlineData("disconnect")]
    [InlineData("connect did")]
    [InlineData("lookup")]
    [InlineData("get")]
    public async Task Names_and_linked_nodes_are_offered(string command)
    {
        (await nodes.Anna.RunAsync("name", "add", "tabby", nodes.Bela.Did)).Said();

        var offered = await OfferedAsync($"rings --data-dir {nodes.Anna.Data} {command} ");

        Assert.Contains("tabby", offered);
        Assert.Contains("me", offered);
        Assert.Contains(nodes.Bela.Did, offered);
        Assert.Contains("tabby", await OfferedAsync($"rings --data-dir {nodes.Anna.Data} {command} ta"));
    }

    [Fact]
    public async Task Only_names_are_offered_where_one_is_to_be_removed_and_nothing_is_said_where_no_node_is()
    {
        (await nodes.Anna.RunAsync("name", "add", "tabby", nodes.Bela.Did)).Said();

        Assert.Contains("tabby", await OfferedAsync($"rings --data-dir {nodes.Anna.Data} name remove "));
        Assert.DoesNotContain(nodes.Bela.Did, await OfferedAsync($"rings --data-dir {nodes.Anna.Data} name remove "));
        Assert.Contains("me", await OfferedAsync($"rings --data-dir {nodes.Fresh()} ping "));
    }

    private static async Task<string[]> OfferedAsync(string line)
    {
        var offered = await Program.RunAsync($"[suggest:{line.Length}]", line);
        Assert.Equal("", offered.Error);
        return offered.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }
}
