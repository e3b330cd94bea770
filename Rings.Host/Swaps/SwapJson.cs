using System.Globalization;
using System.Text.Json.Nodes;
using Rings.Sovereign.Swaps;
using static Rings.Sovereign.Actors.Public.RingsSwapsProtocol;

namespace Rings.Host.Swaps;

/// <summary>A node's swaps and chains as JSON. No key and no preimage is among it.</summary>
internal static class SwapJson
{
    /// <summary>All swaps, the latest first.</summary>
    public static JsonArray All(SwapsView view, SwapSettings settings) => new(
        [.. view.Book.Swaps.Values.OrderByDescending(swap => swap.Begun).ThenBy(swap => swap.Id.ToString()).Select(swap => Swap(swap, view, settings))]);

    /// <summary>The chains, and how each stands.</summary>
    public static JsonArray Chains(ChainsSeen seen, SwapSettings settings) => new(
    [
        .. seen.Chains.Select(one => (One: one, Chain: settings.Find(one.Chain.Name)!)).OrderBy(one => one.Chain.Key, StringComparer.Ordinal)
            .Select(one => Chain(one.One, one.Chain)),
    ]);

    private static JsonObject Chain(ChainSeen seen, SwapChain chain) => new()
    {
        ["key"] = chain.Key,
        ["name"] = seen.Chain.Name.ToString(),
        ["genesis"] = seen.Chain.Genesis.ToString(),
        ["asset"] = seen.Chain.Asset,
        ["contract"] = seen.Chain.Contract.IsNone ? null : "0x" + seen.Chain.Contract,
        ["test"] = seen.Chain.IsTest,
        ["confirmations"] = chain.Policy.Confirmations,
        ["max_fee"] = CoinAmount.Text(chain, chain.Policy.MaxFee),
        ["height"] = seen.Check?.Tip.Height,
        ["time"] = seen.Check is { } known ? Text(known.Tip.Time) : null,
        ["balance"] = seen.Check is { } check ? CoinAmount.Text(chain, check.Balance) : null,
        ["contract_known"] = seen.Check?.IsContractKnown,
        ["trouble"] = seen.Trouble,
    };

    private static JsonObject Swap(SwapSide swap, SwapsView view, SwapSettings settings)
    {
        var (own, other) = (swap.Terms.Leg(swap.Own), swap.Terms.Leg(swap.Other));
        return new JsonObject
        {
            ["id"] = swap.Id.ToString(),
            ["role"] = swap.Role == SwapRole.Offerer ? "offerer" : "taker",
            ["peer"] = swap.Peer.ToString(),
            ["give"] = Coins(own, settings),
            ["get"] = Coins(other, settings),
            ["stage"] = swap.Shown.ToString(),
            ["says"] = SwapWords.Of(swap),
            ["ended"] = swap.HasEnded,
            ["waits_for_you"] = swap is { Role: SwapRole.Taker, Shown: SwapStage.Proposed },
            ["begun"] = Text(swap.Begun),
            ["since"] = Text(swap.Since),
            ["valid_until"] = Text(swap.Terms.Offer.ValidUntilMs / 1000),
            ["own_refund_from"] = Text(swap.Terms.Deadline(swap.Own)),
            ["other_refund_from"] = Text(swap.Terms.Deadline(swap.Other)),
            ["last_safe"] = swap.LastSafe == 0 ? null : Text(swap.LastSafe),
            ["own_lock"] = Lock(swap.FactOf(swap.Own), own.Confirmations),
            ["other_lock"] = Lock(swap.FactOf(swap.Other), other.Confirmations),
            ["peer_says"] = swap.PeerNote?.Step.ToString(),
            ["trouble"] = swap.Trouble is { } trouble ? SwapWords.Of(trouble) : null,
            ["alarm"] = view.Alarms.GetValueOrDefault(swap.Id),
        };
    }

    private static JsonObject? Lock(ChainFact? fact, int confirmations) => fact is not { LockDepth: >= 0 } ? null : new JsonObject
    {
        ["depth"] = fact.LockDepth,
        ["needed"] = confirmations,
        ["final"] = fact.IsLockFinal,
        ["spent"] = fact.Spend?.Kind.ToString(),
        ["spent_depth"] = fact.Spend?.Depth,
        ["transaction"] = fact.Spend?.TransactionId,
    };

    private static string Coins(SwapLeg leg, SwapSettings settings) => CoinAmount.Text(settings.Find(leg.Chain)!, leg.Amount);

    private static string Text(long seconds) => DateTimeOffset.FromUnixTimeSeconds(seconds).ToString("O", CultureInfo.InvariantCulture);
}
