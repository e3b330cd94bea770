using System.Collections.Immutable;
using Rings.Protocol;
using Rings.Sovereign.Swaps;

namespace Rings.Sovereign.Chains.Tests.Whole;

/// <summary>What a side is started with.</summary>
/// <param name="Self">Who it is.</param>
/// <param name="Folder">Of its journal and keys.</param>
/// <param name="Time">Its clock.</param>
/// <param name="First">How it opens leg 1's chain, as <see cref="LedgerOpening"/> reads it.</param>
/// <param name="Second">Leg 2's.</param>
/// <param name="Say">Carries a message; false: it does not arrive.</param>
internal sealed record PartySetting(
    Did Self, string Folder, WorldTime Time, string First, string Second, Func<Did, byte[], bool> Say)
{
    /// <summary>What is assumed of the world, in seconds; short, so that a run has few blocks.</summary>
    public static SwapTimes Times { get; } = new(60, 120, 30, 120, 30);

    /// <summary>At which write it falls; 0: at none.</summary>
    public int FallsAt { get; init; }

    /// <summary>Whether it falls before that write is durable.</summary>
    public bool FallsBefore { get; init; }

    /// <summary>How it falls.</summary>
    public Action<Party> Fall { get; init; } = party => party.Fall();

    /// <summary>How often it looks at its chains.</summary>
    public TimeSpan LookEvery { get; init; } = TimeSpan.FromMilliseconds(15);

    /// <summary>What it demands.</summary>
    public static SwapPolicy PolicyOf(params ChainIdentity[] chains) => new(Times, AllowsRealMoney: false, chains.ToImmutableDictionary(
        chain => chain.Name, chain => new ConfiguredChain(chain, chain.Name.Kind == ChainKind.Utxo
            ? new(Confirmations: 2, Deep: 3, BlockSeconds: 20, FinalSeconds: 0, Amount.Of(LitecoinLedger.MaxFee))
            : new(Confirmations: 2, Deep: 3, BlockSeconds: 20, FinalSeconds: 60, Amount.Of(AnvilLedger.MaxFee)))));
}
