using System.Text.Json;
using System.Text.Json.Nodes;
using Rings.Actors.Public;

namespace Rings.Host.JsonRpc;

/// <summary>JSON-RPC 2.0 over bytes: calls, notifications and batches (jsonrpc.org/specification).</summary>
/// <param name="methods">What can be called.</param>
/// <param name="onFault">Told of exceptions that are this program's own fault.</param>
internal sealed class JsonRpcServer(IEnumerable<JsonRpcMethod> methods, Action<string, Exception> onFault)
{
    /// <summary>Calls in one batch, at most.</summary>
    public const int MaxBatch = 64;

    private static readonly JsonDocumentOptions Options = new() { MaxDepth = 32 };

    private readonly Dictionary<string, JsonRpcMethod> _methods =
        methods.ToDictionary(method => method.Name, StringComparer.Ordinal);

    /// <summary>Answers one body.</summary>
    /// <param name="body">What came.</param>
    /// <param name="cancel">Ends it.</param>
    /// <param name="caller">The address it came from; null for the node's owner and for loopback.</param>
    /// <returns>The response to send, or null where there is none: notifications only.</returns>
    public async Task<JsonNode?> AnswerAsync(ReadOnlyMemory<byte> body, CancellationToken cancel, string? caller = null)
    {
        JsonDocument document;
        try
        {
            document = JsonDocument.Parse(body, Options);
        }
        catch (JsonException error)
        {
            return Failure(null, JsonRpcError.Parse, $"The body is not JSON: {error.Message}");
        }

        using (document)
        {
            if (!JsonText.IsUnicode(body.Span)) return Failure(null, JsonRpcError.Parse, "The body has text that is not valid Unicode.");
            return document.RootElement.ValueKind == JsonValueKind.Array
                ? await AnswerBatchAsync(document.RootElement, caller, cancel)
                : await AnswerCallAsync(document.RootElement, caller, cancel);
        }
    }

    private async Task<JsonNode?> AnswerBatchAsync(JsonElement batch, string? caller, CancellationToken cancel)
    {
        var count = batch.GetArrayLength();
        if (count is 0 or > MaxBatch)
            return Failure(
                null, JsonRpcError.InvalidRequest, $"A batch has 1 to {MaxBatch} calls; this one has {count}.");

        var answers = new JsonArray();
        foreach (var call in batch.EnumerateArray())
        {
            if (await AnswerCallAsync(call, caller, cancel) is { } answer) answers.Add(answer);
        }

        return answers.Count > 0 ? answers : null;
    }

    private async Task<JsonNode?> AnswerCallAsync(JsonElement call, string? caller, CancellationToken cancel)
    {
        if (!IsRequest(call, out var name, out var id, out var parameters))
            return Failure(ValidId(call), JsonRpcError.InvalidRequest, "Not a JSON-RPC 2.0 request object.");

        var answer = await InvokeAsync(name, id, parameters, caller, cancel);
        return call.TryGetProperty("id", out _) ? answer : null;
    }

    private async Task<JsonNode> InvokeAsync(
        string name, JsonElement? id, JsonElement? parameters, string? caller, CancellationToken cancel)
    {
        if (!_methods.TryGetValue(name, out var method))
            return Failure(id, JsonRpcError.MethodNotFound, $"There is no method '{name}'.");

        try
        {
            var result = await method.InvokeAsync(JsonRpcArguments.Bind(method, parameters, caller), cancel);
            return new JsonObject { ["jsonrpc"] = "2.0", ["id"] = IdNode(id), ["result"] = result };
        }
        catch (JsonRpcException error)
        {
            return Failure(id, error.Code, error.Message, error.Parameter);
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            throw;
        }
        catch (NodeStoppedException stopped)
        {
            return Failure(id, JsonRpcError.NotReady, stopped.Message);
        }
        catch (TimeoutException)
        {
            return Failure(id, JsonRpcError.TimedOut, "The node did not answer in time: it has too much to do. Try again later.");
        }
        catch (Exception fault)
        {
            onFault(name, fault);
            return Failure(id, JsonRpcError.Internal, "A fault in this node; its log says more.");
        }
    }

    private static bool IsRequest(JsonElement call, out string name, out JsonElement? id, out JsonElement? parameters)
    {
        (name, id, parameters) = ("", null, null);
        if (call.ValueKind != JsonValueKind.Object) return false;
        if (!call.TryGetProperty("jsonrpc", out var version) || version.ValueKind != JsonValueKind.String
            || !version.ValueEquals("2.0"u8)) return false;
        if (!call.TryGetProperty("method", out var method) || method.ValueKind != JsonValueKind.String) return false;
        if (call.TryGetProperty("params", out var given))
        {
            if (given.ValueKind is not (JsonValueKind.Array or JsonValueKind.Object)) return false;
            parameters = given;
        }

        name = method.GetString()!;
        id = ValidId(call);
        return !call.TryGetProperty("id", out _) || id is not null;
    }

    private static JsonElement? ValidId(JsonElement call) =>
        call.ValueKind == JsonValueKind.Object
        && call.TryGetProperty("id", out var id)
        && id.ValueKind is JsonValueKind.String or JsonValueKind.Number or JsonValueKind.Null
            ? id
            : null;

    private static JsonNode? IdNode(JsonElement? id) =>
        id is { ValueKind: not JsonValueKind.Null } value ? JsonNode.Parse(value.GetRawText()) : null;

    private static JsonObject Failure(JsonElement? id, JsonRpcError code, string message, string? parameter = null)
    {
        var error = new JsonObject { ["code"] = (int)code, ["message"] = message };
        if (parameter is not null) error["data"] = new JsonObject { ["parameter"] = parameter };
        return new JsonObject { ["jsonrpc"] = "2.0", ["id"] = IdNode(id), ["error"] = error };
    }
}
