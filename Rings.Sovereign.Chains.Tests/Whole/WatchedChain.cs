using System.Collections.Concurrent;
using Rings.Sovereign.Secrets;
using Rings.Sovereign.Swaps;

namespace Rings.Sovereign.Chains.Tests.Whole;

/// <summary>A side's real chain, with a count of what was asked of it; silent where its side is away.</summary>
internal sealed class WatchedChain(IChain inner) : IChain
{
    private const int Looks = 4;

    private readonly Lock _gate = new();
    private long _height = -1;
    private long _looks;

    /// <summary>Whether its side is away: nothing is heard and nothing is sent.</summary>
    public bool IsSilent { get; set; }

    /// <summary>What is done to a claim or refund in place of broadcasting it; null: it is broadcast.</summary>
    public Func<ChainAction, BroadcastResult?>? Instead { get; set; }

    /// <summary>All that was broadcast, with what became of it.</summary>
    public ConcurrentQueue<(ChainAction Action, BroadcastResult Result)> Sent { get; } = [];

    /// <summary>What was broadcast of one kind.</summary>
    public IReadOnlyList<(ChainAction Action, BroadcastResult Result)> SentOf<T>()
        where T : ChainAction => [.. Sent.Where(sent => sent.Action is T)];

    public ChainIdentity Identity => inner.Identity;

    public ChainPlace PlaceOf(Bytes32 secret) => inner.PlaceOf(secret);

    public Task<ChainTip> TipAsync(CancellationToken cancel) => IsSilent ? throw Silence() : inner.TipAsync(cancel);

    public Task<LegCheck> CheckAsync(ChainPlace claimTo, ChainPlace refundTo, ChainPlace contract, CancellationToken cancel) =>
        IsSilent ? throw Silence() : inner.CheckAsync(claimTo, refundTo, contract, cancel);

    public async Task<ChainFact> LookAsync(LockTerms terms, long since, CancellationToken cancel)
    {
        if (IsSilent) throw Silence();
        var fact = await inner.LookAsync(terms, since, cancel);
        lock (_gate)
        {
            _height = fact.Tip.Height;
            _looks++;
        }

        return fact;
    }

    public async Task<BroadcastResult> BroadcastAsync(ChainAction action, long since, CancellationToken cancel)
    {
        if (IsSilent) throw Silence();
        var result = Instead?.Invoke(action) ?? await inner.BroadcastAsync(action, since, cancel);
        Sent.Enqueue((action, result));
        return result;
    }

    /// <summary>How often its side has looked, and has broadcast.</summary>
    public (long Looks, int Sent) Mark
    {
        get
        {
            lock (_gate) return (_looks, Sent.Count);
        }
    }

    /// <summary>Whether its side has looked some times since a mark, the last time at the chain as it is.</summary>
    public bool HasLooked((long Looks, int Sent) since, long height)
    {
        lock (_gate) return IsSilent || (_height == height && _looks >= since.Looks + Looks);
    }

    public ValueTask DisposeAsync() => inner.DisposeAsync();

    private static ChainException Silence() => new("its side is away");
}
