using System.Buffers.Text;
using System.Text;
using System.Text.Json.Nodes;
using Rings.Actors.Public;
using Rings.Host.Events;
using Rings.Host.JsonRpc;
using Rings.Protocol;
using static Rings.Actors.Public.RingsNodeProtocol;

namespace Rings.Host.Rpc;

/// <summary>The node's JSON-RPC methods; what each takes and gives stands in <c>docs/json-rpc.md</c>.</summary>
/// <param name="node">The node.</param>
/// <param name="read">Reads Dids and names.</param>
/// <param name="hub">Told of look-ups, and of what is sent.</param>
/// <param name="time">The clock.</param>
internal sealed class NodeMethods(IRings node, ArgumentReader read, EventHub hub, TimeProvider time)
{
    private const int MaxSeeds = 64;

    /// <summary>Those that anybody may call, on the public listener.</summary>
    public IEnumerable<JsonRpcMethod> Public() =>
    [
        new("nodeDid", [], async (_, cancel) =>
            new JsonObject { ["did"] = (await node.GetStatusAsync(cancel)).Did.ToString() }),
        new("answerOffer", ["offer"], async (arguments, cancel) => Outcome.ToJson(
            await node.AnswerOfferAsync(Bytes(arguments, "offer"), arguments.Caller, cancel: cancel))),
    ];

    /// <summary>All of them, for the owner.</summary>
    public IEnumerable<JsonRpcMethod> All() =>
    [
        .. Public(),
        new("nodeInfo", [], async (_, cancel) => StatusJson.Info(await node.GetStatusAsync(cancel))),
        new("inspect", [], async (_, cancel) => StatusJson.Inspect(await node.GetStatusAsync(cancel))),
        new("listPeers", [], async (_, cancel) => StatusJson.Links(await node.GetStatusAsync(cancel))),
        new("createOffer", ["did"], async (arguments, cancel) => Outcome.ToJson(
            await node.CreateOfferAsync(read.DidOf(arguments, "did"), cancel))),
        new("acceptAnswer", ["answer"], async (arguments, cancel) => Outcome.ToJson(
            await node.AcceptAnswerAsync(Bytes(arguments, "answer"), cancel))),
        new("connectPeerViaHttp", ["url"], async (arguments, cancel) => Outcome.ToJson(
            await node.ConnectAsync(UrlOf(arguments, "url"), cancel))),
        new("connectWithDid", ["did"], async (arguments, cancel) => Outcome.ToJson(
            await node.ConnectAsync(read.DidOf(arguments, "did"), cancel))),
        new("connectWithSeed", ["peers"], ConnectWithSeedAsync),
        new("disconnect", ["did"], DisconnectAsync),
        new("lookup", ["key"], (arguments, cancel) => LookUpAsync(
            arguments, async key => Outcome.ToJson(await node.LookupAsync(key, cancel)))),
        new("trace", ["key"], (arguments, cancel) => LookUpAsync(
            arguments, async key => Outcome.ToJson(await node.TraceAsync(key, cancel)))),
        .. new RecordMethods(node, read).All(),
        new("sendMessage", ["destination_did", "protocol", "data", "delivery", "plain", "mail"], SendAsync),
    ];

    private async Task<JsonNode?> DisconnectAsync(JsonRpcArguments arguments, CancellationToken cancel)
    {
        var did = read.DidOf(arguments, "did");
        var wasLinked = (await node.GetStatusAsync(cancel)).Links.Any(link => link.Peer == did);
        await node.DisconnectAsync(did, cancel);
        return new JsonObject { ["did"] = did.ToString(), ["wasLinked"] = wasLinked };
    }

    /// <summary>Tries the seeds in order: the first that answers is enough; if none does, says why for each.</summary>
    private async Task<JsonNode?> ConnectWithSeedAsync(JsonRpcArguments arguments, CancellationToken cancel)
    {
        var failures = new List<string>();
        foreach (var (index, peer) in arguments.List("peers", MaxSeeds).Index())
        {
            if (!Seeds.TryRead(peer, out var seed)) throw JsonRpcArguments.Missing($"peers[{index}]", "{url, did?}");
            var outcome = await node.ConnectAsync(seed, cancel);
            if (outcome is not LinkRefused refused) return Outcome.ToJson(outcome);
            failures.Add($"{seed}: {refused.Detail}");
        }

        throw new JsonRpcException(JsonRpcError.Unreachable, $"No seed answered. {string.Join("; ", failures)}");
    }

    /// <summary>Looks up, and tells those who watch: whoever asked, they see it.</summary>
    private async Task<JsonNode?> LookUpAsync(JsonRpcArguments arguments, Func<Did, Task<JsonNode>> ask)
    {
        var found = await ask(read.DidOf(arguments, "key"));
        hub.Publish(NodeEvent.At(time.GetUtcNow(), "lookup", found.DeepClone().AsObject()));
        return found;
    }

    /// <summary>End to end, unless the caller says that every relay may read it.</summary>
    private async Task<JsonNode?> SendAsync(JsonRpcArguments arguments, CancellationToken cancel)
    {
        var (to, protocol) = (read.DidOf(arguments, "destination_did"), arguments.Text("protocol"));
        var data = ArgumentReader.Base64Of(arguments, "data");
        var delivery = arguments.OptionalText("delivery") ?? "delivered";
        if (!arguments.Flag("plain", ifAbsent: false))
        {
            if (delivery != "delivered") throw JsonRpcArguments.Missing("delivery", "delivered, where plain is not true");
            var mail = arguments.Flag("mail", ifAbsent: true);
            return Sent(to, protocol, data, Outcome.ToJson(await node.SendAsync(to, protocol, data, mail, cancel: cancel)));
        }

        if (delivery is not ("delivered" or "handed-over"))
            throw JsonRpcArguments.Missing("delivery", "delivered or handed-over");
        return Sent(
            to, protocol, data,
            Outcome.ToJson(await node.SendPlainAsync(to, protocol, data, delivery == "delivered", cancel: cancel)));
    }

    /// <summary>Tells those who watch what this node sent, so that a conversation has both sides.</summary>
    private JsonNode Sent(Did to, string protocol, byte[] data, JsonNode outcome)
    {
        var sent = outcome.DeepClone().AsObject();
        sent["to"] = to.ToString();
        sent["protocol"] = protocol;
        sent["text"] = Encoding.UTF8.GetString(data.AsSpan(0, Math.Min(data.Length, EventPump.MaxText)));
        hub.Publish(NodeEvent.At(time.GetUtcNow(), "sent", sent));
        return outcome;
    }

    private static Uri UrlOf(JsonRpcArguments arguments, string name) =>
        arguments.Parsed<Uri>(name, "an http or https URL", Seeds.TryParse);

    private static byte[] Bytes(JsonRpcArguments arguments, string name)
    {
        var text = arguments.Text(name);
        return Base64Url.IsValid(text)
            ? Base64Url.DecodeFromChars(text)
            : throw JsonRpcArguments.Missing(name, "base64url");
    }
}
