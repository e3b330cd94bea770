using System.Diagnostics;
using Rings.Actors.Context;
using Rings.Protocol;
using Rings.Sovereign.Actors.Secrets;
using Rings.Sovereign.Actors.Store;
using Rings.Sovereign.Secrets;
using Rings.Sovereign.Sharing;
using Xunit.Abstractions;
using static Rings.Sovereign.Actors.Public.RingsSecretsProtocol;

namespace Rings.Sovereign.Tests.Actors;

/// <summary>
/// A guardian or the owner ends at each of its writes, before it is durable or after, while a secret is dealt and dealt anew.
/// After the restart from what lay on the disk k good shares of one version are at the guardians, and all goes on.
/// </summary>
public sealed class KilledKeeperSpecs(ITestOutputHelper output) : KeeperKit
{
    private const int Threshold = 2;
    private const int Passes = 200;
    private const int LooksPerPass = 8;

    /// <summary>What is said and written needs no longer, on a machine that does much else, too.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(1);

    private static readonly int Runs =
        int.TryParse(Environment.GetEnvironmentVariable("RINGS_SECRETS_KILLS"), out var runs) ? runs : 20;

    [Fact]
    public async Task Whoever_ends_at_whichever_write_k_good_shares_are_there_and_the_refresh_ends_well()
    {
        var died = 0;
        for (var run = 0; run < Runs; run++)
        {
            var (isOwner, isBefore, at) = (run % 4 == 3, ((run ^ (run / 4)) & 1) == 0, 1 + (run / 4 % 5));
            output.WriteLine($"run {run}: {(isOwner ? "owner" : "guardian")}, write {at}, {(isBefore ? "before" : "after")}");
            if (await RunAsync(run, isOwner, isBefore, at)) died++;
        }

        output.WriteLine($"{Runs} runs, {died} ended at their write");
        Assert.True(died > Runs * 3 / 4, $"{died} of {Runs} ended at their write");
    }

    private async Task<bool> RunAsync(int run, bool isOwner, bool isBefore, int at)
    {
        var guardians = Enumerable.Range(0, 3).Select(number => Did.Zero.Finger((run % 12 * 10) + 30 + number)).ToArray();
        var victim = isOwner ? Owner : guardians[0];
        var copy = Path.Combine(Folder, $"copy-{run}");
        var dead = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        foreach (var did in guardians.Append(Owner).Where(did => did != victim)) await StartFromAsync(did, FolderIn(did, run));
        await StartDyingAsync(victim, FolderIn(victim, run), copy, at, isBefore, () =>
        {
            Network.Kill(victim);
            dead.TrySetResult();
        });
        var id = await DealTwiceAsync(guardians, victim, dead.Task);
        var hasDied = dead.Task.IsCompleted;
        if (hasDied)
        {
            await StopAsync(victim);
            await Network.ReviveAsync(victim);
            await StartFromAsync(victim, copy);
            await HoldsAsync(guardians, id);
        }

        foreach (var guardian in guardians.Where(guardian => guardian == victim)) await RunAsync(guardian, new AcceptOwner(Owner));
        await FinishAsync(guardians, id);
        foreach (var did in guardians.Append(Owner)) await StopAsync(did);
        // Later runs have the same Dids, and it may have ended since.
        await Network.ReviveAsync(victim);
        return hasDied;
    }

    /// <summary>Names the owner, splits and refreshes; ends early when the victim does.</summary>
    private async Task<SecretId?> DealTwiceAsync(Did[] guardians, Did victim, Task dead)
    {
        foreach (var guardian in guardians)
        {
            var accepted = this[guardian].RunAsync(new AcceptOwner(Owner));
            await Task.WhenAny(accepted, dead);
        }

        var split = this[Owner].RunAsync(new SplitKey("key", Key.ToByteArray(), new([.. guardians], Threshold, 0)));
        if (await Task.WhenAny(split, dead) != split && victim == Owner) return null;
        var id = (await split).Id;
        if (id is null) return null;
        if (!await UntilOrDeadAsync(guardians, view => view.Owner.Secrets[id.Value].Current?.Version == 1, dead)) return id;
        var refreshed = this[Owner].RunAsync(new RefreshSecret(id.Value, Key.ToByteArray(), new([.. guardians], Threshold, 0)));
        if (await Task.WhenAny(refreshed, dead) != refreshed && victim == Owner) return id;
        await UntilOrDeadAsync(guardians, view => view.Owner.Secrets[id.Value].Current is { Version: 2, Keepers: 3 } current
            && current.Answers.Values.All(verdict => verdict == SecretVerdict.Ended), dead);
        return id;
    }

    private async Task<bool> UntilOrDeadAsync(Did[] guardians, Predicate<SecretsView> isSo, Task dead)
    {
        for (var begun = Stopwatch.StartNew(); begun.Elapsed < Longest && !dead.IsCompleted;)
        {
            // Whoever waits for the disk answers when that has.
            foreach (var guardian in guardians) await this[guardian].ViewAsync();
            if (isSo(await this[Owner].ViewAsync())) return true;
        }

        return false;
    }

    /// <summary>Once the owner was told that its secret stands, k shares of one version at the guardians give it.</summary>
    private async Task HoldsAsync(Did[] guardians, SecretId? id)
    {
        if (id is null || (await this[Owner].ViewAsync()).Owner.Secrets.GetValueOrDefault(id.Value)?.Current is null) return;
        var held = new List<SecretMessage.Deal>();
        foreach (var guardian in guardians)
        {
            var kept = (await this[guardian].ViewAsync()).Guardian.Kept.Values;
            held.AddRange(kept.SelectMany(one => one.Versions.Values).Select(version => version.Deal));
        }

        Assert.All(held, deal => Assert.True(deal.Commitments.Fit(deal.Index, deal.Share), $"version {deal.Version}"));
        Assert.Contains(held.GroupBy(deal => deal.Version), version => version.Count() >= Threshold && Key == Feldman.Combine(
            version.Take(Threshold).Select(deal => (deal.Index, deal.Share)).ToList()));
    }

    /// <summary>What has no answer is sent again: in the end all keep one version.</summary>
    private async Task FinishAsync(Did[] guardians, SecretId? id)
    {
        if (id is null || (await this[Owner].ViewAsync()).Owner.Secrets.GetValueOrDefault(id.Value) is null) return;
        for (var pass = 0; pass < Passes; pass++)
        {
            Pass(TimeSpan.FromMinutes(2));
            // Whoever waits for the disk answers when that has: so time never passes over a write.
            for (var look = 0; look < LooksPerPass; look++)
                foreach (var did in guardians.Append(Owner)) await this[did].ViewAsync();
            if ((await this[Owner].ViewAsync()).Owner.Secrets[id.Value].Current is { Keepers: 3 }) return;
        }

        var secret = (await this[Owner].ViewAsync()).Owner.Secrets[id.Value];
        Assert.Fail($"not all of {guardians.Length} guardians keep one version: {Words(secret.Current)} | {Words(secret.Pending)}");
    }

    private static string Words(OwnVersion? version) => version is null
        ? "none"
        : $"{version.Version}: {string.Join(", ", version.Guardians.Select(did => version.Answers.GetValueOrDefault(did)))}";

    private string FolderIn(Did did, int run) => Path.Combine(Folder, $"{run}-{Convert.ToHexString(did.ToByteArray())}");

    private Task StartDyingAsync(Did did, string folder, string copy, int at, bool isBefore, Action die) =>
        SetKeeperAsync(did, node => SecretKeeper.Props(
            node, new(Time, SystemRandom.Instance), DyingStore.Source(SecretSchema.Secrets, folder, copy, at, isBefore, die)));
}
