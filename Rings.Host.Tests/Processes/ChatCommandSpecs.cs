using System.Text.Json.Nodes;

namespace Rings.Host.Tests.Processes;

/// <summary>Two people talk over two nodes.</summary>
[Collection(WithTwoNodes.Name)]
public sealed class ChatCommandSpecs(TwoNodes nodes)
{
    [Fact]
    [Command("chat")]
    public async Task Lines_go_both_ways_and_end_of_input_ends_it()
    {
        (await nodes.Anna.RunAsync("name", "add", "chatty", nodes.Bela.Did)).Said();
        await using var anna = Program.StartOpen("chat", "chatty", "--data-dir", nodes.Anna.Data);
        await using var bela = Program.StartOpen("chat", nodes.Anna.Did, "--json", "--data-dir", nodes.Bela.Data);

        // Whoever begins may speak before the other listens: what was said is told at the beginning, or as it comes.
        await anna.SayAsync("hello \u001b[2J there");
        await bela.SayAsync("who is it?");
        await anna.ReadUntilAsync(line => line.EndsWith("chatty: who is it?", StringComparison.Ordinal));
        await anna.SayAsync("me");
        var heard = await bela.ReadUntilAsync(line => line.Contains("\"text\":\"me\"", StringComparison.Ordinal));
        await bela.SayAsync("\u001b]0;title\u0007 bye");
        var shown = await anna.ReadUntilAsync(line => line.EndsWith("bye", StringComparison.Ordinal));
        anna.Hush();
        bela.Hush();

        Assert.Equal((0, ""), Of(await anna.EndAsync()));
        Assert.Equal((0, ""), Of(await bela.EndAsync()));
        Assert.Contains("\\u001B]0;title\\u0007 bye", shown, StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', shown);
        Assert.All(heard.Split('\n', StringSplitOptions.RemoveEmptyEntries), line => Assert.Contains((string)JsonNode.Parse(line)!["type"]!, (string[])["sent", "message"]));
        await using var later = Program.StartOpen("chat", "chatty", "--data-dir", nodes.Anna.Data);
        later.Hush();
        Assert.Matches("(?s)me: me\n.*chatty: .*bye\n$", (await later.EndAsync()).Said());
        (await nodes.Anna.RunAsync("name", "remove", "chatty")).Said();
    }

    [Fact]
    public async Task Lines_that_do_not_arrive_are_told_and_the_exit_code_says_so()
    {
        var (ended, _) = await Program.RunWithAsync(
            "one\n\ntwo"u8.ToArray(), "chat", "0x0000000000000000000000000000000000000001", "--data-dir", nodes.Anna.Data);

        Assert.Equal(1, ended.Code);
        Assert.Equal(3, ended.ErrorLines.Length);
        Assert.All(ended.ErrorLines[..2], line => Assert.StartsWith("rings: not sent: ", line, StringComparison.Ordinal));
        Assert.Equal("rings: 2 of 2 lines did not arrive", ended.ErrorLines[2]);
    }

    [Fact]
    public async Task With_a_node_that_stops_the_conversation_ends()
    {
        var data = nodes.Fresh();
        var (program, _) = await TwoNodes.StartAsync("--data-dir", data);
        await using var node = program;
        await using var chat = Program.StartOpen("chat", "me", "--data-dir", data);
        await chat.SayAsync("to myself");
        await chat.ReadUntilAsync(line => line.EndsWith(": to myself", StringComparison.Ordinal));

        await program.InterruptAsync();

        var ended = await chat.EndAsync();
        Assert.Equal((1, "rings: the node stopped: the conversation is over\n"), (ended.Code, ended.Error));
        chat.Hush();
    }

    private static (int Code, string Error) Of(Program.Ended ended) => (ended.Code, ended.Error);
}
