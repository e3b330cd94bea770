using Rings.Actors.Identity;
using Rings.Sovereign.Groups;

namespace Rings.Host.Tests.Processes;

/// <summary>Live proofs between two running nodes: Bela is shown things, by Anna and by a node under a Did of one use.</summary>
[Collection(WithTwoNodes.Name)]
public sealed class VoteSpecs(TwoNodes nodes)
{
    [Fact]
    [Command("prove own", "proof requests", "proof accept", "proof refuse")]
    public async Task An_account_is_shown_when_the_person_wants_to_see_it()
    {
        var (anna, bela) = (nodes.Anna, nodes.Bela);
        var proving = anna.RunAsync("prove", "own", anna.Did, "--to", bela.Did);
        var id = await RequestAsync($"{anna.Did} wants to show you that it is the owner of account {anna.Did}");

        (await bela.RunAsync("proof", "accept", id)).Said();

        Assert.Equal($"{bela.Did} now knows that you are the owner of account {anna.Did}\n", (await proving).Said());
        await bela.UntilAsync($"{anna.Did} has shown that it is the owner of account {anna.Did}.", "proof", "requests");
        var refused = anna.RunAsync("prove", "own", anna.Did, "--to", bela.Did);
        (await bela.RunAsync("proof", "refuse", await RequestAsync("wants to show you that it is the owner"))).Said();
        Assert.Contains("refused it", (await refused).Complaint(), StringComparison.Ordinal);
        Assert.Contains("no such request", (await bela.RunAsync("proof", "accept", id)).Complaint(), StringComparison.Ordinal);
        Assert.Contains("not of", (await anna.RunAsync("prove", "own", bela.Did, "--to", bela.Did)).Complaint(), StringComparison.Ordinal);
        Assert.Contains("itself", (await anna.RunAsync("prove", "own", anna.Did, "--to", anna.Did)).Complaint(), StringComparison.Ordinal);
    }

    [Fact]
    [Command("prove preimage")]
    public async Task Who_has_a_file_shows_it_live()
    {
        var (anna, bela) = (nodes.Anna, nodes.Bela);
        var file = nodes.Fresh();
        await File.WriteAllTextAsync(file, "what only Anna has");
        var hash = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(await File.ReadAllBytesAsync(file)));
        var claim = $"the holder of a file of 18 bytes with the SHA-256 {hash}";
        var proving = anna.RunAsync("prove", "preimage", hash, "--file", file, "--to", bela.Did);

        (await bela.RunAsync("proof", "accept", await RequestAsync($"{anna.Did} wants to show you that it is {claim}"))).Said();

        Assert.Equal($"{bela.Did} now knows that you are {claim}\n", (await proving).Said());
        await bela.UntilAsync($"{anna.Did} has shown that it is {claim}.", "proof", "requests");
        Assert.Contains("not the one", (await anna.RunAsync(
            "prove", "preimage", new string('0', 64), "--file", file, "--to", bela.Did)).Complaint(), StringComparison.Ordinal);
    }

    [Fact]
    [Command("prove one-of", "proof take")]
    public async Task A_vote_of_one_of_64_comes_from_a_Did_of_one_use_once()
    {
        // Anna runs under a Did of the list; the member's key is that of an account that runs nowhere.
        var member = nodes.Fresh();
        (await Program.RunAsync("init", "--data-dir", member)).Said();
        var key = Path.Combine(member, "node.key");
        var keys = Enumerable.Range(2, 62).Select(number => Secp256k1Point.OfSecret(Secp256k1Scalar.Of((uint)number)))
            .Append(PublicOf(key)).Append(PublicOf(Path.Combine(nodes.Anna.Data, "node.key")));
        var list = nodes.Fresh();
        await File.WriteAllLinesAsync(list, keys.Select(one => one.ToString()));
        string[] vote = ["prove", "one-of", list, "--tag", "vote 7: yes", "--to", nodes.Bela.Did];

        Assert.Contains("which is in the list", (await nodes.Anna.RunAsync(vote)).Complaint(), StringComparison.Ordinal);
        Assert.Contains("are taken", (await nodes.Bela.RunAsync("proof", "take", list, "--tag", "vote 7: yes")).Said(), StringComparison.Ordinal);
        var data = nodes.Fresh();
        var (program, says) = await TwoNodes.StartAsync("--join", nodes.Bela.JoinUrl, "--data-dir", data);
        await using var once = program;
        string[] from = ["--key", key, "--data-dir", data];
        Assert.Contains("one of 64 accounts", (await Program.RunAsync([.. vote, .. from])).Said(), StringComparison.Ordinal);
        await nodes.Bela.UntilAsync($"{says["did"]} has shown that it is the owner of one of 64 accounts, marked once for 'vote 7: yes', "
            + "and does not say which.", "proof", "requests");
        Assert.Contains("one of 64 accounts", (await Program.RunAsync([.. vote, .. from])).Said(), StringComparison.Ordinal);

        await nodes.Bela.UntilAsync("the same owner had done so before", "proof", "requests");
        (await program.InterruptAsync()).Said();
        await nodes.SettleAsync();
    }

    [Fact]
    [Command("proof ask", "proof answer")]
    public async Task Who_is_asked_answers_or_refuses_and_the_asker_is_told_in_a_sentence()
    {
        var (anna, bela) = (nodes.Anna, nodes.Bela);
        Assert.Contains("ten minutes", (await bela.RunAsync("proof", "ask", anna.Did)).Said(), StringComparison.Ordinal);
        Assert.Contains($"asked of {anna.Did}", (await bela.RunAsync("proof", "requests")).Said(), StringComparison.Ordinal);
        var id = await RequestAsync(anna, $"{bela.Did} asks you to show that you are the owner of its account");

        var answered = (await anna.RunAsync("proof", "answer", id)).Said();

        Assert.Equal($"{bela.Did} now knows that you are the owner of account {anna.Did}\n", answered);
        await bela.UntilAsync($"{anna.Did} has shown that it is the owner of account {anna.Did}.", "proof", "requests");
        Assert.Contains("no such request", (await anna.RunAsync("proof", "answer", id)).Complaint(), StringComparison.Ordinal);

        var hash = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData("what only Anna has"u8));
        (await bela.RunAsync("proof", "ask", anna.Did, "--preimage", hash)).Said();
        var file = nodes.Fresh();
        await File.WriteAllTextAsync(file, "what only Anna has");
        id = await RequestAsync(anna, $"the holder of a file with the SHA-256 {hash}");
        Assert.Contains("file", (await anna.RunAsync("proof", "answer", id)).Complaint(), StringComparison.Ordinal);
        (await anna.RunAsync("proof", "answer", id, "--file", file)).Said();
        await bela.UntilAsync($"{anna.Did} has shown that it is the holder of a file of 18 bytes", "proof", "requests");

        (await bela.RunAsync("proof", "ask", anna.Did, "--preimage", new string('0', 64))).Said();
        (await anna.RunAsync("proof", "refuse", await RequestAsync(anna, "with the SHA-256 0000"))).Said();
        await bela.UntilAsync("nothing came of it (NotMine)", "proof", "requests");
        Assert.Contains("ISSUER/NAME", (await bela.RunAsync(
            "proof", "ask", anna.Did, "--credential", "adults")).Complaint(), StringComparison.Ordinal);
        Assert.Contains("itself", (await bela.RunAsync("proof", "ask", bela.Did)).Complaint(), StringComparison.Ordinal);
    }

    private static Secp256k1Point PublicOf(string file)
    {
        using var key = KeyFile.Read(file);
        return Secp256k1Point.OfSecret(Secp256k1Scalar.Read(key.ExportSecret(), "key"));
    }

    /// <summary>The id of the request that says something, when it is there.</summary>
    private Task<string> RequestAsync(string wanted) => RequestAsync(nodes.Bela, wanted);

    private static async Task<string> RequestAsync(TwoNodes.Node node, string wanted)
    {
        await node.UntilAsync(wanted, "proof", "requests");
        var lines = (await node.RunAsync("proof", "requests")).Said().Split('\n');
        return lines.Single(line => line.Contains(wanted, StringComparison.Ordinal)).Split(' ')[0];
    }
}
