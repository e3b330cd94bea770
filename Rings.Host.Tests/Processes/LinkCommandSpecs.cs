using System.Text.Json.Nodes;

namespace Rings.Host.Tests.Processes;

/// <summary>Commands about links and the ring, against running nodes.</summary>
[Collection(WithTwoNodes.Name)]
public sealed class LinkCommandSpecs(TwoNodes nodes)
{
    [Fact]
    [Command("run", "inspect", "peer list")]
    public async Task The_ring_and_the_links_are_shown()
    {
        var state = (await nodes.Anna.RunAsync("inspect", "--json")).Json();
        var links = (await nodes.Anna.RunAsync("peer", "list", "--json")).Json().AsArray();
        var words = (await nodes.Anna.RunAsync("inspect")).Said();

        Assert.Equal(nodes.Anna.Did, (string?)state["did"]);
        Assert.Equal([nodes.Bela.Did], state["successors"]!.AsArray().Select(did => (string?)did));
        Assert.Equal([nodes.Bela.Did], links.Select(link => (string?)link!["did"]));
        Assert.Contains("Member, about 2 nodes", words, StringComparison.Ordinal);
    }

    [Fact]
    [Command("lookup")]
    public async Task A_look_up_finds_the_owner()
    {
        var found = (await nodes.Anna.RunAsync("lookup", nodes.Bela.Did)).Said();
        var own = (await nodes.Anna.RunAsync("lookup", nodes.Anna.Did, "--json")).Json();
        var traced = (await nodes.Anna.RunAsync("lookup", nodes.Bela.Did, "--trace")).Said();

        Assert.Matches($"^{nodes.Bela.Did}  1 hop, [0-9.]+ ms\n$", found);
        Assert.Matches($"^  1  {nodes.Bela.Did}  [0-9.]+ ms\n{nodes.Bela.Did}  1 hop, [0-9.]+ ms\n$", traced);
        Assert.Equal(0, (int)own["hops"]!);
        Assert.Contains("no Did: 0x and 40 hex digits, nor a name", (await nodes.Anna.RunAsync("lookup", "foo")).Complaint(), StringComparison.Ordinal);
    }

    [Fact]
    [Command("dashboard")]
    public async Task The_dashboard_has_a_new_address_each_time()
    {
        var first = (await nodes.Anna.RunAsync("dashboard")).Said().TrimEnd();
        var second = (await nodes.Anna.RunAsync("dashboard", "--json")).Json();

        Assert.StartsWith(nodes.Anna.Internal + "#code=", first, StringComparison.Ordinal);
        Assert.NotEqual(first, (string?)second["url"]);
    }

    [Fact]
    [Command("connect node", "connect did", "connect seed")]
    public async Task A_link_that_stands_is_ready_at_once_whichever_way_it_is_asked_for()
    {
        var list = nodes.Fresh();
        await File.WriteAllTextAsync(list, new JsonArray(new JsonObject { ["url"] = nodes.Anna.JoinUrl }).ToJsonString());

        foreach (var (way, says) in ((string[], string)[])
            [
                (["node", nodes.Anna.JoinUrl], $"asking {nodes.Anna.JoinUrl} for a link"),
                (["did", nodes.Anna.Did], $"asking {nodes.Anna.Did} for a link, over the ring"),
                (["seed", list], $"asking for a link, one after another: {nodes.Anna.JoinUrl}"),
            ])
        {
            Assert.Equal($"{says}\nlinked to {nodes.Anna.Did}\n", (await nodes.Bela.RunAsync(["connect", .. way])).Said());
            Assert.Equal(nodes.Anna.Did, (string?)(await nodes.Bela.RunAsync(["connect", .. way, "--json"])).Json()["did"]);
        }
    }

    [Fact]
    [Command("disconnect")]
    public async Task A_link_that_is_closed_comes_back_if_the_ring_needs_it()
    {
        await using var events = await nodes.Bela.ListenAsync("--json");

        Assert.Equal("closed\n", (await nodes.Bela.RunAsync("disconnect", nodes.Anna.Did)).Said());

        await events.ReadUntilAsync(line => line.Contains("\"link-down\"", StringComparison.Ordinal));
        Assert.Contains(nodes.Anna.Did, (await nodes.Bela.RunAsync("connect", "node", nodes.Anna.JoinUrl)).Said(), StringComparison.Ordinal);
        await nodes.SettleAsync();
    }

    [Fact]
    [Command("offer create", "offer answer", "offer accept")]
    public async Task A_link_is_made_by_hand_over_any_channel_that_carries_text()
    {
        var data = nodes.Fresh();
        var (cleo, says) = await TwoNodes.StartAsync("--ring", "by-hand", "--data-dir", data);
        await using var one = cleo;
        var other = nodes.Fresh();
        var (dana, saysToo) = await TwoNodes.StartAsync("--ring", "by-hand", "--data-dir", other);
        await using var two = dana;

        var offer = (await Program.RunAsync("offer", "create", (string)saysToo["did"]!, "--data-dir", data)).Said();
        var answer = (await Program.RunAsync("offer", "answer", offer, "--data-dir", other)).Said();
        var accepted = (await Program.RunAsync("offer", "accept", answer, "--data-dir", data)).Said();

        Assert.NotEqual((string?)says["did"], (string?)saysToo["did"]);
        Assert.Equal((string?)saysToo["did"], accepted.TrimEnd());
    }
}
