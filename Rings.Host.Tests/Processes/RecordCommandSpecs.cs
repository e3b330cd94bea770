namespace Rings.Host.Tests.Processes;

/// <summary>Commands about messages, records, topics and files, against running nodes.</summary>
[Collection(WithTwoNodes.Name)]
public sealed class RecordCommandSpecs(TwoNodes nodes)
{
    [Fact]
    [Command("send", "listen")]
    public async Task A_message_is_heard_where_it_was_sent_to()
    {
        await using var listener = await nodes.Bela.ListenAsync();

        var sent = (await nodes.Anna.RunAsync("send", nodes.Bela.Did, "hello there")).Said();
        var plain = (await nodes.Anna.RunAsync("send", nodes.Bela.Did, "in the open", "--plain", "--json")).Json();

        Assert.StartsWith("delivered in ", sent, StringComparison.Ordinal);
        Assert.Equal("delivered", (string?)plain["state"]);
        var heard = await listener.ReadUntilAsync(line => line.EndsWith("in the open", StringComparison.Ordinal));
        Assert.Matches($"(?m)^[0-9:]{{8}}  {nodes.Anna.Did}: hello there$", heard);
        Assert.Matches($"(?m)^[0-9:]{{8}}  {nodes.Anna.Did} \\(in the clear\\): in the open$", heard);
    }

    [Fact]
    [Command("put", "get")]
    public async Task A_record_that_one_puts_the_other_gets()
    {
        var stored = (await nodes.Anna.RunAsync("put", "motd", "the ring remembers")).Said();
        var read = (await nodes.Bela.RunAsync("get", nodes.Anna.Did, "motd")).Said();
        (await nodes.Bela.RunAsync("put", "--set", "guests", "bela was here")).Said();
        var set = (await nodes.Anna.RunAsync("get", "--set", "guests")).Said();

        Assert.Contains("2 durable copies", stored, StringComparison.Ordinal);
        Assert.Equal("the ring remembers", read);
        Assert.Equal($"{nodes.Bela.Did}  bela was here\n", set);
        Assert.StartsWith("rings: not", (await nodes.Anna.RunAsync("get", nodes.Anna.Did, "none")).Complaint(), StringComparison.Ordinal);
        var empty = await nodes.Anna.RunAsync("get", "--set", "nobody");
        Assert.Equal((0, "", 1), (empty.Code, empty.Output, empty.ErrorLines.Length));
    }

    [Fact]
    [Command("topic publish", "topic follow")]
    public async Task What_is_published_is_followed()
    {
        await using var follower = nodes.Bela.Start("topic", "follow", "news");

        (await nodes.Anna.RunAsync("topic", "publish", "news", "first")).Said();

        await follower.ReadUntilAsync(line => line.EndsWith($"{nodes.Anna.Did}: first", StringComparison.Ordinal));
        var history = (await nodes.Bela.RunAsync("topic", "follow", "news", "--history")).Said();
        Assert.EndsWith($"{nodes.Anna.Did}: first\n", history, StringComparison.Ordinal);
    }
}
