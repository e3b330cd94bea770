using System.Text.Json.Nodes;
using Rings.Host.Cli;
using Rings.Host.JsonRpc;
using Rings.Host.Names;
using Rings.Protocol;
using Rings.Protocol.Services;

namespace Rings.Host.Rpc;

/// <summary>The JSON-RPC methods of the address book: <c>docs/json-rpc.md</c>.</summary>
/// <param name="names">The book.</param>
/// <param name="read">Reads Dids and names.</param>
internal sealed class NameMethods(NameBook names, ArgumentReader read)
{
    /// <summary>All of them, for the owner.</summary>
    public IEnumerable<JsonRpcMethod> All() =>
    [
        new("listNames", [], (_, _) => Task.FromResult<JsonNode?>(new JsonArray([.. names.All.Select(Entry)]))),
        new("addName", ["name", "did"], (arguments, _) => Task.FromResult<JsonNode?>(Add(arguments))),
        new("removeName", ["name"], (arguments, _) => Task.FromResult<JsonNode?>(Remove(arguments))),
        new("whoIs", ["did"], (arguments, _) => Task.FromResult<JsonNode?>(WhoIs(read.DidOf(arguments, "did")))),
    ];

    private JsonObject WhoIs(Did did) => new()
    {
        ["did"] = did.ToString(),
        ["names"] = JsonTexts.Of(names.All.Where(entry => entry.Value == new NamedThing(did, null)).Select(entry => entry.Key)),
    };

    /// <summary>An entry. A service stands there without its ticket.</summary>
    private static JsonNode Entry(KeyValuePair<string, NamedThing> entry) => new JsonObject
    {
        ["name"] = entry.Key,
        ["did"] = entry.Value.Did.ToString(),
        ["service"] = entry.Value.Service?.ToString(),
    };

    private JsonNode Add(JsonRpcArguments arguments)
    {
        var thing = Read(arguments.Text("did"));
        Write(() => names.Add(arguments.Text("name"), thing));
        return Entry(new(arguments.Text("name"), thing));
    }

    private static NamedThing Read(string text)
    {
        if (NamedThing.TryParse(text, out var thing)) return thing;
        // A link is not repeated: what is wrong with it may be its ticket.
        if (text.Contains("://", StringComparison.Ordinal))
            throw JsonRpcArguments.Wrong("did", $"That is no link of a service: expected {RingUrl.Expected}.");
        throw JsonRpcArguments.Wrong("did", $"'{JsonRpcArguments.Shown(text)}': {DidText.Read(text, out _)}.");
    }

    private JsonObject Remove(JsonRpcArguments arguments)
    {
        var name = arguments.Text("name");
        var removed = false;
        Write(() => removed = names.Remove(name));
        return removed
            ? new JsonObject { ["name"] = name }
            : throw new JsonRpcException(JsonRpcError.NotFound, $"'{name}' is not in the address book.{Meant(name)}");
    }

    private string Meant(string name) =>
        names.Nearest(name) is { } near ? $" Did you mean '{near}'?" : "";

    private static void Write(Action change)
    {
        try
        {
            change();
        }
        catch (UserErrorException wrong)
        {
            throw new JsonRpcException(JsonRpcError.InvalidParams, $"{wrong.Message}.");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new JsonRpcException(JsonRpcError.Refused, $"The address book cannot be written: {error.Message}");
        }
    }
}
