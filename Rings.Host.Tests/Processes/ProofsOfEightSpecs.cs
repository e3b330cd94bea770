using System.Diagnostics;
using Rings.Actors.Identity;
using Rings.Sovereign.Groups;
using Xunit.Abstractions;

namespace Rings.Host.Tests.Processes;

/// <summary>Eight real nodes make a ring on loopback; one of them is shown proofs by another, and by a node under a Did of one use.</summary>
public sealed class ProofsOfEightSpecs(ITestOutputHelper output) : FriendNodes
{
    private const string Words = "vote 7: yes";

    [SecretsFact]
    public async Task An_account_is_shown_and_a_vote_of_one_of_64_counts_once()
    {
        foreach (var name in (string[])[.. Names, "fred", "gina", "hugo"]) await StartAsync(name);
        var (anna, bela) = (Nodes["anna"], Nodes["bela"]);
        await OwnAsync(anna, bela);

        var list = await ListAsync(anna);
        string[] vote = ["prove", "one-of", list, "--tag", Words, "--to", bela.Did];
        Assert.Contains("which is in the list", (await anna.RunAsync(vote)).Complaint(), StringComparison.Ordinal);
        (await bela.RunAsync("proof", "take", list, "--tag", Words)).Said();
        var once = await StartAsync("once");
        string[] votes = [.. vote, "--key", Path.Combine(anna.Data, "node.key")];
        var clock = Stopwatch.StartNew();
        Assert.Contains("one of 64 accounts", (await once.RunAsync(votes)).Said(), StringComparison.Ordinal);
        output.WriteLine($"a vote of one of 64, its command and the full second counted: {clock.ElapsedMilliseconds} ms");
        var known = (await bela.RunAsync("proof", "requests")).Said();
        Assert.Contains(
            $"{once.Did} has shown that it is the owner of one of 64 accounts, marked once for '{Words}', and does not say which.", known,
            StringComparison.Ordinal);

        Assert.Contains("one of 64 accounts", (await once.RunAsync(votes)).Said(), StringComparison.Ordinal);
        Assert.Contains("the same owner had done so before", (await bela.RunAsync("proof", "requests")).Said(), StringComparison.Ordinal);
    }

    private static async Task OwnAsync(SecretsNode anna, SecretsNode bela)
    {
        var proving = anna.RunAsync("prove", "own", anna.Did, "--to", bela.Did);
        var id = "";
        await bela.UntilAsync("listProofs", all => (id = (string?)all["requests"]!.AsArray().FirstOrDefault()?["id"] ?? "").Length > 0);
        (await bela.RunAsync("proof", "accept", id)).Said();
        (await proving).Said();
        await bela.UntilAsync("listProofs", all => all["known"]!.AsArray().Any(one =>
            (string?)one!["sentence"] == $"{anna.Did} has shown that it is the owner of account {anna.Did}."));
    }

    /// <summary>Anna's key among 63 others.</summary>
    private async Task<string> ListAsync(SecretsNode anna)
    {
        using var key = KeyFile.Read(Path.Combine(anna.Data, "node.key"));
        var keys = Enumerable.Range(2, 63).Select(number => Secp256k1Scalar.Of((uint)number))
            .Append(Secp256k1Scalar.Read(key.ExportSecret(), "key")).Select(Secp256k1Point.OfSecret);
        var list = Path.Combine(Folder, "members.txt");
        await File.WriteAllLinesAsync(list, keys.Select(one => one.ToString()));
        return list;
    }
}
