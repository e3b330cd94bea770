using Rings.Sovereign.Secrets;
using Rings.Sovereign.Swaps;

namespace Rings.Sovereign.Tests.Swaps;

/// <summary>The bounds of a searched world, in ticks; a block comes at each.</summary>
internal sealed record SwapWorld(ChainKind First, ChainKind Second, int D, int P, int R, int L, int F)
{
    /// <summary>Seconds of a tick.</summary>
    public const int Scale = 10;

    /// <summary>T1 − T2; null: the least that the node accepts.</summary>
    public int? Gap { get; init; }

    /// <summary>Ticks by which the offerer reveals too late.</summary>
    public int RevealSlack { get; init; }

    /// <summary>Ticks by which the taker locks too late.</summary>
    public int LockSlack { get; init; }

    /// <summary>Blocks that a lock has to be deep; the node's operator is told R + 1.</summary>
    public int Confirmations { get; init; } = R + 1;

    /// <summary>Blocks that a claim or refund has to be deep.</summary>
    public int Deep { get; init; } = R + 1;

    /// <summary>Long enough that the first side may lock, and for the last lock and the last claim.</summary>
    public int T2 => (3 * D) + R + F + (2 * (Confirmations - 1)) + 2;

    public int T1 => T2 + (Gap ?? ((2 * D) + P + R + L + F + 1));

    /// <summary>All is settled by then, or never will be.</summary>
    public int End => T1 + L + P + (2 * D) + (2 * R) + Deep + 3;

    /// <summary>The least T1 − T2 of 13.4 that loses nothing.</summary>
    public int LeastGap => (Second == ChainKind.Utxo ? (2 * D) + L + 1 : D) + P + R + (First == ChainKind.Utxo ? F : 0);

    /// <summary>When a tick begins, Unix seconds.</summary>
    public static long At(int tick) => 1_800_000_000 + (tick * Scale);

    /// <summary>What both sides have agreed to, of a swap of this name.</summary>
    public SwapTerms Terms(SecretId id)
    {
        var offer = SwapFixture.Offer(id, First, Second, At(T1), At(T2), At(1), Confirmations);
        return new(SwapFixture.Ring, SwapFixture.Alice, SwapFixture.Bob, offer, SwapFixture.Accept(offer, Confirmations));
    }

    public ChainKind KindOf(LegSide side) => side == LegSide.First ? First : Second;

    public int Deadline(LegSide side) => side == LegSide.First ? T1 : T2;

    public SwapTimes Times => new(D * Scale, P * Scale, R * Scale, L * Scale, F * Scale)
    {
        RevealSlack = RevealSlack * Scale,
        LockSlack = LockSlack * Scale,
    };

    public ChainPolicy Chain => new(Confirmations, Deep, Scale, 0, Amount.Of(20_000));
}
