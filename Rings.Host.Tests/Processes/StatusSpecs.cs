using System.Net;
using System.Net.Http.Headers;

namespace Rings.Host.Tests.Processes;

/// <summary>Whether all is well: told at once, also when it is not.</summary>
[Collection(WithTwoNodes.Name)]
public sealed class StatusSpecs(TwoNodes nodes)
{
    [Fact]
    [Command("status", "ping", "name add", "name list", "name remove")]
    public async Task The_state_a_way_and_names_are_told_in_a_screen()
    {
        (await nodes.Anna.RunAsync("name", "add", "bela", nodes.Bela.Did)).Said();

        var status = (await nodes.Anna.RunAsync("status")).Said();
        var ping = (await nodes.Anna.RunAsync("ping", "BELA")).Said();
        var self = (await nodes.Anna.RunAsync("ping", "me")).Said();

        Assert.Matches("(?m)^state       well, member of its ring, 1 link ready, up ", status);
        Assert.Matches($"(?m)^Did         {nodes.Anna.Did}$", status);
        Assert.Matches("(?m)^after       bela$", status);
        Assert.Matches("(?m)^delegation  until ", status);
        Assert.Matches("(?m)^NAT         only nodes on this machine: its links are on loopback$", status);
        Assert.Matches("(?m)^traffic     (not known yet|in [0-9.]+ [KM]?i?B/s and [0-9.]+ frames/s, out .*)$", status);
        Assert.Matches("(?m)^here     127.0.0.1:[0-9]+ Host\n(there    127.0.0.1:[0-9]+ [A-Za-z]+\n)+tried    127.0.0.1:[0-9]+ Host -> 127.0.0.1:[0-9]+ [A-Za-z]+: Succeeded$", ping);
        Assert.Matches("(?m)^bela  Ready  direct  ", status);
        Assert.Matches($"^{nodes.Bela.Did} \\(bela\\) answered in [0-9.]+ ms\npath     direct: 127.0.0.1:[0-9]+ .*round trip ", ping);
        Assert.Contains("this node itself", self, StringComparison.Ordinal);
        Assert.Equal($"{nodes.Bela.Did}  bela\n", (await nodes.Anna.RunAsync("name", "list")).Said());
        (await nodes.Anna.RunAsync("name", "remove", "bela")).Said();
        Assert.Contains("nor a name", (await nodes.Anna.RunAsync("ping", "bela")).Complaint(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("WRONG-DID", "Another node answers there than the one named behind #")]
    [InlineData("INTERNAL", "This is the internal listener of a node")]
    [InlineData("http://127.0.0.1:1/", "Is it running, and its public listener open to this machine?")]
    [InlineData("OTHER-RING", "It is in another ring")]
    public async Task Joining_that_fails_says_why_and_what_to_do(string seed, string advice)
    {
        string[] ring = seed == "OTHER-RING" ? ["--ring", "other"] : [];
        seed = seed switch
        {
            "WRONG-DID" => nodes.Anna.JoinUrl[..^4] + (nodes.Anna.JoinUrl.EndsWith("0000", StringComparison.Ordinal) ? "1111" : "0000"),
            "INTERNAL" => nodes.Anna.Internal,
            "OTHER-RING" => nodes.Anna.JoinUrl,
            _ => seed,
        };
        var data = nodes.Fresh();
        var (program, says) = await TwoNodes.StartAsync(["--data-dir", data, "--join", seed, .. ring]);
        await using var running = program;
        await using var listener = Program.Start("listen", "--data-dir", data);
        await listener.ReadUntilAsync(line => line.Contains("began a ring of its own", StringComparison.Ordinal));

        using var http = new HttpClient { BaseAddress = new Uri((string)says["internal"]!) };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", (await File.ReadAllTextAsync(Path.Combine(data, "token"))).Trim());
        using var ready = await http.GetAsync("/readyz");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, ready.StatusCode);
        Assert.Contains(advice, await ready.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Contains(advice, (await Program.RunAsync("inspect", "--data-dir", data)).Said(), StringComparison.Ordinal);
        Assert.Contains("ALONE", (await Program.RunAsync("status", "--data-dir", data)).Said(), StringComparison.Ordinal);
        var ended = await program.InterruptAsync();
        Assert.Contains(ended.ErrorLines, line => line.Contains(" warning: ", StringComparison.Ordinal) && line.Contains(advice, StringComparison.Ordinal));
        Assert.Contains(ended.ErrorLines, line => line.Contains("began a ring of its own", StringComparison.Ordinal));
    }
}
