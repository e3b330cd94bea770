using System.Diagnostics;
using System.Text;
using System.Text.Json.Nodes;
using Rings.Protocol;
using Rings.Sovereign.Secrets;
using Xunit.Abstractions;

namespace Rings.Host.Tests.Processes;

/// <summary>Seven real nodes on loopback: an owner, five guardians, and a new machine that has the recovery sheet only.</summary>
public sealed class SecretsOfSevenSpecs(ITestOutputHelper output) : IAsyncLifetime
{
    private static readonly string[] Names = ["anna", "bela", "cleo", "dana", "ezra"];

    private readonly string _folder = Directory.CreateTempSubdirectory("rings-seven-").FullName;
    private readonly Dictionary<string, SecretsNode> _nodes = [];

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        foreach (var node in _nodes.Values) await node.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [SecretsFact]
    public async Task A_lost_key_comes_back_by_its_friends_and_a_stranger_gets_nothing()
    {
        foreach (var name in Names) await StartAsync(name);
        var owner = await StartAsync("owner");
        foreach (var name in Names) (await _nodes[name].RunAsync("secret", "accept", owner.Did)).Said();
        var guardians = string.Join(',', Names.Select(name => _nodes[name].Did));
        var split = (await owner.RunAsync("secret", "split", "--key", "--guardians", guardians, "-k", "3", "--delay", "0", "--json")).Json();
        var sheet = Path.Combine(_folder, "sheet");
        await File.WriteAllTextAsync(sheet, (string)split["sheet"]!);
        await owner.UntilAsync("listSecrets", secrets => (int?)secrets[0]!["current"]?["keepers"] == 5);
        var probed = (await owner.RunAsync("secret", "probe", (string)split["id"]!, "--json")).Json();
        Assert.All(probed.AsArray(), result => Assert.True((bool)result!["proven"]!, result.ToJsonString()));

        // One guardian will be gone, another's database is altered.
        await AlterAsync("dana", owner.Did, (string)split["id"]!);
        var newcomer = await StartAsync("new");
        var thief = _nodes["ezra"];
        var begun = await ClaimAsync(newcomer, sheet);
        var stolen = await ClaimAsync(thief, sheet);

        await ThiefIsRefusedAsync(stolen, begun);
        await VetoHoldsAsync(owner, begun);
        await thief.KillAsync();
        await owner.KillAsync();
        NothingLiesInClear(owner);

        // Two good shares and an altered one are not enough.
        foreach (var name in (string[])["dana", "bela"]) (await ApproveAsync(name, begun)).Said();
        await newcomer.UntilAsync("listRecoveries", tasks => StatesOf(tasks).Count(state => state == "gave its share") == 2
            && StatesOf(tasks).Contains("gave an altered share"));
        Assert.False((bool)(await newcomer.CallAsync("listRecoveries"))![0]!["ready"]!);
        (await ApproveAsync("cleo", begun)).Said();
        var clock = Stopwatch.StartNew();
        await newcomer.UntilAsync("listRecoveries", tasks => (bool)tasks[0]!["ready"]!);
        output.WriteLine($"recovered {clock.Elapsed.TotalMilliseconds:F0} ms after the last approval had been told");

        var back = Path.Combine(_folder, "back");
        var said = (await newcomer.RunAsync("secret", "recover", "--sheet", sheet, "--out", back)).Said();
        Assert.Contains($"{_nodes["dana"].Did}", said.Split('\n').Single(line => line.Contains("gave an altered share", StringComparison.Ordinal)), StringComparison.Ordinal);
        Assert.Contains("All session keys of before are revoked", said, StringComparison.Ordinal);
        await using var again = await SecretsNode.StartAsync(back, newcomer.JoinUrl);
        Assert.Equal(owner.Did, again.Did);
    }

    /// <summary>The first claimant's words, and words typed wrong three times, open nothing to a second one.</summary>
    private async Task ThiefIsRefusedAsync(JsonNode stolen, JsonNode begun)
    {
        var (guardian, theirs) = (_nodes["anna"], PartOf(stolen, "anna"));
        var words = ((string)PartOf(begun, "anna")["words"]!).Split(' ');
        for (var tries = 0; tries < 3; tries++)
        {
            var complaint = (await guardian.RunAsync(["secret", "approve", (string)theirs["claim"]!, .. words])).Complaint();
            Assert.Contains(tries < 2 ? "not the words of this claim" : "has ended", complaint, StringComparison.Ordinal);
        }

        var right = ((string)theirs["words"]!).Split(' ');
        Assert.Contains("has ended", (await guardian.RunAsync(["secret", "approve", (string)theirs["claim"]!, .. right])).Complaint(), StringComparison.Ordinal);
    }

    /// <summary>The old node says no: nothing moves until the guardian approves, knowing it.</summary>
    private async Task VetoHoldsAsync(SecretsNode owner, JsonNode begun)
    {
        var claim = (string)PartOf(begun, "anna")["claim"]!;
        await owner.UntilAsync("listSecrets", secrets =>
            secrets[0]!["alarms"]!.AsArray().Any(alarm => (string?)alarm!["claim"] == claim));
        (await owner.RunAsync("secret", "veto", claim)).Said();
        await _nodes["anna"].UntilAsync("listKept", kept =>
            kept["claims"]!.AsArray().Any(one => (string?)one!["claim"] == claim && (bool)one["vetoed"]!));

        Assert.Contains("says that this claim is not its own", (await ApproveAsync("anna", begun)).Complaint(), StringComparison.Ordinal);
        (await ApproveAsync("anna", begun, "--despite-veto")).Said();
    }

    private async Task<JsonNode> ClaimAsync(SecretsNode node, string sheet)
    {
        var begun = (await node.RunAsync("secret", "recover", "--sheet", sheet, "--json")).Json();
        Assert.True((int)begun["answered"]! >= 4, begun.ToJsonString());
        return begun;
    }

    private async Task<Program.Ended> ApproveAsync(string name, JsonNode begun, params string[] more)
    {
        var part = PartOf(begun, name);
        await _nodes[name].UntilAsync("listKept", kept => kept["claims"]!.AsArray().Any(one =>
            (string?)one!["claim"] == (string)part["claim"]! && (string?)one["state"] is "waits for the words" or "held by a veto"));
        return await _nodes[name].RunAsync(
            ["secret", "approve", (string)part["claim"]!, .. ((string)part["words"]!).Split(' '), .. more]);
    }

    private JsonNode PartOf(JsonNode begun, string name) =>
        begun["guardians"]!.AsArray().Single(part => (string?)part!["did"] == _nodes[name].Did)!;

    private static List<string> StatesOf(JsonNode tasks) =>
        [.. tasks[0]!["guardians"]!.AsArray().Select(part => (string)part!["state"]!)];

    /// <summary>Changes a share on a disk, with the key that lies beside it, while its node is down.</summary>
    private async Task AlterAsync(string name, string owner, string id)
    {
        await _nodes[name].KillAsync();
        var folder = Path.Combine(_folder, name);
        AlteredShare.Write(folder, Did.Parse(owner, null), SecretId.TryParse(id, out var parsed) ? parsed : default);
        _nodes.Remove(name);
        await StartAsync(name);
    }

    /// <summary>The key lies in no file of any node but its owner's own.</summary>
    private void NothingLiesInClear(SecretsNode owner)
    {
        var key = (string)JsonNode.Parse(File.ReadAllText(Path.Combine(owner.Data, "node.key")))!["secret"]!;
        var wanted = ((byte[][])[Convert.FromHexString(key), Encoding.ASCII.GetBytes(key)]).ToList();
        foreach (var file in Directory.EnumerateFiles(_folder, "*", SearchOption.AllDirectories)
            .Where(file => file != Path.Combine(owner.Data, "node.key") && Path.GetFileName(file) != "lock"))
        {
            using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            using var content = new MemoryStream();
            stream.CopyTo(content);
            Assert.All(wanted, bytes => Assert.True(content.ToArray().AsSpan().IndexOf(bytes) < 0, file));
        }
    }

    private async Task<SecretsNode> StartAsync(string name)
    {
        var seed = _nodes.Values.FirstOrDefault(node => node.IsUp)?.JoinUrl;
        return _nodes[name] = await SecretsNode.StartAsync(Path.Combine(_folder, name), seed);
    }
}
