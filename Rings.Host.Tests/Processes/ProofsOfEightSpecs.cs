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

    [SecretsFact]
    public async Task A_credential_and_a_file_are_shown_among_eight()
    {
        foreach (var name in (string[])[.. Names, "fred", "gina", "hugo"]) await StartAsync(name);
        var (anna, bela, cleo, dana) = (Nodes["anna"], Nodes["bela"], Nodes["cleo"], Nodes["dana"]);
        var hash = (await anna.RunAsync("credential", "draw", "club")).Said().Trim();
        var list = Path.Combine(Folder, "people.txt");
        await File.WriteAllLinesAsync(list, [$"{anna.Did} born=1990-01-31", $"{hash} born=1990-01-31", $"{cleo.Did} born=2015-05-05"]);
        (await dana.RunAsync("credential", "issue", "adults", "--list", list, "--attributes", "born:date", "--depth", "16", "--out", Folder)).Said();
        foreach (var (name, file) in (ValueTuple<string, string>[])[("adults", anna.Did), ("club", hash)])
            (await anna.RunAsync("credential", "add", Path.Combine(Folder, $"{file}.credential"), "--name", name)).Said();
        string[] rule = ["--rule", "born<=2008-11-28", "--to", bela.Did];

        await ShowAsync(anna, bela, $"the holder of its own credential 'adults' of {dana.Did} with born <= 2008-11-28", ["credential", "adults", .. rule]);
        Assert.Contains("this node runs as", (await cleo.RunAsync(
            ["prove", "credential", Path.Combine(Folder, $"{anna.Did}.credential"), .. rule])).Complaint(), StringComparison.Ordinal);
        var once = await StartAsync("once");
        await ShowAsync(
            once, bela, $"the holder of a credential 'adults' of {dana.Did} with born <= 2008-11-28, marked once for 'vote 7', and does not say which",
            ["credential", Path.Combine(anna.Data, "credentials", "club.credential"), "--tag", "vote 7", .. rule]);

        var secret = Path.Combine(Folder, "secret.txt");
        await File.WriteAllTextAsync(secret, "what only Anna has");
        var sum = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(await File.ReadAllBytesAsync(secret)));
        await TimeAsync(anna, bela, secret, sum);
        await ShowAsync(anna, bela, $"the holder of a file of 18 bytes with the SHA-256 {sum}", ["preimage", sum, "--file", secret, "--to", bela.Did]);
    }

    /// <summary>From the verifier's yes until it knows: the whole dialogue, as the calls of a program see it.</summary>
    private async Task TimeAsync(SecretsNode prover, SecretsNode verifier, string file, string sum)
    {
        for (var round = 1; round <= 5; round++)
        {
            await prover.CallAsync("provePreimage", new() { ["hash"] = sum, ["file"] = file, ["to"] = verifier.Did });
            var id = "";
            await verifier.UntilAsync("listProofs", all => (id = (string?)all["requests"]!.AsArray().FirstOrDefault()?["id"] ?? "").Length > 0);
            var known = (await verifier.CallAsync("listProofs"))!["known"]!.AsArray().Count;
            var clock = Stopwatch.StartNew();
            await verifier.CallAsync("acceptProof", new() { ["id"] = id });
            while ((await verifier.CallAsync("listProofs"))!["known"]!.AsArray().Count == known && clock.Elapsed < TimeSpan.FromSeconds(60))
            {
            }

            output.WriteLine($"the preimage of a SHA-256, from the verifier's yes to its knowing, round {round}: {clock.Elapsed.TotalMilliseconds:F0} ms");
            Assert.Equal(known + 1, (await verifier.CallAsync("listProofs"))!["known"]!.AsArray().Count);
        }
    }

    private async Task ShowAsync(SecretsNode prover, SecretsNode verifier, string claim, string[] what)
    {
        var clock = Stopwatch.StartNew();
        var proving = prover.RunAsync(["prove", .. what]);
        var id = "";
        await verifier.UntilAsync("listProofs", all => (id = (string?)all["requests"]!.AsArray().FirstOrDefault()?["id"] ?? "").Length > 0);
        (await verifier.RunAsync("proof", "accept", id)).Said();
        (await proving).Said();
        await verifier.UntilAsync("listProofs", all => all["known"]!.AsArray().Any(one =>
            (string?)one!["sentence"] == $"{prover.Did} has shown that it is {claim}."));
        output.WriteLine($"{what[0]}, three commands counted: {clock.ElapsedMilliseconds} ms");
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
