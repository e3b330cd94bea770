using Rings.Sovereign.Secrets;
using Rings.Sovereign.Swaps;

namespace Rings.Sovereign.Tests.Swaps;

/// <summary>One side's endpoint of a <see cref="FakeLedger"/>.</summary>
internal sealed class FakeChain(FakeLedger ledger, byte account) : IChain
{
    /// <summary>Whether it cannot be asked: its process, or this side's, is gone.</summary>
    public bool IsSilent { get; set; }

    /// <summary>A check waits for this; null: it is answered at once.</summary>
    public Task? Held { get; set; }

    /// <summary>What the wallet says that it has.</summary>
    public long Balance { get; set; } = 1_000_000_000;

    public ChainIdentity Identity => ledger.Identity;

    public ChainPlace PlaceOf(Bytes32 secret) => SwapFixture.PlaceOf(secret, Identity.Name.Kind, account);

    public Task<ChainTip> TipAsync(CancellationToken cancel) => Answer(ledger.Tip);

    public async Task<LegCheck> CheckAsync(ChainPlace claimTo, ChainPlace refundTo, ChainPlace contract, CancellationToken cancel)
    {
        if (Held is not null) await Held.WaitAsync(cancel);
        return await Answer(SwapFixture.Fine(ledger.Tip, Identity.Name.Kind) with { Balance = Amount.Of(Balance) });
    }

    public Task<ChainFact> LookAsync(LockTerms terms, long since, CancellationToken cancel) => Answer(ledger.Look(terms));

    public Task<BroadcastResult> BroadcastAsync(ChainAction action, long since, CancellationToken cancel) =>
        IsSilent ? Silence<BroadcastResult>() : Task.FromResult(ledger.Broadcast(action));

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private Task<T> Answer<T>(T answer) => IsSilent ? Silence<T>() : Task.FromResult(answer);

    private static Task<T> Silence<T>() => Task.FromException<T>(new ChainException("nobody answers"));
}
