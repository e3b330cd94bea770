using Rings.Sovereign.Secrets;
using Rings.Sovereign.Swaps;

namespace Rings.Sovereign.Chains.Tests.Agreeing;

/// <summary>An endpoint that says what a test tells it to.</summary>
internal sealed class ToldChain : IChain
{
    private static readonly ChainTip Tip = new(100, 1_800_000_000, 1_799_999_000);

    public ChainIdentity Identity { get; init; } =
        new(ChainName.Read(Real.Litecoin.Name), default, "ltc", 8, ChainPlace.None, IsTest: true);

    public ChainFact Fact { get; init; } = ChainFact.Nothing(Tip);

    public LegCheck Check { get; init; } =
        new(Tip, Amount.Of(9), null, Amount.Of(1), Amount.Of(1), Amount.Zero, false, false, true);

    public bool IsDead { get; init; }

    public int Broadcasts { get; private set; }

    public ChainPlace PlaceOf(Bytes32 secret) => SwapTerms.PlaceOf(SwapTerms.ClaimKey);

    public Task<ChainTip> TipAsync(CancellationToken cancel) => Task.FromResult(Fact.Tip);

    public Task<LegCheck> CheckAsync(ChainPlace claimTo, ChainPlace refundTo, ChainPlace contract, CancellationToken cancel) =>
        Task.FromResult(Check);

    public Task<ChainFact> LookAsync(LockTerms terms, long since, CancellationToken cancel) => Task.FromResult(Fact);

    public Task<BroadcastResult> BroadcastAsync(ChainAction action, long since, CancellationToken cancel)
    {
        if (IsDead) throw new ChainException("It does not answer.");
        Broadcasts++;
        return Task.FromResult(new BroadcastResult(BroadcastOutcome.Sent));
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
