using System.Diagnostics;
using System.Text.Json.Nodes;
using Xunit.Abstractions;

namespace Rings.Host.Tests.Processes;

/// <summary>
/// Five real nodes own a Did; a member's process is ended as a loss of power would end it, at a moment drawn by seed, while the key is made,
/// while the group signs and while its shares are refreshed. And how long a signature takes.
/// </summary>
public sealed class KilledGroupSpecs(ITestOutputHelper output) : GroupNodes
{
    private const int Signatures = 30;

    private static readonly int Rounds =
        int.TryParse(Environment.GetEnvironmentVariable("RINGS_GROUP_KILLS"), out var rounds) ? rounds : 2;

    private readonly Random _chance = new(24);

    [SecretsFact]
    public async Task Whoever_is_killed_the_group_signs_and_has_new_shares()
    {
        foreach (var name in Names) await StartAsync(name);
        await MakeAsync();
        var did = (string)(await GroupAsync("anna"))["did"]!;
        await SignaturesAsync();
        for (var round = 1; round <= Rounds; round++)
        {
            await SignAsync(round);
            await RefreshAsync(round);
            foreach (var name in Names) Assert.Equal(did, (string?)(await GroupAsync(name))["did"]);
        }
    }

    /// <summary>Dana is killed while the key is made.</summary>
    private async Task MakeAsync()
    {
        await CreateAsync();
        await Task.WhenAll(Names[1..].Select(name => Nodes[name].CallAsync("joinGroup", new() { ["id"] = Group })));
        await KillAsync("dana");
        await StandsAsync();
    }

    /// <summary>From the last approval until the proposer has the signature, by calls to two nodes.</summary>
    private async Task SignaturesAsync()
    {
        var times = new List<double>();
        for (var number = 0; number < Signatures; number++)
        {
            var request = await ProposeTextAsync("anna", $"Text {number}.");
            await ApproveAsync("bela", request);
            await HasAsync("cleo", request);
            var clock = Stopwatch.StartNew();
            await Nodes["cleo"].CallAsync("decideGroupRequest", Of(request));
            await UntilAsync("anna", group => (string?)RequestOf(group, request)?["signature"] is not null);
            times.Add(clock.Elapsed.TotalMilliseconds);
        }

        times.Sort();
        output.WriteLine($"{Signatures} signatures of 3 of 5 over loopback, from the last approval on: least {times[0]:F0} ms, median {times[Signatures / 2]:F0} ms, longest {times[^1]:F0} ms");
    }

    private async Task SignAsync(int round)
    {
        var request = await ProposeTextAsync("anna", $"Round {round}.");
        foreach (var name in (string[])["bela", "cleo", "ezra"]) await ApproveAsync(name, request);
        await KillAsync(Names[1 + _chance.Next(4)]);
        await UntilAsync("anna", group => (string?)RequestOf(group, request)?["signature"] is not null);
    }

    private async Task RefreshAsync(int round)
    {
        var request = await ProposeAsync("anna", "refreshGroup", new() { ["id"] = Group });
        foreach (var name in (string[])["bela", "cleo"]) await ApproveAsync(name, request);
        var victim = Names[_chance.Next(5)];
        await KillAsync(victim);
        foreach (var name in Names) await UntilAsync(name, group => (int?)group["version"] == round);
        output.WriteLine($"round {round}: {victim} was killed, all have new shares");
    }

    private async Task KillAsync(string name)
    {
        await Task.Delay(_chance.Next(60));
        await Nodes[name].KillAsync();
        await StartAsync(name);
    }

    private async Task ApproveAsync(string name, string request)
    {
        await HasAsync(name, request);
        await Nodes[name].CallAsync("decideGroupRequest", Of(request));
    }

    private Task HasAsync(string name, string request) => UntilAsync(name, group => RequestOf(group, request) is not null);

    private JsonObject Of(string request) => new() { ["id"] = Group, ["request"] = request };
}
