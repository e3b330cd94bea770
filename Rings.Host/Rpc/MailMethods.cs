using System.Text.Json.Nodes;
using Rings.Actors.Public;
using Rings.Host.JsonRpc;
using Rings.Host.Mail;
using static Rings.Actors.Public.RingsNodeProtocol;

namespace Rings.Host.Rpc;

/// <summary>The JSON-RPC methods about mail: what waits for this node's owner, and this node's letters that wait for others.</summary>
/// <param name="node">The node.</param>
/// <param name="box">What waits for its owner.</param>
internal sealed class MailMethods(IRings node, LetterBox box)
{
    private const int LongestPreview = 80;

    /// <summary>All of them, for the owner.</summary>
    public IEnumerable<JsonRpcMethod> All() =>
    [
        new("listMail", [], async (_, cancel) => new JsonObject
        {
            ["waiting"] = new JsonArray([.. box.All.Select(Describe)]),
            ["posted"] = new JsonArray([.. (await node.GetPostedAsync(cancel)).Letters.Select(Describe)]),
        }),
        new("readMail", ["id"], (arguments, _) => Task.FromResult<JsonNode?>(Find(arguments.Text("id")).ToJson())),
        new("removeMail", ["id"], (arguments, _) => Task.FromResult<JsonNode?>(Remove(arguments.Text("id")))),
        new("withdrawMail", ["id"], async (arguments, cancel) =>
            (await node.WithdrawLetterAsync(arguments.Text("id"), cancel)).Match<JsonNode>(
                withdrawn: letter => Describe(letter.Letter),
                stays: stays => throw (stays.IsKnown
                    ? new JsonRpcException(JsonRpcError.TimedOut, "Too few of those who keep the letter answered: it may still be fetched. Try again.")
                    : NotThere(stays.Id)))),
    ];

    private JsonNode Remove(string id)
    {
        var letter = Find(id);
        try
        {
            return box.Remove(letter) ? Describe(letter) : throw NotThere(id);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new JsonRpcException(JsonRpcError.Refused, $"The letter cannot be removed: {error.Message}");
        }
    }

    private Letter Find(string id) => box.All.FirstOrDefault(letter => letter.Id == id) ?? throw NotThere(id);

    private static JsonRpcException NotThere(string id) =>
        new(JsonRpcError.NotFound, $"There is no letter {JsonRpcArguments.Shown(id)}. rings mail list shows those that there are.");

    private static JsonNode Describe(Letter letter)
    {
        var all = letter.ToJson();
        var text = (string?)all["text"] ?? "";
        return new JsonObject
        {
            ["id"] = letter.Id,
            ["from"] = letter.From,
            ["time"] = all["time"]?.DeepClone(),
            ["sentAt"] = all["sentAt"]?.DeepClone(),
            ["sealed"] = all["sealed"]?.DeepClone(),
            ["preview"] = text.Length <= LongestPreview ? text : text[..LongestPreview] + "…",
        };
    }

    private static JsonNode Describe(PostedLetter letter) => new JsonObject
    {
        ["id"] = letter.Id,
        ["to"] = letter.To.ToString(),
        ["expires"] = letter.Expires.ToString("O"),
    };
}
