using System.Text;
using System.Text.Json.Nodes;
using Rings.Actors.Public;
using Rings.Host.JsonRpc;
using Rings.Protocol.Storage;
using static Rings.Actors.Public.RingsNodeProtocol;

namespace Rings.Host.Rpc;

/// <summary>The JSON-RPC methods about the records that this node put: <c>docs/json-rpc.md</c>.</summary>
/// <param name="node">The node.</param>
/// <param name="read">Knows who this node is.</param>
internal sealed class OwnRecordMethods(IRings node, ArgumentReader read)
{
    /// <summary>All of them, for the owner.</summary>
    public IEnumerable<JsonRpcMethod> All() =>
    [
        new("ownRecords", [], async (_, cancel) =>
            new JsonArray([.. (await node.GetOwnRecordsAsync(cancel)).Records.Select(Describe)])),
        new("renewRecord", ["kind", "name", "tag"], RenewAsync),
        new("endRecord", ["kind", "name", "tag"], EndAsync),
    ];

    /// <summary>Puts what is there once more, to be renewed from now on.</summary>
    private async Task<JsonNode?> RenewAsync(JsonRpcArguments arguments, CancellationToken cancel)
    {
        var (isElement, name, tag) = Which(arguments);
        var value = (await FindAsync(isElement, name, tag, cancel)).Value;
        IRecordCommand again = isElement
            ? new AddElement(name, tag, value, Renew: true)
            : new PutRegister(name, value, Renew: true);
        return Changed("renewed", RecordJson.Of(await node.PutAsync(again, cancel)));
    }

    /// <summary>
    /// Ends a record. A register has no word for its end: an empty value stands in its place for as long as the former one
    /// could come back from a holder that was away.
    /// </summary>
    private async Task<JsonNode?> EndAsync(JsonRpcArguments arguments, CancellationToken cancel)
    {
        var (isElement, name, tag) = Which(arguments);
        await FindAsync(isElement, name, tag, cancel);
        return isElement
            ? Changed("removed", RecordJson.Of(await node.PutAsync(new RemoveElement(name, tag), cancel)))
            : Changed("emptied", RecordJson.Of(await node.PutAsync(new PutRegister(name, []), cancel)));
    }

    private async Task<FoundRecord> FindAsync(bool isElement, string name, byte[] tag, CancellationToken cancel)
    {
        IRecordQuery query = isElement ? new GetSet(name) : new GetRegister(read.Self, name);
        return (await node.GetAsync(query, cancel)).Match(
            found: found => found.Records.FirstOrDefault(record => record.Author == read.Self && (!isElement || record.Tag.AsSpan().SequenceEqual(tag)))
                ?? throw (found.IsFinal
                    ? new JsonRpcException(JsonRpcError.NotFound, "This node has no such record in the ring: rings records list shows those that it has.")
                    : new JsonRpcException(JsonRpcError.Unreachable, "Too few holders answered to be sure what is there. Try again.")),
            invalid: invalid => throw JsonRpcArguments.Missing(invalid.Field, invalid.Expected),
            silent: _ => throw new JsonRpcException(JsonRpcError.TimedOut, "The owner of the record's key did not answer. Try again."));
    }

    private static (bool IsElement, string Name, byte[] Tag) Which(JsonRpcArguments arguments) => (
        arguments.Text("kind") switch
        {
            "register" => false,
            "element" => true,
            _ => throw JsonRpcArguments.Missing("kind", "register or element"),
        },
        arguments.Text("name"), Encoding.UTF8.GetBytes(arguments.OptionalText("tag") ?? ""));

    private static JsonNode Changed(string change, JsonNode stored)
    {
        stored["change"] = change;
        return stored;
    }

    private static JsonNode Describe(OwnRecordStatus own) => new JsonObject
    {
        ["kind"] = own.Kind switch
        {
            RecordKind.Register => "register",
            RecordKind.SetElement => "element",
            _ => "blob",
        },
        ["name"] = own.Name,
        ["tag"] = Convert.ToBase64String(own.Tag),
        ["tagText"] = RecordJson.TextOf(own.Tag),
        ["owner"] = own.Owner?.ToString(),
        ["bytes"] = own.Bytes,
        ["expires"] = own.Expires.ToString("O"),
        ["renewed"] = own.IsRenewed,
        ["key"] = own.Key.ToString(),
    };
}
