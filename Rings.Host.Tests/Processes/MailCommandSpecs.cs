namespace Rings.Host.Tests.Processes;

/// <summary>What came while nobody listened, and letters for those who are away.</summary>
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
    public async Task What_waits_outlives_a_restart_and_a_letter_can_be_taken_back()
    {
        var data = nodes.Fresh();
        string did;
        {
            var (first, says) = await TwoNodes.StartAsync("--data-dir", data, "--join", nodes.Anna.JoinUrl);
            await using var one = first;
            did = (string)says["did"]!;
            await SendAsync(did, "before the restart", "delivered");
            await HasPrekeyAsync(did);
            await first.InterruptAsync();
        }

        var (again, _) = await TwoNodes.StartAsync("--data-dir", data, "--join", nodes.Anna.JoinUrl);
        await using var two = again;
        Assert.Contains("before the restart", (await Program.RunAsync("mail", "list", "--data-dir", data)).Said(), StringComparison.Ordinal);
        await again.InterruptAsync();

        await SendAsync(did, "for one who is away", "mailed");
        var posted = (await nodes.Anna.RunAsync("mail", "list", "--json")).Json()["posted"]!.AsArray().Single(letter => (string?)letter!["to"] == did)!;
        Assert.Contains("only its reader", (await nodes.Anna.RunAsync("mail", "read", (string)posted["id"]!)).Complaint(), StringComparison.Ordinal);
        Assert.Equal("taken back\n", (await nodes.Anna.RunAsync("mail", "remove", (string)posted["id"]!)).Said());
        Assert.DoesNotContain(did, (await nodes.Anna.RunAsync("mail", "list")).Said(), StringComparison.Ordinal);
    }

    /// <summary>Without a prekey in the ring no letter can be sealed; a node leaves its own soon after it has joined.</summary>
    private async Task HasPrekeyAsync(string did)
    {
        for (var look = 0; look < 40; look++)
            if ((await nodes.Anna.RunAsync("get", did, "e2e/prekeys", "--json")).Code == 0) return;

        Assert.Fail($"{did} left no prekey");
    }

    /// <summary>A node that begins or leaves is found, or found away, within some tries.</summary>
    private async Task SendAsync(string did, string text, string state)
    {
        Program.Ended last = null!;
        for (var look = 0; look < 20; look++)
        {
            last = await nodes.Anna.RunAsync("send", did, text, "--json");
            if (last.Code == 0 && (string?)last.Json()["state"] == state) return;
        }

        Assert.Fail($"it was never {state}: {last.Output}{last.Error}");
    }
}
