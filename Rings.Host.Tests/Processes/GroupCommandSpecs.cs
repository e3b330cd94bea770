namespace Rings.Host.Tests.Processes;

/// <summary>Commands about groups, against running nodes: Anna and Bela own a Did together.</summary>
[Collection(WithTwoNodes.Name)]
public sealed class GroupCommandSpecs(TwoNodes nodes)
{
    private const string NoId = "00000000000000000000000000000000";

    [Fact]
    [Command("group create", "group join", "group list", "group show", "group card", "group session", "group propose", "group approve",
        "group refuse", "group policy", "group forget", "group refresh", "group change")]
    public async Task Two_own_a_Did_and_a_third_machine_gets_a_delegation()
    {
        var id = (string)(await nodes.Anna.RunAsync("group", "create", "us two", "--members", nodes.Bela.Did, "--json")).Json()["id"]!;
        await nodes.Bela.UntilAsync($"rings group join {id}", "group", "list");
        Assert.Contains("has not joined yet", (await nodes.Anna.RunAsync("group", "show", id)).Said(), StringComparison.Ordinal);
        (await nodes.Bela.RunAsync("group", "join", id)).Said();
        await nodes.Anna.UntilAsync("2 of 2 members sign; it stands", "group", "show", id);

        var (card, data) = (nodes.Fresh(), nodes.Fresh());
        await File.WriteAllTextAsync(card, (await nodes.Anna.RunAsync("group", "card", id)).Said());
        var begun = (await Program.RunAsync("group", "session", card, "--json", "--data-dir", data)).Json();
        var request = (string)(await nodes.Anna.RunAsync(
            "group", "propose", id, "--delegation", (string)begun["delegation"]!, "--json")).Json()["request"]!;
        await nodes.Bela.UntilAsync($"rings group approve {id} {request}", "group", "show", id);
        (await nodes.Bela.RunAsync("group", "approve", id, request)).Said();
        await nodes.Anna.UntilAsync("signed: ", "group", "show", id);
        var signature = (string)(await nodes.Anna.RunAsync("group", "show", id, "--json")).Json()["requests"]![0]!["signature"]!;
        Assert.Contains((string)begun["did"]!, (await Program.RunAsync("session", "complete", signature, "--data-dir", data)).Said(), StringComparison.Ordinal);

        Assert.Contains("the price", (await nodes.Anna.RunAsync("group", "policy", "--help")).Said(), StringComparison.Ordinal);
        (await nodes.Anna.RunAsync("group", "policy", id, "on")).Said();
        Assert.Contains("signs renewals by itself: 12 more", (await nodes.Anna.RunAsync("group", "show", id)).Said(), StringComparison.Ordinal);
        (await nodes.Bela.RunAsync("group", "policy", id, "off")).Said();
        await nodes.Anna.UntilAsync("\"policy\": null", "group", "show", id, "--json");
        await RefreshedAsync(id);
        await AskedAsync(id);
    }

    [Fact]
    [Command("group renewal")]
    public async Task What_is_not_there_is_told()
    {
        var missing = "rings: There is no such group or request here.";

        Assert.Equal(missing, (await nodes.Anna.RunAsync("group", "join", NoId)).Complaint());
        Assert.Equal(missing, (await nodes.Anna.RunAsync("group", "card", NoId)).Complaint());
        Assert.Equal(missing, (await nodes.Anna.RunAsync("group", "approve", NoId, NoId)).Complaint());
        Assert.Equal(missing, (await nodes.Anna.RunAsync("group", "forget", NoId)).Complaint());
        Assert.Contains("there is no group", (await nodes.Anna.RunAsync("group", "show", NoId)).Complaint(), StringComparison.Ordinal);
        Assert.Contains("one thing", (await nodes.Anna.RunAsync("group", "propose", NoId)).Complaint(), StringComparison.Ordinal);
        Assert.Contains("does not run for a group", (await nodes.Anna.RunAsync("group", "renewal")).Complaint(), StringComparison.Ordinal);
        Assert.Contains("2 to 32 different members", (await nodes.Anna.RunAsync("group", "create", "x", "--members", nodes.Anna.Did)).Complaint(), StringComparison.Ordinal);
        var noCard = nodes.Fresh();
        await File.WriteAllTextAsync(noCard, "nothing");
        Assert.Equal(missing, (await nodes.Anna.RunAsync("group", "refresh", NoId)).Complaint());
        Assert.Equal(missing, (await nodes.Anna.RunAsync("group", "change", NoId, "-k", "2")).Complaint());
        Assert.Contains("say what is to change", (await nodes.Anna.RunAsync("group", "change", NoId)).Complaint(), StringComparison.Ordinal);
        Assert.Contains("card", (await Program.RunAsync("group", "session", noCard, "--data-dir", nodes.Fresh())).Complaint(), StringComparison.Ordinal);
    }

    /// <summary>Both get new shares, and the Did stays; then they agree that others are to own it, who do not come.</summary>
    private async Task RefreshedAsync(string id)
    {
        var did = (string)(await nodes.Anna.RunAsync("group", "show", id, "--json")).Json()["did"]!;
        var request = (string)(await nodes.Anna.RunAsync("group", "refresh", id, "--json")).Json()["request"]!;
        await nodes.Bela.UntilAsync("Rings Network: change the members of a group.", "group", "show", id);
        (await nodes.Bela.RunAsync("group", "approve", id, request)).Said();
        foreach (var node in (TwoNodes.Node[])[nodes.Anna, nodes.Bela]) await node.UntilAsync("\"version\": 1", "group", "show", id, "--json");
        Assert.Equal(did, (string?)(await nodes.Bela.RunAsync("group", "show", id, "--json")).Json()["did"]);

        var stranger = "0x00000000000000000000000000000000000000aa";
        Assert.Contains("is no member", (await nodes.Anna.RunAsync("group", "change", id, "--remove", stranger)).Complaint(), StringComparison.Ordinal);
        var asked = (await nodes.Anna.RunAsync("group", "change", id, "--add", stranger, "--json")).Json();
        Assert.Contains(stranger, (string)asked["text"]!, StringComparison.OrdinalIgnoreCase);
        await nodes.Bela.UntilAsync($"rings group approve {id} {asked["request"]}", "group", "show", id);
        (await nodes.Bela.RunAsync("group", "approve", id, (string)asked["request"]!)).Said();
        await nodes.Anna.UntilAsync("new shares, version 2: 2 of them will sign; it is being made", "group", "show", id);
    }

    /// <summary>A text is refused by one of two, so nobody signs it; a group that both forget is gone.</summary>
    private async Task AskedAsync(string id)
    {
        var request = (string)(await nodes.Anna.RunAsync("group", "propose", id, "--any-text", "Hello.", "--json")).Json()["request"]!;
        await nodes.Bela.UntilAsync("    Hello.", "group", "show", id);
        (await nodes.Bela.RunAsync("group", "refuse", id, request)).Said();
        await nodes.Anna.UntilAsync($"1 of the 2 members that are needed sign; {nodes.Bela.Did} refuses", "group", "show", id);
        Assert.Contains("does not begin with", (await nodes.Anna.RunAsync(
            "group", "propose", id, "--any-text", "Rings Network wants")).Complaint(), StringComparison.Ordinal);
        foreach (var node in (TwoNodes.Node[])[nodes.Anna, nodes.Bela]) (await node.RunAsync("group", "forget", id)).Said();
        Assert.DoesNotContain(id, (await nodes.Anna.RunAsync("group", "list")).Said(), StringComparison.Ordinal);
    }
}
