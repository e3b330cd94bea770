using Rings.Protocol;
using Rings.Sovereign.Actors.Swaps;
using Rings.Sovereign.Secrets;
using Rings.Sovereign.Swaps;
using Rings.Sovereign.Tests.Actors;
using Xunit.Abstractions;
using static Rings.Actors.Public.RingsNodeProtocol;
using static Rings.Sovereign.Actors.Public.RingsSwapsProtocol;

namespace Rings.Sovereign.Tests.Swaps;

/// <summary>Whole swaps of two nodes, by their actors, journals and chains in memory.</summary>
public sealed class SwapDeskSpecs(ITestOutputHelper output) : SwapKit
{
    private const long Give = 150_000_000;
    private const long Take = 100_000_000;

    private static readonly Did Alice = SwapFixture.Alice;
    private static readonly Did Bob = SwapFixture.Bob;

    [Theory]
    [InlineData(ChainKind.Utxo, ChainKind.Evm)]
    [InlineData(ChainKind.Evm, ChainKind.Utxo)]
    [InlineData(ChainKind.Utxo, ChainKind.Utxo)]
    public async Task Two_that_keep_to_it_have_what_they_wanted(ChainKind first, ChainKind second)
    {
        Renew(first, second);
        await StartBothAsync("happy");
        var id = await OfferAsync();

        await AgreeAsync(id);
        await PassUntilAsync(id, SwapStage.Done, SwapStage.Done);

        var terms = (await SwapAsync(Alice, id))!.Terms;
        Assert.Equal((-Give, Take, Give, -Take), Balances(terms));
    }

    /// <summary>The writes of each side: five of who offers, four of who accepts.</summary>
    public static TheoryData<bool, int> Writes
    {
        get
        {
            var writes = new TheoryData<bool, int>();
            for (var at = 1; at <= 5; at++) writes.Add(true, at);
            for (var at = 1; at <= 4; at++) writes.Add(false, at);
            return writes;
        }
    }

    /// <summary>Before and after each of them.</summary>
    public static TheoryData<bool, int, bool> Kills
    {
        get
        {
            var kills = new TheoryData<bool, int, bool>();
            for (var at = 1; at <= 5; at++)
                foreach (var isBefore in (bool[])[true, false])
                {
                    kills.Add(true, at, isBefore);
                    if (at <= 4) kills.Add(false, at, isBefore);
                }

            return kills;
        }
    }

    [Theory]
    [MemberData(nameof(Writes))]
    public async Task Whoever_gets_silent_after_any_of_its_writes_costs_nobody_a_leg(bool isOfferer, int at)
    {
        var silent = isOfferer ? Alice : Bob;
        var other = isOfferer ? Bob : Alice;
        var hasFallen = false;
        await StartBothAsync("silent", silent, at, isBefore: false, () => hasFallen = true);

        var id = await TrySwapAsync(() => hasFallen);
        for (var block = 0; block < 80 && !(hasFallen && await HasEndedAsync(other, id)); block++) await PassAsync(hasFallen ? [silent] : []);

        Assert.True(hasFallen);
        await EndedAsync(other, id);
        var side = id is null ? null : await SwapAsync(other, id.Value);
        output.WriteLine($"{(isOfferer ? "offerer" : "taker")} silent after write {at}: the other is {side?.Stage.ToString() ?? "asked nothing"}");
        if (side is null) return;
        Assert.True(side.HasEnded, $"{side.Stage}");
        Assert.NotEqual(SwapStage.Lost, side.Stage);
    }

    [Theory]
    [MemberData(nameof(Kills))]
    public async Task Whoever_is_killed_at_any_write_before_or_after_it_goes_on_from_its_journal(bool isOfferer, int at, bool isBefore)
    {
        var victim = isOfferer ? Alice : Bob;
        var isDead = false;
        await StartBothAsync("kill", victim, at, isBefore, () => isDead = true);

        var id = await TrySwapAsync(() => isDead);
        for (var block = 0; block < 60 && !isDead; block++) await PassAsync();
        Assert.True(isDead);
        await StopAsync(victim);
        for (var block = 0; block < 3; block++) await PassAsync(victim);
        await RiseAsync(victim);
        await StartAsync(victim, Path.Combine(Folder, "kill" + Suffix(victim) + "-copy"));
        for (var block = 0; block < 80 && !(await HasEndedAsync(Alice, id) && await HasEndedAsync(Bob, id)); block++) await PassAsync();

        foreach (var did in (Did[])[Alice, Bob]) await EndedAsync(did, id);
        if (id is null) return;
        var (alice, bob) = (await SwapAsync(Alice, id.Value), await SwapAsync(Bob, id.Value));
        output.WriteLine($"write {at}, {(isBefore ? "before" : "after")}: offerer {alice?.Stage}, taker {bob?.Stage}");
        Assert.DoesNotContain(SwapStage.Lost, new[] { alice?.Stage, bob?.Stage });
        if (alice is { Terms.Accept: not null })
            Assert.Contains(Balances(alice.Terms), new[] { (-Give, Take, Give, -Take), (0L, 0L, 0L, 0L) });
    }

    [Fact]
    public async Task A_taker_that_never_locks_costs_the_offerer_time_only()
    {
        await StartBothAsync("no-lock");
        var id = await OfferAsync();
        await AgreeAsync(id);
        Fall(Bob);

        for (var block = 0; block < 80 && !await HasEndedAsync(Alice, id); block++) await PassAsync(Bob);

        Assert.Equal(SwapStage.Refunded, await StageAsync(Alice, id));
        Assert.Equal((0, 0, 0, 0), Balances((await SwapAsync(Alice, id))!.Terms));
    }

    [Fact]
    public async Task A_liar_who_says_that_all_is_locked_gets_nothing()
    {
        await StartBothAsync("liar");
        var id = await OfferAsync();
        foreach (var stage in Enum.GetValues<SwapStage>())
        {
            Say(Alice, Bob, new SwapMessage.Note(id, stage, "ff"));
            Say(Bob, Alice, new SwapMessage.Note(id, stage, "ff"));
        }

        foreach (var did in (Did[])[Alice, Bob]) await HeardAsync(did, id, Enum.GetValues<SwapStage>()[^1]);
        await PassAsync();

        Assert.Equal(SwapStage.Proposed, await StageAsync(Alice, id));
        Assert.Equal(SwapStage.Proposed, await StageAsync(Bob, id));
    }

    [Fact]
    public async Task What_comes_in_the_clear_malformed_or_from_a_stranger_changes_nothing()
    {
        await StartBothAsync("clear");
        var id = await OfferAsync();
        var cancel = SwapCodec.Write(new SwapMessage.Cancel(id, SwapFault.Declined));

        Network.Say(Alice, new Received(Bob, "swap/1", cancel, "x", DateTimeOffset.UnixEpoch, IsSealed: false));
        Network.Say(Alice, new Received(Did.Zero.Finger(99), "swap/1", cancel, "x", DateTimeOffset.UnixEpoch, IsSealed: true));
        Network.Say(Alice, new Received(Bob, "swap/1", [0xff, 1, 2], "x", DateTimeOffset.UnixEpoch, IsSealed: true));
        Say(Alice, Bob, new SwapMessage.Note(id, SwapStage.Agreed, "ff"));
        await HeardAsync(Alice, id, SwapStage.Agreed);
        await PassAsync();

        Assert.Equal(SwapStage.Proposed, await StageAsync(Alice, id));
        Say(Alice, Bob, new SwapMessage.Cancel(id, SwapFault.Declined));
        await UntilAsync(async () => Assert.Equal(SwapStage.Abandoned, await StageAsync(Alice, id)));
    }

    [Fact]
    public async Task A_wallet_without_the_money_and_a_chain_that_is_silent_refuse_with_what_would_do()
    {
        await StartBothAsync("poor");
        ChainOf(Alice, LegSide.First).Balance = 5;
        var poor = await this[Alice].RunAsync(new OfferSwap(Order()));
        ChainOf(Alice, LegSide.First).IsSilent = true;
        var silent = await this[Alice].RunAsync(new OfferSwap(Order()));
        var unknown = await this[Alice].RunAsync(new OfferSwap(Order() with { Take = ChainName.Read("eip155:1") }));

        Assert.Equal(new SwapRefusal(SwapFault.NoMoney, "give.amount", "a balance of 150010000"), poor.Refusal);
        Assert.Equal(SwapFault.ChainSilent, silent.Refusal?.Fault);
        Assert.Equal(SwapFault.ChainUnknown, unknown.Refusal?.Fault);
        Assert.Equal(SwapFault.Unknown, (await this[Bob].RunAsync(new AcceptSwap(SecretId.Read(new byte[16])))).Refusal?.Fault);
        Assert.Contains((await this[Alice].ViewAsync()).Chains, chain => chain.Trouble == "nobody answers");
    }

    [Fact]
    public async Task How_the_chains_stand_is_asked_anew_and_beyond_16_who_wait_one_is_told_that_the_node_is_too_busy()
    {
        await StartBothAsync("chains");
        ChainOf(Alice, LegSide.First).IsSilent = true;
        var seen = (await this[Alice].ChainsAsync()).Chains.ToDictionary(one => one.Chain.Name);
        var (silent, other) = (seen[ChainOf(Alice, LegSide.First).Identity.Name], seen[ChainOf(Alice, LegSide.Second).Identity.Name]);
        Assert.Equal((null, "nobody answers", null, 1_000_000_000), (silent.Check, silent.Trouble, other.Trouble, other.Check!.Balance.Units));

        var held = new TaskCompletionSource();
        ChainOf(Alice, LegSide.Second).Held = held.Task;
        var waiting = Enumerable.Range(0, 16).Select(_ => this[Alice].ChainsAsync()).ToList();
        Assert.Empty((await this[Alice].ChainsAsync()).Chains);
        Assert.DoesNotContain(waiting, task => task.IsCompleted);
        held.SetResult();
        Assert.All(await Task.WhenAll(waiting), answer => Assert.Equal(2, answer.Chains.Length));
    }

    [Fact]
    public async Task Beyond_128_checks_of_both_chains_that_wait_one_more_has_failed_as_if_a_chain_were_silent()
    {
        await StartBothAsync("checks");
        var held = new TaskCompletionSource();
        ChainOf(Alice, LegSide.Second).Held = held.Task;
        var waiting = Enumerable.Range(0, SwapDesk.MaxChecks).Select(_ => this[Alice].RunAsync(new OfferSwap(Order()))).ToList();

        Assert.Equal(SwapFault.ChainSilent, (await this[Alice].RunAsync(new OfferSwap(Order()))).Refusal?.Fault);
        Assert.DoesNotContain(waiting, task => task.IsCompleted);
        held.SetResult();
        var refused = (await Task.WhenAll(waiting)).Where(reply => reply.Refusal is not null).Select(reply => reply.Refusal!.Fault).ToList();
        Assert.Equal(Enumerable.Repeat(SwapFault.FullOfPeer, SwapDesk.MaxChecks - SwapLimits.OpenPerPeer), refused);
    }

    [Fact]
    public async Task An_offer_is_declined_by_either_side_and_a_refund_is_given_only_where_something_is_locked()
    {
        await StartBothAsync("decline");
        var id = await OfferAsync();

        Assert.Equal(SwapFault.OutOfTurn, (await this[Alice].RunAsync(new RefundSwap(id))).Refusal?.Fault);
        Assert.Null((await this[Alice].ExportAsync(new(id))).Text);
        Assert.Null((await this[Bob].RunAsync(new DeclineSwap(id))).Refusal);
        await UntilAsync(async () => Assert.Equal(SwapStage.Abandoned, await StageAsync(Alice, id)));

        Assert.Equal((SwapStage.Abandoned, SwapFault.Declined), ((await SwapAsync(Alice, id))!.Stage, (await SwapAsync(Alice, id))!.Trouble!.Fault));
        Assert.Equal(SwapFault.OutOfTurn, (await this[Alice].RunAsync(new DeclineSwap(id))).Refusal?.Fault);
    }

    private static string Suffix(Did did) => did == Alice ? "-a" : "-b";

    private void Say(Did to, Did from, SwapMessage message) =>
        Network.Say(to, new Received(from, "swap/1", SwapCodec.Write(message), "x", DateTimeOffset.UnixEpoch, IsSealed: true));

    private void Fall(Did did)
    {
        Network.Kill(did);
        foreach (var side in (LegSide[])[LegSide.First, LegSide.Second]) ChainOf(did, side).IsSilent = true;
    }

    private async Task RiseAsync(Did did)
    {
        await Network.ReviveAsync(did);
        foreach (var side in (LegSide[])[LegSide.First, LegSide.Second]) ChainOf(did, side).IsSilent = false;
    }

    private Task StartBothAsync(string name) => StartBothAsync(name, null, 0, false, () => { });

    /// <summary>Starts both; one of them falls at one of its writes.</summary>
    private async Task StartBothAsync(string name, Did? falls, int at, bool isBefore, Action fallen)
    {
        foreach (var did in (Did[])[Alice, Bob])
        {
            var folder = Path.Combine(Folder, name + Suffix(did));
            await StartAsync(did, folder, falls != did ? null : store => DyingStore.Of(store, folder, folder + "-copy", at, isBefore, () =>
            {
                Fall(did);
                fallen();
            }));
        }
    }

    /// <summary>Offers and accepts as far as the one that falls comes; nobody waits for who has fallen.</summary>
    private async Task<SecretId?> TrySwapAsync(Func<bool> hasFallen)
    {
        var reply = await this[Alice].RunAsync(new OfferSwap(Order()));
        if (reply.Id is not { } id) return null;
        await UntilAsync(async () => Assert.True(hasFallen() || await SwapAsync(Bob, id) is not null));
        if (await SwapAsync(Bob, id) is null || (await this[Bob].RunAsync(new AcceptSwap(id))).Refusal is not null) return id;
        await UntilAsync(async () => Assert.True(hasFallen() || await StageAsync(Alice, id) != SwapStage.Proposed));
        return id;
    }

    private async Task<bool> HasEndedAsync(Did did, SecretId? id) =>
        id is null || await SwapAsync(did, id.Value) is null or { HasEnded: true };

    /// <summary>What is not looked at on any chain ends by the clock alone.</summary>
    private Task EndedAsync(Did did, SecretId? id) => UntilAsync(async () => Assert.True(await HasEndedAsync(did, id)));

    /// <summary>Bob accepts, and Alice has heard it.</summary>
    private async Task AgreeAsync(SecretId id)
    {
        Assert.Null((await this[Bob].RunAsync(new AcceptSwap(id))).Refusal);
        await UntilAsync(async () => Assert.NotEqual(SwapStage.Proposed, await StageAsync(Alice, id)));
    }

    /// <summary>What was said to a side is handled up to a note of its peer, and so is what was said before.</summary>
    private Task HeardAsync(Did did, SecretId id, SwapStage step) =>
        UntilAsync(async () => Assert.Equal(step, (await SwapAsync(did, id))?.PeerNote?.Step));

    private async Task PassUntilAsync(SecretId id, SwapStage alice, SwapStage bob)
    {
        for (var block = 0; block < 60; block++)
        {
            await PassAsync();
            if (await StageAsync(Alice, id) == alice && await StageAsync(Bob, id) == bob) return;
        }

        Assert.Fail($"{await StageAsync(Alice, id)} and {await StageAsync(Bob, id)}");
    }
}
