using Rings.Protocol;
using Rings.Sovereign.Secrets;
using Rings.Sovereign.Swaps;

namespace Rings.Sovereign.Chains.Tests.Whole;

/// <summary>One side of swaps, in this process or in one of its own.</summary>
internal interface IParty : IAsyncDisposable
{
    /// <summary>Whether it has come to the write where it falls.</summary>
    bool HasFallen { get; }

    /// <summary>Offers a swap; null: it fell meanwhile.</summary>
    Task<SecretId?> OfferAsync(SwapOrder order);

    /// <summary>Accepts an offer, as far as it comes.</summary>
    Task AcceptAsync(SecretId id);

    /// <summary>How far a swap is; null: it does not know it.</summary>
    Task<SwapStage?> StageAsync(SecretId id);

    /// <summary>Waits until it has seen both chains as they are, and has done all that follows.</summary>
    Task SettleAsync(long first, long second);

    /// <summary>A message came for it.</summary>
    void Hear(Did from, byte[] payload);

    /// <summary>The chains' clock has gone on, Unix seconds.</summary>
    void SetClock(long now);
}
