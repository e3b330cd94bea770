using System.Text.Json.Nodes;
using Rings.Host.Cli;

namespace Rings.Host.Commands;

/// <summary>Pages about swaps, for people.</summary>
internal static class SwapPages
{
    /// <summary>What waits for this node's person.</summary>
    public static void Offers(TextWriter terminal, JsonArray offers, KnownNames names)
    {
        if (offers.Count == 0) terminal.WriteLine("no offers");
        foreach (var offer in offers)
        {
            terminal.WriteLine(Visible.Line(
                $"{offer!["id"]}  you give {offer["give"]}, you get {offer["get"]}, with {names.Beside((string)offer["peer"]!)}, until {Times.Short(offer["valid_until"])}"));
            terminal.WriteLine(Visible.Line(
                $"  If the other never claims, your coins wait until {Times.Short(offer["own_refund_from"])}. rings swap accept {offer["id"]} (or decline)"));
        }
    }

    /// <summary>All swaps, a line each.</summary>
    public static void List(TextWriter terminal, JsonArray swaps)
    {
        if (swaps.Count == 0) terminal.WriteLine("no swaps: rings swap offer --give 0.5ltc --take 1eth --to DID");
        foreach (var swap in swaps) terminal.WriteLine(Line(swap!));
    }

    /// <summary>One swap in a line.</summary>
    public static string Line(JsonNode swap) =>
        Visible.Line($"{swap["id"]}  {swap["give"]} for {swap["get"]}  {swap["says"]}{((string?)swap["alarm"] is { } alarm && !(bool)swap["ended"]! ? $"  ALARM: {alarm}" : "")}");

    /// <summary>One swap.</summary>
    public static void Show(TextWriter terminal, JsonNode swap, KnownNames names)
    {
        terminal.WriteLine(Line(swap));
        terminal.WriteLine(Visible.Line($"with {names.Beside((string)swap["peer"]!)}, since {Times.Short(swap["begun"])}; this node is the {swap["role"]}"));
        Lock(terminal, "this node's lock", swap["own_lock"], swap["own_refund_from"]);
        Lock(terminal, "the other's lock", swap["other_lock"], swap["other_refund_from"]);
        if ((string?)swap["peer_says"] is { } said) terminal.WriteLine($"the other says that it is at {said}; that is not believed");
        if ((string?)swap["trouble"] is { } trouble) terminal.WriteLine(Visible.Line(trouble));
        if (swap["last_safe"] is { } safe) terminal.WriteLine($"the next step is safe until {Times.Short(safe)}");
        if (SheetHint(swap) is { } hint) terminal.WriteLine(hint);
    }

    /// <summary>How to lay away what takes this node's coins back; null: none are locked now.</summary>
    public static string? SheetHint(JsonNode swap) => swap["own_lock"] is null || (bool)swap["ended"]!
        ? null
        : $"Lay away what takes the coins back without this node: rings swap export {swap["id"]}";

    /// <summary>The chains.</summary>
    public static void Chains(TextWriter terminal, JsonArray chains)
    {
        if (chains.Count == 0) terminal.WriteLine("no chain: rings.swap.chains in rings.conf, as docs/swaps.md says");
        foreach (var chain in chains)
        {
            var kind = (bool)chain!["test"]! ? "a test chain" : "REAL MONEY";
            var state = (string?)chain["trouble"] is { } trouble ? $"cannot be asked: {trouble}"
                : (bool?)chain["contract_known"] == false ? $"the code at its contract is not the one that this program ships: rings swap deploy {chain["key"]}"
                : $"block {chain["height"]} of {Times.Short(chain["time"])}, balance {chain["balance"]}, fees up to {chain["max_fee"]}";
            terminal.WriteLine(Visible.Line($"{chain["key"]}  {chain["name"]}  {kind}  {state}"));
        }
    }

    private static void Lock(TextWriter terminal, string whose, JsonNode? seen, JsonNode? refundFrom) => terminal.WriteLine(Visible.Line(
        seen is null ? $"{whose}: not seen; refunded from {Times.Short(refundFrom)} on"
        : $"{whose}: {seen["depth"]} of {seen["needed"]} blocks deep{((bool)seen["final"]! ? "" : ", not final")}; "
            + ((string?)seen["spent"] is { } spent
                ? $"{spent.ToLowerInvariant()}ed in {seen["transaction"]}, {seen["spent_depth"]} deep"
                : $"refunded from {Times.Short(refundFrom)} on")));
}
