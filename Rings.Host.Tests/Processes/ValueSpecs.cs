namespace Rings.Host.Tests.Processes;

/// <summary>Values and tokens come out as they are; what strangers wrote drives no terminal.</summary>
[Collection(WithTwoNodes.Name)]
public sealed class ValueSpecs(TwoNodes nodes)
{
    private const string Evil = "a\u001b]0;t\u0007\u001b[2Jb\r\nDID2: c\u202e\u009b";

    [Fact]
    public async Task Bytes_come_back_byte_for_byte()
    {
        var bytes = new byte[32_000];
        new Random(5).NextBytes(bytes);
        (await Program.RunWithAsync(bytes, "put", "bin", "-", "--data-dir", nodes.Anna.Data)).Ended.Said();
        var file = nodes.Fresh();

        var (ended, got) = await Program.RunWithAsync([], "get", nodes.Anna.Did, "bin", "--data-dir", nodes.Bela.Data);
        (await nodes.Bela.RunAsync("get", nodes.Anna.Did, "bin", "-o", file)).Said();

        Assert.Equal((0, ""), (ended.Code, ended.Error));
        Assert.Equal(bytes, got);
        Assert.Equal(bytes, await File.ReadAllBytesAsync(file));
        Assert.Contains("that are no text", (await Program.OnTerminalAsync("get", nodes.Anna.Did, "bin", "--data-dir", nodes.Bela.Data)).Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(300)]
    [InlineData(5_000)]
    public async Task A_long_line_is_one_line_and_has_no_line_end_of_ours(int length)
    {
        var line = new string('x', length);
        (await nodes.Anna.RunAsync("put", "long", line)).Said();
        (await nodes.Anna.RunAsync("put", "--set", "long", line)).Said();

        Assert.Equal(line, (await nodes.Bela.RunAsync("get", nodes.Anna.Did, "long")).Said());
        Assert.Equal($"{nodes.Anna.Did}  {line}\n", (await nodes.Bela.RunAsync("get", "--set", "long")).Said());
    }

    [Fact]
    public async Task A_table_in_a_pipe_is_not_laid_out_for_a_terminal()
    {
        var listed = (await nodes.Anna.RunAsync("peer", "list")).Said();

        foreach (var heading in (string[])["Did", "State", "RTT", "Sent", "Received", "Address"])
            Assert.Contains(heading, listed, StringComparison.Ordinal);
        var rows = listed.TrimEnd().Split('\n')[1..];
        Assert.NotEmpty(rows);
        Assert.All(rows, row => Assert.StartsWith("0x", row, StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_strangers_say_makes_no_line_of_anybody_else_and_no_escape()
    {
        await using var listener = await nodes.Bela.ListenAsync();
        await using var follower = nodes.Bela.Start("topic", "follow", "evil");

        (await nodes.Anna.RunAsync("send", nodes.Bela.Did, Evil)).Said();
        (await nodes.Anna.RunAsync("topic", "publish", "evil", Evil)).Said();
        (await nodes.Anna.RunAsync("put", "--set", "evil", Evil)).Said();
        (await nodes.Anna.RunAsync("put", "evil", Evil)).Said();

        foreach (var said in (string[])
            [
                await listener.ReadUntilAsync(line => line.Contains("DID2", StringComparison.Ordinal)),
                await follower.ReadUntilAsync(line => line.Contains("DID2", StringComparison.Ordinal)),
                (await nodes.Bela.RunAsync("get", "--set", "evil")).Said(),
            ])
        {
            Assert.EndsWith($"{nodes.Anna.Did}", said[..said.IndexOf("a\\u001B", StringComparison.Ordinal)].TrimEnd(' ', ':'), StringComparison.Ordinal);
            Assert.Contains(@"a\u001B]0;t\u0007\u001B[2Jb", said, StringComparison.Ordinal);
            Assert.Contains("\n    DID2: c" + @"\u202E\u009B", said, StringComparison.Ordinal);
            AssertTame(said);
        }

        // Into a pipe a value goes as it is; a terminal is shown what it holds.
        Assert.Equal(Evil, (await nodes.Bela.RunAsync("get", nodes.Anna.Did, "evil")).Said());
        var shown = (await Program.OnTerminalAsync("get", nodes.Anna.Did, "evil", "--data-dir", nodes.Bela.Data)).Output;
        Assert.Contains(@"a\u001B]0;t\u0007\u001B[2Jb", shown, StringComparison.Ordinal);
        Assert.Contains(@"DID2: c\u202E\u009B", shown, StringComparison.Ordinal);
        AssertTame((await nodes.Bela.RunAsync("get", nodes.Anna.Did, "evil", "--json")).Said());
    }

    [Fact]
    public async Task What_is_sent_may_come_from_stdin_and_may_begin_with_an_at_sign()
    {
        await using var listener = await nodes.Bela.ListenAsync();

        (await Program.RunWithAsync("from a pipe"u8.ToArray(), "send", nodes.Bela.Did, "-", "--data-dir", nodes.Anna.Data)).Ended.Said();
        (await nodes.Anna.RunAsync("send", nodes.Bela.Did, "@all hello")).Said();

        var heard = await listener.ReadUntilAsync(line => line.EndsWith(": @all hello", StringComparison.Ordinal));
        Assert.Contains(": from a pipe\n", heard, StringComparison.Ordinal);
        (await Program.RunWithAsync("piped too"u8.ToArray(), "topic", "publish", "piped", "-", "--data-dir", nodes.Anna.Data)).Ended.Said();
        Assert.EndsWith(": piped too\n", (await nodes.Bela.RunAsync("topic", "follow", "piped", "--history")).Said(), StringComparison.Ordinal);
    }

    private static void AssertTame(string output) => Assert.DoesNotContain(
        output.EnumerateRunes(), rune => rune.Value != '\n' && Cli.VisibleSpecs.IsHidden(rune));
}
