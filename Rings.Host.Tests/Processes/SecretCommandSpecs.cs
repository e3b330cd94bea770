namespace Rings.Host.Tests.Processes;

/// <summary>Commands about secrets, against running nodes: Bela is a guardian, the other is nobody who is there.</summary>
[Collection(WithTwoNodes.Name)]
public sealed class SecretCommandSpecs(TwoNodes nodes)
{
    private const string Nobody = "0x00000000000000000000000000000000000000b1";
    private const string Other = "0x00000000000000000000000000000000000000b2";
    private const string NoId = "00000000000000000000000000000000";

    [Fact]
    [Command("secret split", "secret status", "secret accept", "secret kept", "secret refresh", "secret guardians add",
        "secret guardians remove", "secret erase", "secret forget")]
    public async Task A_secret_is_split_kept_dealt_anew_and_forgotten()
    {
        (await nodes.Bela.RunAsync("secret", "accept", nodes.Anna.Did)).Said();
        var split = (await nodes.Anna.RunAsync(
            "secret", "split", "--key", "--guardians", $"{nodes.Bela.Did},{Nobody}", "-k", "2", "--json")).Json();
        var id = (string)split["id"]!;
        Assert.Contains($"Guardian: {nodes.Bela.Did}", (string)split["sheet"]!, StringComparison.Ordinal);
        await nodes.Bela.UntilAsync(id, "secret", "kept");
        await nodes.Anna.UntilAsync($"{nodes.Bela.Did}: kept", "secret", "status");

        (await nodes.Anna.RunAsync("secret", "refresh", id, "--delay", "48")).Said();
        (await nodes.Anna.RunAsync("secret", "guardians", "add", id, Other)).Said();
        var removed = (await nodes.Anna.RunAsync("secret", "guardians", "remove", id, Nobody)).Said();

        Assert.StartsWith("version 4 is on its way", removed, StringComparison.Ordinal);
        Assert.Contains("is being dealt: 2 of 2 are needed", (await nodes.Anna.RunAsync("secret", "status")).Said(), StringComparison.Ordinal);
        Assert.StartsWith("erased", (await nodes.Bela.RunAsync("secret", "erase", nodes.Anna.Did, id)).Said(), StringComparison.Ordinal);
        Assert.Contains("told to forget", (await nodes.Anna.RunAsync("secret", "forget", id)).Said(), StringComparison.Ordinal);
    }

    [Fact]
    [Command("secret probe", "secret veto", "secret approve", "secret refuse", "secret expect")]
    public async Task What_is_not_there_is_told()
    {
        var missing = "rings: There is no such secret or claim here.";

        Assert.Equal(missing, (await nodes.Anna.RunAsync("secret", "probe", NoId)).Complaint());
        Assert.Equal(missing, (await nodes.Anna.RunAsync("secret", "veto", NoId)).Complaint());
        Assert.Equal(missing, (await nodes.Anna.RunAsync("secret", "refuse", NoId)).Complaint());
        Assert.Equal(missing, (await nodes.Anna.RunAsync("secret", "approve", NoId, "academic", "acid", "acne", "acquire")).Complaint());
        Assert.Contains("four words", (await nodes.Anna.RunAsync("secret", "approve", NoId, "a", "b", "c", "d")).Complaint(), StringComparison.Ordinal);
        Assert.Contains("are answered", (await nodes.Anna.RunAsync("secret", "expect", Other)).Said(), StringComparison.Ordinal);
        Assert.Contains("2 to 32 different guardians", (await nodes.Anna.RunAsync(
            "secret", "split", "--guardians", Nobody, "-k", "2")).Complaint(), StringComparison.Ordinal);
    }

    [Fact]
    [Command("secret recover")]
    public async Task A_key_comes_back_from_papers_and_from_nothing_less()
    {
        var (papers, folder) = (nodes.Fresh(), nodes.Fresh());
        var split = (await nodes.Anna.RunAsync("secret", "split", "--words", "-k", "2", "-n", "3", "--json")).Json();
        await File.WriteAllLinesAsync(papers, split["papers"]!.AsArray().Skip(1).Select(paper => (string)paper!));

        var back = (await nodes.Anna.RunAsync("secret", "recover", "--words", papers, "--did", nodes.Anna.Did, "--out", folder)).Said();

        Assert.StartsWith($"{nodes.Anna.Did} is back", back, StringComparison.Ordinal);
        Assert.Contains(nodes.Anna.Did[2..], await File.ReadAllTextAsync(Path.Combine(folder, "node.key")), StringComparison.Ordinal);
        Assert.Contains("never overwrites", (await nodes.Anna.RunAsync(
            "secret", "recover", "--words", papers, "--did", nodes.Anna.Did, "--out", folder)).Complaint(), StringComparison.Ordinal);
        Assert.Contains("is not the key of", (await nodes.Anna.RunAsync(
            "secret", "recover", "--words", papers, "--did", Other, "--out", nodes.Fresh())).Complaint(), StringComparison.Ordinal);
        await File.WriteAllLinesAsync(papers, split["papers"]!.AsArray().Take(1).Select(paper => (string)paper!));
        Assert.Contains("2 shares", (await nodes.Anna.RunAsync(
            "secret", "recover", "--words", papers, "--did", nodes.Anna.Did, "--out", folder)).Complaint(), StringComparison.Ordinal);
        Assert.Contains("--sheet", (await nodes.Anna.RunAsync("secret", "recover")).Complaint(), StringComparison.Ordinal);
    }
}
