namespace Rings.Host.Tests.Processes;

/// <summary>Proofs in files, made under one account and checked under others; no node runs.</summary>
public sealed class ProofCommandSpecs : IDisposable
{
    private const string Stranger = "0x00000000000000000000000000000000000000b1";

    private readonly string _root = Directory.CreateTempSubdirectory("rings-proofs-").FullName;

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    [Command("verify")]
    public async Task An_account_is_shown_to_one_Did_and_membership_without_saying_whose()
    {
        var (anna, bela) = (await AccountAsync("anna"), await AccountAsync("bela"));
        var own = await FileAsync("own", await SaidAsync("anna", "prove", "own", anna, "--to", bela, "--transferable"));
        var belas = await FileAsync("belas", await SaidAsync("bela", "prove", "own", bela, "--to", "anybody", "--transferable"));
        var shown = await SaidAsync("bela", "verify", own);
        Assert.Contains($"is the owner of account {anna}", shown, StringComparison.Ordinal);
        Assert.Contains("nobody else", (await RunAsync("bela", "verify", own, "--as", Stranger)).Complaint(), StringComparison.Ordinal);
        Assert.Contains("another ring", (await RunAsync("bela", "verify", own, "--ring", "other", "--as", bela)).Complaint(), StringComparison.Ordinal);
        Assert.Contains("not of", (await RunAsync("anna", "prove", "own", bela, "--to", bela, "--transferable")).Complaint(), StringComparison.Ordinal);

        var keys = new[] { shown, await SaidAsync("anna", "verify", belas) }.Select(text => text.Split("key ")[^1].Trim());
        var list = await FileAsync("list", "# two members\n" + string.Join('\n', keys));
        var member = await FileAsync(
            "member", await SaidAsync("anna", "prove", "one-of", list, "--tag", "vote 7", "--to", "anybody", "--transferable"));
        var known = await SaidAsync("bela", "verify", member);
        Assert.Contains("one of 2 accounts, marked once for 'vote 7', and does not say which", known, StringComparison.Ordinal);
        Assert.Contains("tag 0", known, StringComparison.Ordinal);
        Assert.DoesNotContain(anna, known, StringComparison.Ordinal);

        await AccountAsync("cleo");
        Assert.Contains("is none of the list", (await RunAsync(
            "cleo", "prove", "one-of", list, "--to", "anybody", "--transferable")).Complaint(), StringComparison.Ordinal);
        var altered = await FileAsync("altered", (await File.ReadAllTextAsync(member)).Replace("Rings Network", "Rings", StringComparison.Ordinal));
        Assert.Contains("proof", (await RunAsync("bela", "verify", altered)).Complaint(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_has_a_file_shows_it_and_the_file_stays_where_it_is()
    {
        var bela = await AccountAsync("bela");
        var content = string.Concat(Enumerable.Repeat("what only Anna has. ", 20));
        var secret = await FileAsync("secret", content);
        var hash = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(await File.ReadAllBytesAsync(secret)));
        string[] prove = ["prove", "preimage", hash, "--to", bela, "--transferable", "--file"];

        var proof = await FileAsync("proof", await SaidAsync("anna", [.. prove, secret]));

        Assert.Contains(
            $"is the holder of a file of 400 bytes with the SHA-256 {hash}.", await SaidAsync("bela", "verify", proof), StringComparison.Ordinal);
        Assert.Contains("nobody else", (await RunAsync("bela", "verify", proof, "--as", Stranger)).Complaint(), StringComparison.Ordinal);
        var another = await FileAsync("another", content + "!");
        Assert.Contains("not the one", (await RunAsync("anna", [.. prove, another])).Complaint(), StringComparison.Ordinal);
        var tooLong = await FileAsync("long", new string('a', 2552));
        Assert.Contains("too long", (await RunAsync("anna", [.. prove, tooLong])).Complaint(), StringComparison.Ordinal);
        var altered = (await File.ReadAllTextAsync(proof)).ToCharArray();
        altered[^60] = altered[^60] == 'A' ? 'B' : 'A';
        var refused = await RunAsync("bela", "verify", await FileAsync("altered", new string(altered)));
        Assert.Contains("refused", refused.Complaint(), StringComparison.Ordinal);
    }

    [Fact]
    [Command("prove circuit")]
    public async Task A_circuit_is_believed_by_who_has_it()
    {
        var bela = await AccountAsync("bela");
        const string Both = "1 3\n2 1 1\n1 1\n2 1 0 1 2 AND\n";
        var (circuit, inputs) = (await FileAsync("both", Both), await FileAsync("inputs", "03\n"));
        var name = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.ASCII.GetBytes(Both)));
        var proof = await FileAsync(
            "proof", await SaidAsync("anna", "prove", "circuit", circuit, "--inputs", inputs, "--to", bela, "--transferable"));

        Assert.Contains("a circuit that is here", (await RunAsync("bela", "verify", proof)).Complaint(), StringComparison.Ordinal);
        Directory.CreateDirectory(Path.Combine(_root, "bela", "circuits"));
        File.Copy(circuit, Path.Combine(_root, "bela", "circuits", "both.txt"));

        Assert.Contains(
            $"is the holder of 2 bits from which the circuit {name} makes 01.", await SaidAsync("bela", "verify", proof), StringComparison.Ordinal);
        var wrong = await FileAsync("wrong", "0303");
        Assert.Contains("expected 2 bits", (await RunAsync(
            "anna", "prove", "circuit", circuit, "--inputs", wrong, "--to", bela, "--transferable")).Complaint(), StringComparison.Ordinal);
        Assert.Contains("is no circuit", (await RunAsync(
            "anna", "prove", "circuit", inputs, "--inputs", inputs, "--to", bela, "--transferable")).Complaint(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_Ed25519_account_shows_itself_and_is_one_of_several_without_a_tag()
    {
        var anna = (string)(await RunAsync("anna", "init", "--account-kind", "Ed25519", "--json")).Json()["did"]!;
        var bela = await AccountAsync("bela");
        var keys = new List<string>();
        foreach (var (name, did) in (ValueTuple<string, string>[])[("anna", anna), ("bela", bela)])
        {
            var own = await FileAsync(name, await SaidAsync(name, "prove", "own", did, "--to", "anybody", "--transferable"));
            var shown = await SaidAsync("bela", "verify", own);
            Assert.Contains($"is the owner of account {did}", shown, StringComparison.Ordinal);
            keys.Add(shown.Split("key ")[^1].Trim());
        }

        var list = await FileAsync("list", string.Join('\n', keys));
        var proof = await FileAsync("member", await SaidAsync("anna", "prove", "one-of", list, "--to", "anybody", "--transferable"));
        var known = await SaidAsync("bela", "verify", proof);
        Assert.All(keys, key => Assert.Contains($"key {key}", known, StringComparison.Ordinal));
        Assert.Contains("not with Ed25519", (await RunAsync(
            "anna", "prove", "one-of", list, "--tag", "vote", "--to", "anybody", "--transferable")).Complaint(), StringComparison.Ordinal);
        await AccountAsync("cleo");
        Assert.Contains("none of the list", (await RunAsync(
            "cleo", "prove", "one-of", list, "--to", "anybody", "--transferable")).Complaint(), StringComparison.Ordinal);
        var small = await FileAsync("small", $"{keys[0]}\n{new string('0', 64)}");
        Assert.Contains("of prime order", (await RunAsync(
            "anna", "prove", "one-of", small, "--to", "anybody", "--transferable")).Complaint(), StringComparison.Ordinal);
    }

    private async Task<string> AccountAsync(string name) =>
        (string)(await RunAsync(name, "init", "--json")).Json()["did"]!;

    private async Task<string> SaidAsync(string name, params string[] arguments) => (await RunAsync(name, arguments)).Said();

    private async Task<string> FileAsync(string name, string text)
    {
        var path = Path.Combine(_root, name + ".txt");
        await File.WriteAllTextAsync(path, text);
        return path;
    }

    private Task<Program.Ended> RunAsync(string name, params string[] arguments) =>
        Program.RunAsync([.. arguments, "--data-dir", Path.Combine(_root, name)]);
}
