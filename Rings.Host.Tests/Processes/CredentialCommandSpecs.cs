namespace Rings.Host.Tests.Processes;

/// <summary>Credentials between two running nodes: Bela gives them, Anna shows them, and a node under a Did of one use.</summary>
[Collection(WithTwoNodes.Name)]
public sealed class CredentialCommandSpecs(TwoNodes nodes)
{
    private const string Rule = "born<=2008-11-28";

    [Fact]
    [Command("credential issue", "credential add", "credential list", "credential show", "credential remove", "prove credential")]
    public async Task A_named_credential_is_shown_by_its_holder_and_by_nobody_else()
    {
        var (anna, bela, folder) = (nodes.Anna, nodes.Bela, nodes.Fresh());
        var root = await IssueAsync("adults", folder, $"{anna.Did} born=1990-01-31", $"{bela.Did} born=1955-06-07");
        var file = Path.Combine(folder, $"{anna.Did}.credential");
        Assert.Contains("kept as 'adults'", (await anna.RunAsync("credential", "add", file)).Said(), StringComparison.Ordinal);
        Assert.Contains($"named {anna.Did}", (await anna.RunAsync("credential", "list")).Said(), StringComparison.Ordinal);
        var shown = (await anna.RunAsync("credential", "show", "adults")).Said();
        Assert.Contains("born 1990-01-31", shown, StringComparison.Ordinal);
        Assert.Contains($"root {root}", shown, StringComparison.Ordinal);
        var claim = $"the holder of its own credential 'adults' of {bela.Did} with born <= 2008-11-28";
        string[] prove = ["prove", "credential", "adults", "--rule", Rule, "--to", bela.Did];

        var proving = anna.RunAsync(prove);
        var id = await RequestAsync($"{anna.Did} wants to show you that it is {claim}");
        Assert.Contains("another", (await bela.RunAsync("proof", "accept", id, "--root", new string('0', 64))).Complaint(), StringComparison.Ordinal);
        (await bela.RunAsync("proof", "accept", id)).Said();

        Assert.Equal($"{bela.Did} now knows that you are {claim}\n", (await proving).Said());
        await bela.UntilAsync($"{anna.Did} has shown that it is {claim}.", "proof", "requests");
        await ComplainsAsync("this node runs as", bela, "prove", "credential", file, "--to", anna.Did);
        await ComplainsAsync("does not fulfil born >= 2008-11-29", anna, "prove", "credential", "adults", "--rule", "born>2008-11-28", "--to", bela.Did);
        await ComplainsAsync("--rule", anna, "prove", "credential", "adults", "--rule", "age<18", "--to", bela.Did);
        await ComplainsAsync("another root", anna, [.. prove, "--root", new string('1', 64)]);
        await ComplainsAsync("live only", anna, [.. prove, "--transferable"]);
        (await anna.RunAsync("credential", "remove", "adults")).Said();
        await ComplainsAsync("there is no credential", anna, prove);
    }

    [Fact]
    [Command("credential draw")]
    public async Task An_anonymous_one_comes_from_a_Did_of_one_use_and_a_file_is_believed_by_who_knows_the_root()
    {
        var (anna, bela, folder) = (nodes.Anna, nodes.Bela, nodes.Fresh());
        var hash = (await anna.RunAsync("credential", "draw", "club")).Said().Trim();
        Assert.Equal(hash, (await anna.RunAsync("credential", "draw", "club")).Said().Trim());
        var root = await IssueAsync("club", folder, $"{hash} born=1990-01-31");
        var given = Path.Combine(folder, $"{hash}.credential");
        await ComplainsAsync("is not in this data directory", bela, "credential", "add", given);
        (await anna.RunAsync("credential", "add", given, "--name", "club")).Said();
        var file = Path.Combine(anna.Data, "credentials", "club.credential");
        string[] prove = ["prove", "credential", file, "--rule", Rule, "--tag", "vote 7", "--to", bela.Did];
        await ComplainsAsync("Did of one use", anna, prove);

        var data = nodes.Fresh();
        var (program, says) = await TwoNodes.StartAsync("--join", bela.JoinUrl, "--data-dir", data);
        await using var once = program;
        var proving = Program.RunAsync([.. prove, "--data-dir", data]);
        var claim = $"the holder of a credential 'club' of {bela.Did} with born <= 2008-11-28, marked once for 'vote 7', and does not say which";
        (await bela.RunAsync("proof", "accept", await RequestAsync($"{says["did"]} wants to show you that it is {claim}"))).Said();
        Assert.Contains("now knows", (await proving).Said(), StringComparison.Ordinal);
        await bela.UntilAsync($"{says["did"]} has shown that it is {claim}.", "proof", "requests");

        var proof = nodes.Fresh();
        await File.WriteAllTextAsync(proof, (await anna.RunAsync([.. prove, "--transferable", "--root", root])).Said());
        Assert.Contains(claim, (await bela.RunAsync("verify", proof)).Said(), StringComparison.Ordinal);
        Assert.Contains(claim, (await bela.RunAsync("verify", proof, "--root", root)).Said(), StringComparison.Ordinal);
        await ComplainsAsync("does not show in its record", bela, "verify", proof, "--root", new string('1', 64));
    }

    [Fact]
    [Command("proof allow")]
    public async Task By_rules_of_both_a_credential_is_shown_and_taken_and_the_second_question_is_its_holders()
    {
        var (anna, bela, folder) = (nodes.Anna, nodes.Bela, nodes.Fresh());
        await IssueAsync("grown", folder, $"{anna.Did} born=1990-01-31");
        (await anna.RunAsync("credential", "add", Path.Combine(folder, $"{anna.Did}.credential"), "--name", "grown")).Said();
        string[] asks = ["proof", "ask", anna.Did, "--credential", $"{bela.Did}/grown", "--rule", Rule];
        var known = $"{anna.Did} has shown that it is the holder of its own credential 'grown' of {bela.Did} with born <= 2008-11-28.";

        (await anna.RunAsync("proof", "allow", "grown", "--rule", Rule)).Said();
        (await bela.RunAsync(asks)).Said();
        await bela.UntilAsync(known, "proof", "requests");

        // Many answers would tell the day: the next one is Anna's.
        (await bela.RunAsync(asks)).Said();
        var wanted = $"{bela.Did} asks you to show that you are the holder of its own credential 'grown' of {bela.Did} with {Rule}";
        await anna.UntilAsync(wanted, "proof", "requests");
        var line = (await anna.RunAsync("proof", "requests")).Said().Split('\n').Single(one => one.Contains(wanted, StringComparison.Ordinal));
        Assert.Contains("now knows", (await anna.RunAsync("proof", "answer", line.Split(' ')[0])).Said(), StringComparison.Ordinal);

        // What Bela takes by a rule needs no word of hers.
        (await bela.RunAsync("proof", "take", "--credential", $"{bela.Did}/grown", "--rule", "born<=2000-01-01")).Said();
        Assert.Contains("now knows", (await anna.RunAsync(
            "prove", "credential", "grown", "--rule", "born<=2000-01-01", "--to", bela.Did)).Said(), StringComparison.Ordinal);
        await ComplainsAsync("does not fulfil", anna, "proof", "allow", "grown", "--rule", "born>2008-11-28");
        await ComplainsAsync("name a list", bela, "proof", "take");
        (await anna.RunAsync("credential", "remove", "grown")).Said();
    }

    private static async Task ComplainsAsync(string wanted, TwoNodes.Node node, params string[] arguments) =>
        Assert.Contains(wanted, (await node.RunAsync(arguments)).Complaint(), StringComparison.Ordinal);

    /// <returns>The root.</returns>
    private async Task<string> IssueAsync(string name, string folder, params string[] lines)
    {
        var list = nodes.Fresh();
        await File.WriteAllLinesAsync(list, ["# who has one", .. lines]);
        var issued = await nodes.Bela.RunAsync(
            "credential", "issue", name, "--list", list, "--attributes", "born:date", "--depth", "4", "--out", folder, "--json");
        return (string)issued.Json()["root"]!;
    }

    private async Task<string> RequestAsync(string wanted)
    {
        await nodes.Bela.UntilAsync(wanted, "proof", "requests");
        var all = (await nodes.Bela.RunAsync("proof", "requests")).Said().Split('\n');
        return all.Single(line => line.Contains(wanted, StringComparison.Ordinal)).Split(' ')[0];
    }
}
