using Akka.Actor;
using Rings.Actors.Context;
using Rings.Actors.Disk;
using Rings.Protocol;
using Rings.Sovereign.Actors.Public;
using Rings.Sovereign.Actors.Store;
using Rings.Sovereign.Actors.Swaps;
using Rings.Sovereign.Secrets;
using Rings.Sovereign.Swaps;
using Rings.Sovereign.Tests.Actors;
using static Rings.Actors.Public.RingsNodeProtocol;
using static Rings.Sovereign.Actors.Public.RingsSwapsProtocol;

namespace Rings.Sovereign.Chains.Tests.Whole;

/// <summary>A side of swaps in this process: the actor of the product, its journal on disk, and real chains.</summary>
internal sealed class Party : IParty
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    private readonly ActorSystem _system;
    private readonly IActorRef _node;
    private readonly RingsSwaps _swaps;
    private readonly WorldTime _time;
    private volatile bool _hasFallen;

    private Party(PartySetting setting, WatchedChain first, WatchedChain second)
    {
        (First, Second, _time) = (first, second, setting.Time);
        _system = ActorSystem.Create("swaps", "akka { loglevel = OFF, stdout-loglevel = OFF, log-dead-letters = off }");
        _node = _system.ActorOf(PartyNode.Props(setting.Self, (to, payload) => !_hasFallen && setting.Say(to, payload)));
        var secret = SharesKey.LoadOrCreate(setting.Folder, null, SystemRandom.Instance);
        var key = SharesKey.LoadOrCreate(setting.Folder, null, SystemRandom.Instance, SharesKey.SwapFileName);
        var source = new StoreSource<ISecretStore>(SecretSchema.Swaps, () =>
        {
            var (store, aside) = SqliteSecretStore.Open(
                Path.Combine(setting.Folder, SecretSchema.Swaps.File), new EntrySeal(secret, SystemRandom.Instance),
                SecretSchema.Swaps);
            return (new FallingStore(store, setting.FallsAt, setting.FallsBefore, () => setting.Fall(this)), aside);
        });
        var desk = _system.ActorOf(SwapDesk.Props(
            _node, new(setting.Time, SystemRandom.Instance), source,
            new(key, PartySetting.PolicyOf(first.Identity, second.Identity), [first, second], setting.LookEvery)));
        _swaps = new(desk);
    }

    /// <summary>Its chains.</summary>
    public WatchedChain First { get; }

    public WatchedChain Second { get; }

    public bool HasFallen => _hasFallen;

    /// <summary>Starts it from its folder, new or as it was left.</summary>
    public static async Task<Party> StartAsync(PartySetting setting)
    {
        Directory.CreateDirectory(setting.Folder);
        var party = new Party(
            setting, new(await LedgerOpening.OpenAsync(setting.First)), new(await LedgerOpening.OpenAsync(setting.Second)));
        await party._swaps.ViewAsync();
        return party;
    }

    /// <summary>It says nothing and asks nothing until it rises.</summary>
    public void Fall() => Silence(true);

    /// <summary>It is there again.</summary>
    public void Rise() => Silence(false);

    public async Task<SecretId?> OfferAsync(SwapOrder order)
    {
        var reply = await _swaps.RunAsync(new OfferSwap(order));
        Assert.True(reply.Refusal is null || _hasFallen, $"{reply.Refusal}");
        return reply.Id;
    }

    public async Task AcceptAsync(SecretId id)
    {
        var reply = await _swaps.RunAsync(new AcceptSwap(id));
        Assert.True(reply.Refusal is null || _hasFallen, $"{reply.Refusal}");
    }

    /// <summary>How things stand.</summary>
    public Task<SwapsView> ViewAsync() => _swaps.ViewAsync();

    /// <summary>Asks for something.</summary>
    public Task<SwapReply> RunAsync(ISwapCommand command) => _swaps.RunAsync(command);

    public async Task<SwapSide?> SwapAsync(SecretId id) => (await _swaps.ViewAsync()).Book.Swaps.GetValueOrDefault(id);

    public async Task<SwapStage?> StageAsync(SecretId id) => (await SwapAsync(id))?.Stage;

    /// <summary>
    /// What a look leads to waits at its chain behind two more looks at most: where some have followed each other with nothing
    /// broadcast and nothing asked, all is done.
    /// </summary>
    public async Task SettleAsync(long first, long second)
    {
        using var patience = new CancellationTokenSource(Patience);
        var (one, two) = (First.Mark, Second.Mark);
        while (!_hasFallen)
        {
            var open = (await _swaps.ViewAsync(patience.Token)).Book.Open.ToList();
            if (!open.Any(swap => swap.IsWatching || IsAhead(swap))) return;
            if (open.Any(swap => swap.IsChecking || IsAhead(swap)) || (First.Mark.Sent, Second.Mark.Sent) != (one.Sent, two.Sent))
                (one, two) = (First.Mark, Second.Mark);
            else if (First.HasLooked(one, first) && Second.HasLooked(two, second))
                return;
            await Task.Delay(2, patience.Token);
        }
    }

    public void Hear(Did from, byte[] payload)
    {
        if (!_hasFallen)
            _node.Tell(new Received(from, SwapDesk.Protocol, payload, "id", DateTimeOffset.UnixEpoch, IsSealed: true));
    }

    public void SetClock(long now) => _time.Now = now;

    public async ValueTask DisposeAsync()
    {
        await _system.Terminate();
        await First.DisposeAsync();
        await Second.DisposeAsync();
    }

    /// <summary>An offer whose life is over is ended by the clock alone, at the next look.</summary>
    private bool IsAhead(SwapSide swap) =>
        swap.Stage == SwapStage.Proposed && _time.Now * 1000 > swap.Terms.Offer.ValidUntilMs;

    private void Silence(bool isSilent)
    {
        _hasFallen = isSilent;
        First.IsSilent = isSilent;
        Second.IsSilent = isSilent;
    }
}
