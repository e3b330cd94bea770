using System.Collections.Immutable;
using System.Diagnostics;
using System.Text.Json.Nodes;
using Rings.Protocol;
using Rings.Protocol.Crypto;
using Rings.Protocol.Identity;
using Rings.Sovereign.GroupDids;
using Rings.Sovereign.Secrets;
using Xunit.Abstractions;

namespace Rings.Host.Tests.Processes;

/// <summary>Five real nodes on loopback own a Did, and a sixth machine runs a node under it.</summary>
public sealed class GroupOfFiveSpecs(ITestOutputHelper output) : GroupNodes
{
    /// <summary>Of the delegation: it is renewed when a quarter of it is left.</summary>
    private const int Life = 160;

    [SecretsFact]
    public async Task Five_own_a_Did_three_sign_for_it_and_two_do_not()
    {
        foreach (var name in Names) await StartAsync(name);
        await MakeGroupAsync();
        foreach (var name in Names[..3]) (await Nodes[name].RunAsync("group", "policy", Group, "on")).Said();
        await DanaIsAlteredAsync();
        var six = await SixthAsync();
        (await Nodes["ezra"].RunAsync("send", six.Did, "hi")).Said();

        await AWrongPartIsNamedAsync();
        await AnotherTextGetsNoPartAsync();
        await ARenewalThatWasNotSignedGetsNoPartAsync(six);

        await TwoDoNotRenewAndThreeDoAsync(six);
        (await Nodes["anna"].RunAsync("send", six.Did, "still you?")).Said();
    }

    private async Task TwoDoNotRenewAndThreeDoAsync(SecretsNode six)
    {
        foreach (var name in Names[2..]) await Nodes[name].KillAsync();
        var first = await EndsAsync(six);
        await six.UntilAsync("groupRenewal", renewal => ((string?)renewal["why"])?.StartsWith(
            "2 of the 3 members that are needed sign", StringComparison.Ordinal) == true);
        Assert.Contains(
            $"{Nodes["cleo"].Did} has not answered", (await six.RunAsync("group", "renewal")).Said(), StringComparison.Ordinal);
        Assert.Equal(first, await EndsAsync(six));

        await StartAsync("cleo");
        await six.UntilAsync("overview", overview => EndsOf(overview) != first);
    }

    private async Task MakeGroupAsync()
    {
        await CreateAsync();
        foreach (var name in Names[1..]) (await Nodes[name].RunAsync("group", "join", Group)).Said();
        await StandsAsync();
        var dids = await Task.WhenAll(Names.Select(async name => (string?)(await GroupAsync(name))["did"]));
        Assert.Single(dids.Distinct());
        Assert.Contains("3 of 5 members sign; it stands", (await Nodes["ezra"].RunAsync("group", "show", Group)).Said(), StringComparison.Ordinal);
    }

    /// <summary>A machine with the group's card gets a delegation that three approve.</summary>
    private async Task<SecretsNode> SixthAsync()
    {
        var (data, card) = (Path.Combine(Folder, "six"), Path.Combine(Folder, "card"));
        await File.WriteAllTextAsync(card, (await Nodes["anna"].RunAsync("group", "card", Group)).Said());
        var begun = (await Program.RunAsync("group", "session", card, "--life-s", $"{Life}", "--json", "--data-dir", data)).Json();
        await File.WriteAllTextAsync(Path.Combine(data, "rings.conf"), "rings.delegations.retry-after = 1s\n");
        var request = (string)(await Nodes["anna"].RunAsync(
            "group", "propose", Group, "--delegation", (string)begun["delegation"]!, "--json")).Json()["request"]!;
        Assert.Contains(
            (string)begun["text"]!, await RequestAsync("bela", request, "text"), StringComparison.Ordinal);
        await ApproveAsync("bela", request);
        await ApproveAsync("cleo", request);
        var signature = await RequestAsync("anna", request, "signature");
        (await Program.RunAsync("session", "complete", signature, "--data-dir", data)).Said();
        var six = await StartAsync("six");
        Assert.Equal((string?)begun["did"], six.Did);
        return six;
    }

    private async Task DanaIsAlteredAsync()
    {
        await Nodes["dana"].KillAsync();
        AlteredPart.Write(Nodes["dana"].Data, IdOf(Group));
        await StartAsync("dana");
    }

    private async Task AWrongPartIsNamedAsync()
    {
        var request = await ProposeTextAsync("ezra", "We, the five.");
        await ApproveAsync("dana", request);
        await ApproveAsync("bela", request);
        await UntilAsync("ezra", group => StateOf(group, request, "dana") == "gave a wrong part and is left out");
        var clock = Stopwatch.StartNew();
        await ApproveAsync("cleo", request);
        var signature = await RequestAsync("ezra", request, "signature");
        output.WriteLine($"signed {clock.Elapsed.TotalMilliseconds:F0} ms after the last approval was begun to be told");

        var key = GroupCard.Parse(await File.ReadAllTextAsync(Path.Combine(Folder, "card"))).Key;
        Assert.True(Ed25519PublicKey.Read(key.Encoded).Verify("We, the five."u8, Convert.FromHexString(signature)));
    }

    /// <summary>Ezra's node says by hand what its program would not: a list for another text, and another text for the name.</summary>
    private async Task AnotherTextGetsNoPartAsync()
    {
        var request = await ProposeTextAsync("ezra", "One text.");
        await ApproveAsync("cleo", request);
        var (group, name) = (IdOf(Group), IdOf(request));
        var (attempt, other) = (SecretId.Read(new byte[16]), new SigningSubject.Plain("Another."));
        await SayAsync("ezra", "cleo", new GroupMessage.Call(group, name, attempt));
        await SayAsync("ezra", "cleo", new GroupMessage.List(group, name, attempt, other.Hash, List()));

        await UntilAsync("ezra", state => StateOf(state, request, "cleo") == "was shown another text");
        await SayAsync("ezra", "cleo", new GroupMessage.Proposal(
            group, name, Instant.From(DateTimeOffset.UtcNow) + TimeSpan.FromDays(1), other));
        Assert.Equal("One text.", await RequestAsync("cleo", request, "text"));
    }

    /// <summary>A thief of the ring's place, not of the session key: it asks in the group's name for a key of its own.</summary>
    private async Task ARenewalThatWasNotSignedGetsNoPartAsync(SecretsNode six)
    {
        var file = Directory.EnumerateFiles(six.Data, "session-*.json").Single(path => !path.Contains("pending", StringComparison.Ordinal));
        var current = Delegation.Read(Convert.FromBase64String((string)JsonNode.Parse(await File.ReadAllTextAsync(file))!["delegation"]!));
        using var thief = SessionKey.FromSeed(new byte[32]);
        var draft = DelegationRenewal.Renew(current, thief, Instant.From(DateTimeOffset.UtcNow), new byte[16]);
        var (group, request) = (IdOf(Group), SecretId.Read([.. Enumerable.Repeat((byte)9, 16)]));
        await SayAsync("six", "anna", new GroupMessage.Proposal(
            group, request, Instant.From(DateTimeOffset.UtcNow) + TimeSpan.FromDays(1),
            new SigningSubject.DelegateTo(draft, new(current, [.. new byte[64]]))));
        await SayAsync("six", "anna", new GroupMessage.Call(group, request, SecretId.Read(new byte[16])));

        Assert.Equal("does not take this renewal", await RequestAsync("anna", request.ToString(), "answer"));
    }

    private static ImmutableArray<ShownNonces> List() =>
        [new(1, default, default), new(3, default, default), new(5, default, default)];

    private Task SayAsync(string from, string to, GroupMessage message) =>
        Nodes[from].SayAsync(Nodes[to].Did, "group/1", GroupCodec.Write(message));

    private async Task ApproveAsync(string name, string request)
    {
        await RequestAsync(name, request, "text");
        (await Nodes[name].RunAsync("group", "approve", Group, request)).Said();
    }

    /// <summary>A field of a request, when it is there.</summary>
    private async Task<string> RequestAsync(string name, string request, string field)
    {
        string? found = null;
        await UntilAsync(name, group => (found = (string?)RequestOf(group, request)?[field]) is not null);
        return found!;
    }

    private string? StateOf(JsonNode group, string request, string name) => (string?)RequestOf(group, request)?["members"]?.AsArray()
        .SingleOrDefault(member => (string?)member!["did"] == Nodes[name].Did)?["state"];

    private static async Task<string> EndsAsync(SecretsNode node) => EndsOf((await node.CallAsync("overview"))!);

    private static string EndsOf(JsonNode overview) => (string)overview["holdings"]!["delegationEnds"]!;
}
