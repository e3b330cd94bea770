using System.Text.Json.Nodes;
using Rings.Host.JsonRpc;
using Rings.Host.Rpc;
using Rings.Sovereign.Actors.Public;
using Rings.Sovereign.Secrets;
using Rings.Sovereign.Swaps;
using static Rings.Sovereign.Actors.Public.RingsSwapsProtocol;

namespace Rings.Host.Swaps;

/// <summary>The JSON-RPC methods of swaps: <c>docs/json-rpc.md</c>.</summary>
/// <param name="swaps">The node's swaps; null: no chain is configured.</param>
/// <param name="settings">The chains.</param>
/// <param name="read">Reads Dids and names.</param>
internal sealed class SwapMethods(RingsSwaps? swaps, SwapSettings settings, ArgumentReader read)
{
    /// <summary>How long an offer lives where nothing else is said, in seconds.</summary>
    public const int DefaultValid = 600;

    /// <summary>All of them, for the owner.</summary>
    public IEnumerable<JsonRpcMethod> All() =>
    [
        new("offerSwap", ["give", "take", "to", "valid_s"], OfferAsync),
        new("acceptSwap", ["id"], (arguments, cancel) => RunAsync(new AcceptSwap(IdOf(arguments)), cancel)),
        new("declineSwap", ["id"], (arguments, cancel) => RunAsync(new DeclineSwap(IdOf(arguments)), cancel)),
        new("refundSwap", ["id"], (arguments, cancel) => RunAsync(new RefundSwap(IdOf(arguments)), cancel)),
        new("exportSwap", ["id"], ExportAsync),
        new("listSwaps", [], async (_, cancel) => swaps is null
            ? new JsonArray()
            : SwapJson.All(await AskAsync(() => swaps.ViewAsync(cancel)), settings)),
        new("swapChains", [], async (_, cancel) => swaps is null
            ? new JsonArray()
            : SwapJson.Chains(await ChainsAsync(swaps, cancel), settings)),
    ];

    private RingsSwaps Swaps => swaps ?? throw new JsonRpcException(
        JsonRpcError.NotReady, $"No chain is configured for swaps: {SwapSettings.Section}.chains in rings.conf, as docs/swaps.md says.");

    private static async Task<ChainsSeen> ChainsAsync(RingsSwaps swaps, CancellationToken cancel)
    {
        var seen = await AskAsync(() => swaps.ChainsAsync(cancel));
        return seen.Chains.IsEmpty ? throw new JsonRpcException(JsonRpcError.Busy, "Too many ask for the chains at once: ask again.") : seen;
    }

    private async Task<JsonNode?> OfferAsync(JsonRpcArguments arguments, CancellationToken cancel)
    {
        var desk = Swaps;
        var (give, giveAmount) = CoinAmount.Read(settings, arguments.Text("give"), "give");
        var (take, takeAmount) = CoinAmount.Read(settings, arguments.Text("take"), "take");
        var order = new SwapOrder(
            read.DidOf(arguments, "to"), give, giveAmount, take, takeAmount,
            arguments.Number("valid_s", DefaultValid, 1, SwapLimits.OfferLife));
        if (order.To == read.Self) throw JsonRpcArguments.Wrong("to", "A swap is made with another node.");
        var reply = await AskAsync(() => desk.RunAsync(new OfferSwap(order), cancel));
        return reply.Id is { } id ? new JsonObject { ["id"] = id.ToString() } : throw SwapWords.ErrorOf(reply.Refusal!);
    }

    private async Task<JsonNode?> ExportAsync(JsonRpcArguments arguments, CancellationToken cancel)
    {
        var desk = Swaps;
        var sheet = await AskAsync(() => desk.ExportAsync(new ExportSwap(IdOf(arguments)), cancel));
        return sheet.Text is { } text
            ? new JsonObject { ["text"] = text }
            : throw new JsonRpcException(JsonRpcError.NotFound, "This node has locked nothing in such a swap: there is nothing to take back.");
    }

    private async Task<JsonNode?> RunAsync(ISwapCommand command, CancellationToken cancel)
    {
        var desk = Swaps;
        var reply = await AskAsync(() => desk.RunAsync(command, cancel));
        return reply.Refusal is { } refusal ? throw SwapWords.ErrorOf(refusal) : new JsonObject { ["done"] = true };
    }

    private static Task<T> AskAsync<T>(Func<Task<T>> ask) => SovereignCalls.AskAsync(ask, "The node's swaps");

    private static SecretId IdOf(JsonRpcArguments arguments) => SovereignCalls.IdOf(arguments, "id");
}
