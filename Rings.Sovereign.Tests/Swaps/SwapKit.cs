using Akka.Actor;
using Microsoft.Extensions.Time.Testing;
using Rings.Actors.Context;
using Rings.Actors.Disk;
using Rings.Protocol;
using Rings.Sovereign.Actors.Public;
using Rings.Sovereign.Actors.Store;
using Rings.Sovereign.Actors.Swaps;
using Rings.Sovereign.Secrets;
using Rings.Sovereign.Swaps;
using Rings.Sovereign.Tests.Actors;
using static Rings.Sovereign.Actors.Public.RingsSwapsProtocol;

namespace Rings.Sovereign.Tests.Swaps;

/// <summary>Two nodes that swap, on chains in memory, a test clock and journals in folders of their own.</summary>
public abstract class SwapKit : Akka.TestKit.Xunit2.TestKit
{
    private static readonly TimeSpan Block = TimeSpan.FromSeconds(20);

    private readonly Dictionary<Did, IActorRef> _desks = [];
    private readonly Dictionary<Did, IActorRef> _nodes = [];
    private readonly Dictionary<(Did, LegSide), FakeChain> _chains = [];

    protected SwapKit()
        : base(TestSystem.Real) =>
        Renew(ChainKind.Utxo, ChainKind.Evm);

    internal FakeNetwork Network { get; } = new();

    internal FakeLedger First { get; private set; } = null!;

    internal FakeLedger Second { get; private set; } = null!;

    internal static SwapTimes Times { get; } = new(60, 120, 30, 30, 30);

    internal static ChainPolicy Policy { get; } = new(2, 3, 20, 0, Amount.Of(20_000));

    protected FakeTimeProvider Time { get; } = new(DateTimeOffset.UnixEpoch.AddYears(57));

    protected string Folder { get; } = Directory.CreateTempSubdirectory("rings-swaps-").FullName;

    protected RingsSwaps this[Did did] => new(_desks[did]);

    internal FakeChain ChainOf(Did did, LegSide side) => _chains[(did, side)];

    /// <summary>New chains, and nobody at them.</summary>
    internal void Renew(ChainKind first, ChainKind second)
    {
        (First, Second) = (new(SwapFixture.ChainOf(first, LegSide.First), Time), new(SwapFixture.ChainOf(second, LegSide.Second), Time));
        foreach (var (did, account) in ((Did, byte)[])[(SwapFixture.Alice, 0xa1), (SwapFixture.Bob, 0xb1)])
        {
            _chains[(did, LegSide.First)] = new(First, account);
            _chains[(did, LegSide.Second)] = new(Second, account);
        }
    }

    /// <summary>Starts a side from a folder; <paramref name="wrap"/> stands before its store.</summary>
    internal async Task StartAsync(Did did, string folder, Func<SqliteSecretStore, ISecretStore>? wrap = null)
    {
        if (!_nodes.ContainsKey(did)) _nodes[did] = Network.Join(Sys, did);
        Directory.CreateDirectory(folder);
        var secret = SharesKey.LoadOrCreate(folder, null, SystemRandom.Instance);
        var source = new StoreSource<ISecretStore>(SecretSchema.Swaps, () =>
        {
            var (store, aside) = SqliteSecretStore.Open(
                Path.Combine(folder, SecretSchema.Swaps.File), new EntrySeal(secret, SystemRandom.Instance), SecretSchema.Swaps);
            return (wrap is null ? store : wrap(store), aside);
        });
        var policy = SwapFixture.Policy(Times, Policy, First.Identity.Name.Kind, Second.Identity.Name.Kind);
        _desks[did] = Sys.ActorOf(SwapDesk.Props(_nodes[did], new(Time, SystemRandom.Instance), source, new(
            did == SwapFixture.Alice ? SwapFixture.AliceKey : SwapFixture.BobKey, policy,
            [ChainOf(did, LegSide.First), ChainOf(did, LegSide.Second)], TimeSpan.FromMilliseconds(5))));
        await this[did].ViewAsync();
    }

    protected async Task StopAsync(Did did)
    {
        await WatchAsync(_desks[did]);
        Sys.Stop(_desks[did]);
        await ExpectTerminatedAsync(_desks[did]);
    }

    /// <summary>Twenty seconds, a block on each chain, and what the desks make of them.</summary>
    protected async Task PassAsync(params Did[] without)
    {
        Time.Advance(Block);
        First.Mine();
        Second.Mine();
        foreach (var did in _desks.Keys.Except(without)) await LookAsync(did);
    }

    /// <summary>Waits until a desk has seen the last block of both chains and asked them all that it wants to know.</summary>
    private Task LookAsync(Did did) => UntilAsync(async () =>
    {
        if (ChainOf(did, LegSide.First).IsSilent) return;
        var view = await this[did].ViewAsync();
        Assert.All(view.Book.Open.Where(swap => swap.IsWatching), swap =>
        {
            Assert.Equal(First.Tip.Height, swap.FirstFact?.Tip.Height);
            Assert.Equal(Second.Tip.Height, swap.SecondFact?.Tip.Height);
            Assert.False(swap.IsChecking);
        });
    });

    /// <summary>Asks again and again until this holds.</summary>
    protected Task UntilAsync(Func<Task> holds) => AwaitAssertAsync(holds, TimeSpan.FromSeconds(60), TimeSpan.FromMilliseconds(2));

    protected async Task<SwapSide?> SwapAsync(Did did, SecretId id) => (await this[did].ViewAsync()).Book.Swaps.GetValueOrDefault(id);

    protected async Task<SwapStage?> StageAsync(Did did, SecretId id) => (await SwapAsync(did, id))?.Stage;

    internal SwapOrder Order(long give = 150_000_000, long take = 100_000_000) => new(
        SwapFixture.Bob, First.Identity.Name, Amount.Of(give), Second.Identity.Name, Amount.Of(take), 60);

    /// <summary>Alice offers, and Bob has heard it.</summary>
    internal async Task<SecretId> OfferAsync()
    {
        var reply = await this[SwapFixture.Alice].RunAsync(new OfferSwap(Order()));
        Assert.Null(reply.Refusal);
        await UntilAsync(async () => Assert.NotNull(await SwapAsync(SwapFixture.Bob, reply.Id!.Value)));
        return reply.Id!.Value;
    }

    /// <summary>What Alice and Bob have more or less than before, of both chains.</summary>
    internal (long AliceFirst, long AliceSecond, long BobFirst, long BobSecond) Balances(SwapTerms terms) => (
        First.BalanceOf(terms.First.RefundTo), Second.BalanceOf(terms.Second.ClaimTo),
        First.BalanceOf(terms.First.ClaimTo), Second.BalanceOf(terms.Second.RefundTo));

    protected override void AfterAll()
    {
        base.AfterAll();
        Directory.Delete(Folder, recursive: true);
    }
}
