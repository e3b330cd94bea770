namespace Rings.Host.Tests.Processes;

/// <summary>What came while nobody listened.</summary>
[Collection(WithTwoNodes.Name)]
public sealed class MailCommandSpecs(TwoNodes nodes)
{
    [Fact]
    [Command("mail list", "mail read", "mail remove")]
    public async Task What_nobody_heard_waits_until_it_is_removed()
    {
        (await nodes.Anna.RunAsync("send", nodes.Bela.Did, "unheard \u001b[2J\nsecond line")).Said();

        var listed = (await nodes.Bela.RunAsync("mail", "list", "--json")).Json();
        var letter = listed["waiting"]!.AsArray().Single(one => ((string)one!["preview"]!).StartsWith("unheard", StringComparison.Ordinal))!;
        var id = (string)letter["id"]!;
        var words = (await nodes.Bela.RunAsync("mail", "list")).Said();
        var read = (await nodes.Bela.RunAsync("mail", "read", id[..8])).Said();
        var status = (await nodes.Bela.RunAsync("status")).Said();
        var file = nodes.Fresh();
        (await nodes.Bela.RunAsync("mail", "read", id, "-o", file)).Said();

        Assert.Matches($"(?m)^{id[..8]}  [0-9:]{{8}}  {nodes.Anna.Did}  unheard \\\\u001B\\[2J\\\\nsecond line$", words);
        Assert.StartsWith($"from     {nodes.Anna.Did}\nwritten  ", read, StringComparison.Ordinal);
        Assert.EndsWith("\n\nunheard \\u001B[2J\nsecond line\n", read, StringComparison.Ordinal);
        Assert.Matches("(?m)^mailbox     [0-9]+ messages? waits?: rings mail list", status);
        Assert.Equal("unheard \u001b[2J\nsecond line", await File.ReadAllTextAsync(file));

        Assert.Equal("removed\n", (await nodes.Bela.RunAsync("mail", "remove", id[..8])).Said());
        Assert.Contains("there is no letter", (await nodes.Bela.RunAsync("mail", "read", id)).Complaint(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_somebody_hears_does_not_wait()
    {
        await using var listener = await nodes.Bela.ListenAsync();

        (await nodes.Anna.RunAsync("send", nodes.Bela.Did, "heard at once")).Said();

        await listener.ReadUntilAsync(line => line.EndsWith("heard at once", StringComparison.Ordinal));
        Assert.DoesNotContain("heard at once", (await nodes.Bela.RunAsync("mail", "list")).Said(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_waits_outlives_a_restart()
    {
        var data = nodes.Fresh();
        var (first, says) = await TwoNodes.StartAsync("--data-dir", data);
        await using (first)
        {
            (await Program.RunAsync("send", (string)says["did"]!, "a note to myself", "--data-dir", data)).Said();
            await first.InterruptAsync();
        }

        var (again, _) = await TwoNodes.StartAsync("--data-dir", data);
        await using var node = again;
        Assert.EndsWith("a note to myself\n", (await Program.RunAsync("mail", "list", "--data-dir", data)).Said(), StringComparison.Ordinal);
    }
}
