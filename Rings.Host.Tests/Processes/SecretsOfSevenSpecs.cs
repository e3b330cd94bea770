using System.Diagnostics;
using System.Text;
using System.Text.Json.Nodes;
using Rings.Protocol;
using Rings.Protocol.Identity;
using Rings.Sovereign.Groups;
using Rings.Sovereign.Secrets;
using Xunit.Abstractions;

namespace Rings.Host.Tests.Processes;

/// <summary>
/// Seven real nodes on loopback: an owner, five guardians, one of whom is a thief, and a new machine that has the recovery
/// sheet only.
/// </summary>
public sealed class SecretsOfSevenSpecs(ITestOutputHelper output) : FriendNodes
{
    private const string Protocol = "secret/1";

    [SecretsFact]
    public async Task A_lost_key_comes_back_by_its_friends_and_a_stranger_gets_nothing()
    {
        await StartAsync("anna");
        await Task.WhenAll(((string[])["bela", "cleo", "dana", "ezra", "owner", "new"]).Select(StartAsync));
        var (owner, newcomer, thief) = (Nodes["owner"], Nodes["new"], Nodes["ezra"]);
        var (id, sheet) = await SplitAsync(owner);
        await RehearseAsync(newcomer, sheet);

        // One guardian will be gone, another's database is altered.
        await AlterAsync("dana", owner.Did, id);
        var begun = (await newcomer.RunAsync("secret", "recover", "--sheet", sheet, "--json")).Json();
        // Who has just begun again answers once it is reached, which the command does not wait for as long as it may take.
        await newcomer.UntilAsync("listRecoveries", tasks => (int)tasks[0]!["answered"]! == 5);
        begun = (await newcomer.CallAsync("listRecoveries"))![0]!;
        Assert.Contains("under way", (await newcomer.RunAsync("secret", "recover", "--sheet", sheet, "--dry-run")).Complaint(), StringComparison.Ordinal);

        await ThiefIsRefusedAsync(thief, begun, await File.ReadAllTextAsync(sheet));
        await LiarIsNotFollowedAsync(thief, newcomer, begun, owner.Did, id);
        await VetoHoldsAsync(owner, newcomer, begun);
        await thief.KillAsync();
        await owner.KillAsync();
        await OrdersOfASessionThiefAsync(owner, id);

        await ApproveAsync(newcomer, begun);
        var back = Path.Combine(Folder, "back");
        var said = (await newcomer.RunAsync("secret", "recover", "--sheet", sheet, "--out", back)).Said();
        Assert.Contains($"{Nodes["dana"].Did}", said.Split('\n').Single(line => line.Contains("gave an altered share", StringComparison.Ordinal)), StringComparison.Ordinal);
        Assert.Contains("All session keys of before are revoked", said, StringComparison.Ordinal);
        await using (var again = await SecretsNode.StartAsync(back, newcomer.JoinUrl)) Assert.Equal(owner.Did, again.Did);
        foreach (var node in Nodes.Values.Where(node => node.IsUp)) await node.KillAsync();
        NothingLiesInClear(owner, back);
    }

    private async Task<(string Id, string Sheet)> SplitAsync(SecretsNode owner)
    {
        foreach (var name in Names) Assert.NotNull(await Nodes[name].CallAsync("acceptOwner", new() { ["did"] = owner.Did }));
        var guardians = string.Join(',', Names.Select(name => Nodes[name].Did));
        var split = (await owner.RunAsync("secret", "split", "--key", "--guardians", guardians, "-k", "3", "--delay", "0", "--json")).Json();
        var sheet = Path.Combine(Folder, "sheet");
        await File.WriteAllTextAsync(sheet, (string)split["sheet"]!);
        await owner.UntilAsync("listSecrets", secrets => (int?)secrets[0]!["current"]?["keepers"] == 5);
        var probed = (await owner.RunAsync("secret", "probe", (string)split["id"]!, "--json")).Json();
        Assert.All(probed.AsArray(), result => Assert.True((bool)result!["proven"]!, result.ToJsonString()));
        return ((string)split["id"]!, sheet);
    }

    /// <summary>Who is there is told, no number is opened, and nothing is left of it.</summary>
    private async Task RehearseAsync(SecretsNode newcomer, string sheet)
    {
        var said = (await newcomer.RunAsync("secret", "recover", "--sheet", sheet, "--dry-run")).Said();
        Assert.StartsWith("5 of 5 guardians answered; 3 are needed.", said, StringComparison.Ordinal);
        Assert.Equal("[]", (await newcomer.CallAsync("listRecoveries"))!.ToJsonString());
        Assert.Equal("asked", (string?)(await Nodes["anna"].CallAsync("listKept"))!["claims"]![0]!["state"]);
    }

    /// <summary>The first claimant's words open nothing to a second one; typed three times, they end its claim.</summary>
    private async Task ThiefIsRefusedAsync(SecretsNode thief, JsonNode begun, string sheet)
    {
        Assert.NotNull(await thief.CallAsync("recoverSecret", new() { ["sheet"] = sheet }));
        await thief.UntilAsync("listRecoveries", tasks => (int)tasks[0]!["answered"]! == 4);
        var stolen = (await thief.CallAsync("listRecoveries"))![0]!;
        var (guardian, theirs) = (Nodes["anna"], PartOf(stolen, "anna"));
        await UntilClaimAsync("anna", theirs, "waits for the words");
        JsonObject Words(JsonNode part) => new() { ["claim"] = (string)theirs["claim"]!, ["words"] = WordsOf(part) };

        for (var tries = 0; tries < 3; tries++)
        {
            Assert.Contains(
                tries < 2 ? "not the words of this claim" : "has ended",
                await guardian.RefusalAsync("approveClaim", Words(PartOf(begun, "anna"))), StringComparison.Ordinal);
        }

        Assert.Contains("has ended", await guardian.RefusalAsync("approveClaim", Words(theirs)), StringComparison.Ordinal);
    }

    /// <summary>
    /// A guardian draws another nonce, and claims elsewhere with the commitment and the number that it was given: neither
    /// changes the words that the newcomer says, nor becomes a claim of its own.
    /// </summary>
    private async Task LiarIsNotFollowedAsync(SecretsNode liar, SecretsNode newcomer, JsonNode begun, string owner, string id)
    {
        var place = new SecretPlace(RingId.OfPublic("main"), DidOf(newcomer.Did));
        var given = SecretRecovery.Load(place, SecretsDisk.Read(newcomer.Data)).Tasks.Values.Single().Parts[DidOf(liar.Did)];
        await liar.SayAsync(newcomer.Did, Protocol, SecretCodec.Write(new SecretMessage.Challenge(given.Claim, Bytes32.Read(new byte[32]))));
        var words = (await newcomer.CallAsync("listRecoveries"))![0]!;
        Assert.Equal((string)PartOf(begun, "ezra")["words"]!, (string)PartOf(words, "ezra")["words"]!);

        var commitment = SecretsDisk.Read(liar.Data).Where(entry => entry.Kind == SecretEntryKind.Claim)
            .Select(entry => Guardian.Load(new(place.Ring, DidOf(liar.Did)), [entry], []).Claims.Single())
            .Single(claim => claim.Key == given.Claim).Value.Commitment;
        var anna = Nodes["anna"];
        await liar.SayAsync(anna.Did, Protocol, SecretCodec.Write(new SecretMessage.Claim(given.Claim, DidOf(owner), IdOf(id), commitment)));
        await liar.SayAsync(anna.Did, Protocol, SecretCodec.Write(new SecretMessage.Opening(given.Claim, given.Random)));
        await anna.UntilAsync("listKept", kept => kept["claims"]!.AsArray().Any(claim =>
            (string?)claim!["claim"] == given.Claim.ToString() && (string?)claim["state"] == "ended"));
    }

    /// <summary>The old node says no: nothing moves until the guardian approves, knowing it.</summary>
    private async Task VetoHoldsAsync(SecretsNode owner, SecretsNode newcomer, JsonNode begun)
    {
        var (part, anna) = (PartOf(begun, "anna"), Nodes["anna"]);
        var claim = (string)part["claim"]!;
        await owner.UntilAsync("listSecrets", secrets =>
            secrets[0]!["alarms"]!.AsArray().Any(alarm => (string?)alarm!["claim"] == claim));
        (await owner.RunAsync("secret", "veto", claim)).Said();
        await UntilClaimAsync("anna", part, "held by a veto");

        string[] approve = ["secret", "approve", claim, .. ((string)part["words"]!).Split(' ')];
        Assert.Contains("says that this claim is not its own", (await anna.RunAsync(approve)).Complaint(), StringComparison.Ordinal);
        Assert.All(StatesOf((await newcomer.CallAsync("listRecoveries"))!), state => Assert.Equal("answered", state));
        (await anna.RunAsync([.. approve, "--despite-veto"])).Said();
        await newcomer.UntilAsync("listRecoveries", tasks => (string?)PartOf(tasks[0]!, "anna")["state"] == "gave its share");
    }

    /// <summary>All guardians that live are dealt another version, told that it stands, and told to forget.</summary>
    private async Task OrdersOfASessionThiefAsync(SecretsNode owner, string id)
    {
        await using var thief = await SecretsNode.StartAsync(SessionThief.Steal(owner.Data), Nodes["anna"].JoinUrl);
        Assert.Equal(owner.Did, thief.Did);
        var publicKey = Secp256k1Point.OfSecret(Secp256k1Scalar.Read(Convert.FromHexString(KeyOf(owner)), "key"));
        foreach (var name in Names.Where(name => Nodes[name].IsUp))
        {
            foreach (var order in SessionThief.Orders(IdOf(id), publicKey))
                await thief.SayAsync(Nodes[name].Did, Protocol, SecretCodec.Write(order));
            await Nodes[name].UntilAsync("listKept", kept => kept["kept"]![0]!["versions"]!.AsArray() is { Count: 2 } versions
                && versions.All(version => version!["ended"] is not null));
        }
    }

    /// <summary>Anna's share is here. With an altered one and one more it is not enough; with the last it is.</summary>
    private async Task ApproveAsync(SecretsNode newcomer, JsonNode begun)
    {
        foreach (var name in (string[])["dana", "bela"]) await ApproveAsync(name, begun);
        await newcomer.UntilAsync("listRecoveries", tasks => StatesOf(tasks).Count(state => state == "gave its share") == 2
            && StatesOf(tasks).Contains("gave an altered share"));
        Assert.False((bool)(await newcomer.CallAsync("listRecoveries"))![0]!["ready"]!);
        await UntilClaimAsync("cleo", PartOf(begun, "cleo"), "waits for the words");
        var clock = Stopwatch.StartNew();
        await ApproveAsync("cleo", begun);
        await newcomer.UntilAsync("listRecoveries", tasks => (bool)tasks[0]!["ready"]!);
        output.WriteLine($"recovery of 3 of 5: {clock.Elapsed.TotalMilliseconds:F0} ms from the last approval, its writing to the disk among it (300)");
    }

    private async Task ApproveAsync(string name, JsonNode begun)
    {
        var part = PartOf(begun, name);
        await UntilClaimAsync(name, part, "waits for the words");
        Assert.NotNull(await Nodes[name].CallAsync(
            "approveClaim", new() { ["claim"] = (string)part["claim"]!, ["words"] = WordsOf(part) }));
    }

    private Task UntilClaimAsync(string guardian, JsonNode part, string state) =>
        Nodes[guardian].UntilAsync("listKept", kept => kept["claims"]!.AsArray().Any(one =>
            (string?)one!["claim"] == (string)part["claim"]! && (string?)one["state"] == state));

    private JsonNode PartOf(JsonNode begun, string name) =>
        begun["guardians"]!.AsArray().Single(part => (string?)part!["did"] == Nodes[name].Did)!;

    private static JsonArray WordsOf(JsonNode part) => new([.. ((string)part["words"]!).Split(' ').Select(word => (JsonNode)word)]);

    private static List<string> StatesOf(JsonNode tasks) =>
        [.. tasks[0]!["guardians"]!.AsArray().Select(part => (string)part!["state"]!)];

    /// <summary>Changes a share on a disk, with the key that lies beside it, while its node is down.</summary>
    private async Task AlterAsync(string name, string owner, string id)
    {
        await Nodes[name].KillAsync();
        AlteredShare.Write(Nodes[name].Data, DidOf(owner), IdOf(id));
        await StartAsync(name);
    }

    /// <summary>The key lies in no file but its owner's own and the one that came back, and no share in any.</summary>
    private void NothingLiesInClear(SecretsNode owner, string back)
    {
        var (key, ring) = (KeyOf(owner), RingId.OfPublic("main"));
        var wanted = new List<byte[]> { Convert.FromHexString(key), Encoding.ASCII.GetBytes(key) };
        foreach (var name in Names)
        {
            var guardian = Guardian.Load(new(ring, DidOf(Nodes[name].Did)), SecretsDisk.Read(Nodes[name].Data), []);
            var shares = guardian.Kept.Values.SelectMany(kept => kept.Versions.Values).Select(version => version.Deal.Share.ToByteArray()).ToList();
            Assert.NotEmpty(shares);
            wanted.AddRange(shares);
        }

        string[] known = [Path.Combine(owner.Data, "node.key"), Path.Combine(back, "node.key")];
        var files = Directory.EnumerateFiles(Folder, "*", SearchOption.AllDirectories)
            .Where(file => !known.Contains(file) && Path.GetFileName(file) != "lock").ToList();
        Assert.All(files, file =>
        {
            var content = File.ReadAllBytes(file);
            Assert.All(wanted, bytes => Assert.True(content.AsSpan().IndexOf(bytes) < 0, file));
        });
        output.WriteLine($"{wanted.Count} secrets and shares are in none of {files.Count} files");
    }

    private static string KeyOf(SecretsNode node) =>
        (string)JsonNode.Parse(File.ReadAllText(Path.Combine(node.Data, "node.key")))!["secret"]!;

    private static Did DidOf(string text) => Did.Parse(text, null);
}
