using System.Collections.Immutable;
using Akka.TestKit;
using Rings.Actors.Context;
using Rings.Protocol;
using Rings.Sovereign.Actors.Groups;
using Rings.Sovereign.Actors.Store;
using Rings.Sovereign.GroupDids;
using Rings.Sovereign.Groups;
using Xunit.Abstractions;
using static Rings.Sovereign.Actors.Public.RingsGroupsProtocol;

namespace Rings.Sovereign.Tests.Actors;

/// <summary>
/// A member ends at each of its writes, before it is durable or after, while a key is made, a text is signed and the shares are
/// refreshed. After the restart from what lay on the disk all goes on, and no nonce was used twice.
/// </summary>
public sealed class KilledSignerSpecs(ITestOutputHelper output) : SignerKit
{
    private const int Threshold = 2;
    private const int Passes = 600;

    /// <summary>Messages that the node signs arrive between two looks; time passes for those that were lost.</summary>
    private const int LooksPerPass = 6;

    private static readonly TimeSpan Pace = TimeSpan.FromSeconds(5);

    private static readonly int Runs =
        int.TryParse(Environment.GetEnvironmentVariable("RINGS_SECRETS_KILLS"), out var runs) ? runs : 20;

    [Fact]
    public async Task Whoever_ends_at_whichever_write_the_group_signs_has_new_shares_and_no_nonce_served_twice()
    {
        var died = 0;
        for (var run = 0; run < Runs; run++)
        {
            var (victim, isBefore, at) = (run % 3, (run / 3 % 2) == 0, 1 + (run % 20));
            output.WriteLine($"run {run}: member {victim + 1}, write {at}, {(isBefore ? "before" : "after")}");
            if (await RunAsync(run, victim, isBefore, at)) died++;
        }

        var nonces = NoNonceTwice();
        output.WriteLine($"{Runs} runs, {died} ended at their write; {nonces} pairs of nonces, none used twice");
        Assert.True(died > Runs / 2, $"{died} of {Runs} ended at their write");
    }

    private async Task<bool> RunAsync(int run, int victim, bool isBefore, int at)
    {
        var accounts = Enumerable.Range(0, 3).Select(_ => NewAccount()).ToList();
        ImmutableArray<Did> members = [.. accounts.Select(account => account.Account)];
        var (copy, dead) = (Path.Combine(FolderOf(members[victim]), "copy"), new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        for (var place = 0; place < 3; place++)
        {
            if (place != victim) await StartAsync(members[place], accounts[place]);
            else await StartDyingAsync(members[place], accounts[place], copy, at, isBefore, () =>
            {
                Network.Kill(members[victim]);
                dead.TrySetResult();
            });
        }

        var hasDied = false;
        for (var pass = 0; pass < Passes; pass++)
        {
            if (dead.Task.IsCompleted && !hasDied)
            {
                hasDied = true;
                await StopAsync(members[victim]);
                await Network.ReviveAsync(members[victim]);
                await StartAsync(members[victim], folder: copy);
            }

            if (await PassAsync(members, dead.Task)) break;
            Assert.True(pass < Passes - 1, $"run {run} has not ended: {string.Join(" | ", await WordsAsync(members))}");
        }

        foreach (var member in members) await StopAsync(member);
        return hasDied;
    }

    /// <summary>Each person does what is next for it. True: all have new shares of the key that signed.</summary>
    private async Task<bool> PassAsync(ImmutableArray<Did> members, Task dead)
    {
        Time.Advance(Pace);
        ((TestScheduler)Sys.Scheduler).Advance(TimeSpan.FromSeconds(1));
        var views = new List<GroupMember>();
        for (var look = 0; look < LooksPerPass; look++)
        {
            views.Clear();
            foreach (var member in members) views.Add(await ViewAsync(member));
        }

        if (dead.IsCompleted && members.Any(member => !Network.Runs(member))) return false;
        for (var place = 0; place < members.Length; place++)
        {
            if (NextFor(place, views[place], members) is not { } command) continue;
            // A process that ends says nothing more; whether it was done is seen in what it kept.
            await Task.WhenAny(this[members[place]].RunAsync(command), dead);
        }

        if (!views.All(view => view.Groups.Values.Any(group => group.Key.Plan.Version > 0))) return false;
        var groups = views.Select(view => view.Groups.Values.First(group => group.Key.Plan.Version > 0)).ToList();
        if (groups.Select(group => group.Key).Distinct().Count() > 1) return false;
        Assert.All(groups, group => Assert.Equal(group.Key.ShareOf(group.Index), Edwards25519Point.OfSecret(group.Share)));
        Assert.Contains(views[0].Requests.Values, request => request.Proposal.Subject is SigningSubject.Plain && !request.Signature.IsEmpty);
        return true;
    }

    /// <summary>The first member creates, proposes a text and then new shares; all join and approve.</summary>
    private IGroupCommand? NextFor(int place, GroupMember view, ImmutableArray<Did> members)
    {
        if (view.Ceremonies.Values.FirstOrDefault(ceremony => !ceremony.IsJoined) is { } invited) return new JoinGroup(invited.Plan.Id);
        if (view.Requests.FirstOrDefault(pair => pair.Value.Answer == GroupAnswer.Waiting && pair.Value.IsOpenAt(Moment)) is { Value: not null } waiting)
            return new DecideRequest(waiting.Key, IsApproved: true);
        if (place != 0) return null;
        if (view.Ceremonies.IsEmpty && view.Groups.IsEmpty) return new CreateGroup("the three", Threshold, members);
        if (view.Groups.Values.FirstOrDefault() is not { } group) return null;
        var subjects = view.Requests.Values.Where(request => request.IsOpenAt(Moment) || !request.Signature.IsEmpty)
            .Select(request => (request.Proposal.Subject, IsSigned: !request.Signature.IsEmpty)).ToList();
        if (!subjects.Any(one => one.Subject is SigningSubject.Plain)) return new ProposeToGroup(group.Key.Plan.Id, new SigningSubject.Plain("text"));
        return subjects.Any(one => one.Subject is SigningSubject.Plain && one.IsSigned) && !subjects.Any(one => one.Subject is SigningSubject.ChangeShares)
            ? new ChangeGroup(group.Key.Plan.Id, new([], 0, []))
            : null;
    }

    /// <summary>Every pair that a member showed served one attempt, and gave one part at most. Returns how many there were.</summary>
    private int NoNonceTwice()
    {
        var said = Network.Carried.Where(message => message.Protocol == GroupSigner.Protocol)
            .Select(message => (message.From, Message: GroupCodec.Read(message.Payload))).ToList();
        var shown = said.Select(one => one.Message).OfType<GroupMessage.Nonces>().ToList();
        Assert.All(shown.GroupBy(nonces => nonces.Hiding), pair => Assert.Single(pair.Select(nonces => nonces.Attempt).Distinct()));
        Assert.All(shown.GroupBy(nonces => nonces.Binding), pair => Assert.Single(pair.Select(nonces => nonces.Attempt).Distinct()));
        var parts = said.Where(one => one.Message is GroupMessage.Part).Select(one => (one.From, Part: (GroupMessage.Part)one.Message)).ToList();
        Assert.NotEmpty(parts);
        Assert.All(parts.GroupBy(one => (one.From, one.Part.Attempt)), attempt => Assert.Single(attempt.Select(one => one.Part.Value).Distinct()));
        return shown.DistinctBy(nonces => nonces.Hiding).Count();
    }

    private async Task<IEnumerable<string>> WordsAsync(ImmutableArray<Did> members)
    {
        var words = new List<string>();
        foreach (var member in members)
        {
            var view = await ViewAsync(member);
            words.Add($"{string.Join(",", view.Ceremonies.Values.Select(one => $"{one.IsJoined}/{one.Present.Count()}/{one.Confirmed.Count()}"))} "
                + $"{string.Join(",", view.Changes.Values.Select(one => $"{one.Plan.Version}:{one.Present.Count()}/{one.Confirmed.Count()}"))} "
                + $"{string.Join(",", view.Requests.Values.Select(one => $"{one.Answer}{(one.Signature.IsEmpty ? "" : "!")}"))} "
                + string.Join(",", view.Groups.Values.Select(group => group.Key.Plan.Version)));
        }

        return words;
    }

    private Task StartDyingAsync(Did did, Rings.Protocol.Identity.Signer account, string copy, int at, bool isBefore, Action die) =>
        SetSignerAsync(did, node => GroupSigner.Props(
            node, new(Time, SystemRandom.Instance), DyingStore.Source(SecretSchema.Groups, FolderOf(did), copy, at, isBefore, die), null), account);
}
