using System.Text;
using System.Text.Json.Nodes;
using Rings.Actors.Public;
using Rings.Host.JsonRpc;
using Rings.Protocol;
using Rings.Protocol.Storage;
using static Rings.Actors.Public.RingsNodeProtocol;

namespace Rings.Host.Rpc;

/// <summary>The JSON-RPC methods about records and topics.</summary>
/// <param name="node">The node.</param>
/// <param name="read">Reads Dids and names.</param>
internal sealed class RecordMethods(IRings node, ArgumentReader read)
{
    private const long MaxLifeSeconds = 7 * 24 * 3600;

    /// <summary>All of them, for the owner.</summary>
    public IEnumerable<JsonRpcMethod> All() =>
    [
        new("putRecord", ["kind", "name", "data", "tag", "owner", "life_s", "consistency", "renew"], async (arguments, cancel) =>
            RecordJson.Of(await node.PutAsync(CommandOf(arguments), cancel))),
        new("removeElement", ["name", "tag", "author", "owner", "consistency"], async (arguments, cancel) =>
            RecordJson.Of(await node.PutAsync(RemovalOf(arguments), cancel))),
        new("getRecord", ["kind", "name", "owner", "consistency"], async (arguments, cancel) =>
            RecordJson.Of(await node.GetAsync(QueryOf(arguments), cancel))),
        new("publishMessageToTopic", ["topic", "data"], async (arguments, cancel) => RecordJson.Of(await node.PutAsync(
            new AddElement(TopicName(arguments), Guid.CreateVersion7().ToByteArray(), DataOf(arguments)), cancel))),
        new("fetchTopicMessages", ["topic", "after"], FetchTopicAsync),
        new("putRevocation", ["revocation"], PutRevocationAsync),
    ];

    /// <summary>Puts a revocation where readers look for it; how many of the three have it is the answer.</summary>
    private async Task<JsonNode?> PutRevocationAsync(JsonRpcArguments arguments, CancellationToken cancel)
    {
        var (bytes, stored) = (ArgumentReader.Base64Of(arguments, "revocation"), 0);
        for (var placement = 0; placement < StorageKey.Placements; placement++)
        {
            var outcome = await node.PutAsync(new PutRevocation(bytes, placement), cancel);
            stored += outcome.Match(
                stored: _ => 1, storedLocally: _ => 1, refused: _ => 0, silent: _ => 0,
                invalid: wrong => throw JsonRpcArguments.Missing("revocation", $"{wrong.Expected} ({wrong.Field})"));
        }

        return new JsonObject { ["placements"] = stored };
    }

    private async Task<JsonNode?> FetchTopicAsync(JsonRpcArguments arguments, CancellationToken cancel)
    {
        var after = arguments.Number("after", ifAbsent: 0, least: 0, most: long.MaxValue);
        var outcome = await node.GetAsync(new GetSet(TopicName(arguments)), cancel);
        return RecordJson.Of(outcome, found => RecordJson.Topic(found, after));
    }

    private IRecordCommand CommandOf(JsonRpcArguments arguments) => arguments.Text("kind") switch
    {
        "register" => new PutRegister(
            arguments.Text("name"), DataOf(arguments), LifeOf(arguments), ConsistencyOf(arguments), RenewOf(arguments)),
        "element" => new AddElement(
            arguments.Text("name"), TagOf(arguments), DataOf(arguments), OwnerOf(arguments, "owner"),
            LifeOf(arguments), ConsistencyOf(arguments), RenewOf(arguments)),
        "blob" => new PutBlob(DataOf(arguments), Life: LifeOf(arguments), Consistency: ConsistencyOf(arguments), Renew: RenewOf(arguments)),
        _ => throw JsonRpcArguments.Missing("kind", "register, element or blob"),
    };

    private RemoveElement RemovalOf(JsonRpcArguments arguments) => new(
        arguments.Text("name"), TagOf(arguments), OwnerOf(arguments, "author"), OwnerOf(arguments, "owner"),
        ConsistencyOf(arguments));

    private IRecordQuery QueryOf(JsonRpcArguments arguments) => arguments.Text("kind") switch
    {
        "register" => new GetRegister(
            OwnerOf(arguments, "owner") ?? throw JsonRpcArguments.Missing("owner", "the Did whose register it is"),
            arguments.Text("name"), ConsistencyOf(arguments)),
        "set" => new GetSet(arguments.Text("name"), OwnerOf(arguments, "owner"), ConsistencyOf(arguments)),
        "blob" => new GetBlob(HashOf(arguments.Text("name")), ConsistencyOf(arguments)),
        _ => throw JsonRpcArguments.Missing("kind", "register, set or blob"),
    };

    private static BlobHash HashOf(string text)
    {
        try
        {
            return BlobHash.Parse(text);
        }
        catch (ProtocolException wrong)
        {
            throw JsonRpcArguments.Missing("name", wrong.Expected);
        }
    }

    private static string TopicName(JsonRpcArguments arguments) => Topics.SetOf(arguments.Text("topic"));

    private static bool RenewOf(JsonRpcArguments arguments) => arguments.Flag("renew", ifAbsent: false);

    private static byte[] TagOf(JsonRpcArguments arguments) =>
        Encoding.UTF8.GetBytes(arguments.OptionalText("tag") ?? "");

    private static byte[] DataOf(JsonRpcArguments arguments) => ArgumentReader.Base64Of(arguments, "data");

    private static TimeSpan? LifeOf(JsonRpcArguments arguments) =>
        arguments.Number("life_s", ifAbsent: 0, least: 1, most: MaxLifeSeconds) is > 0 and var seconds
            ? TimeSpan.FromSeconds(seconds)
            : null;

    private Did? OwnerOf(JsonRpcArguments arguments, string name) => read.OptionalDidOf(arguments, name);

    private static Consistency ConsistencyOf(JsonRpcArguments arguments) =>
        (arguments.OptionalText("consistency") ?? "quorum") switch
        {
            "one" => Consistency.One,
            "quorum" => Consistency.Quorum,
            "all" => Consistency.All,
            _ => throw JsonRpcArguments.Missing("consistency", "one, quorum or all"),
        };
}
