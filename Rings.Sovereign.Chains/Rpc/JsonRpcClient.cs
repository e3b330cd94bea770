using System.Net.Http.Headers;
using System.Text.Json;
using Rings.Sovereign.Swaps;

namespace Rings.Sovereign.Chains.Rpc;

/// <summary>
/// JSON-RPC over HTTP. Each call ends by the endpoint's deadline, and no more than its bound is read.
/// </summary>
internal sealed class JsonRpcClient(ChainEndpoint endpoint) : IDisposable
{
    /// <summary>Calls in one request, at most.</summary>
    public const int MaxBatch = 100;

    private readonly HttpClient _http = EndpointHttp.Of(endpoint);
    private long _last;

    /// <summary>Calls a method that is not to be refused.</summary>
    /// <exception cref="ChainException">It was refused, or not answered.</exception>
    public async Task<JsonElement> CallAsync(string method, CancellationToken cancel, params object?[] parameters)
    {
        var answer = await TryCallAsync(method, cancel, parameters).ConfigureAwait(false);
        return answer.IsError
            ? throw new ChainException($"{endpoint}: {method}: {answer.Error} ({answer.ErrorCode})")
            : answer.Result;
    }

    /// <summary>Calls a method that may be refused.</summary>
    /// <exception cref="ChainException">It was not answered.</exception>
    public async Task<RpcAnswer> TryCallAsync(string method, CancellationToken cancel, params object?[] parameters) =>
        Read(method, await PostAsync(Request(method, parameters), cancel).ConfigureAwait(false));

    /// <summary>Calls one method with many parameters in one request.</summary>
    /// <returns>One answer for each, in their order.</returns>
    /// <exception cref="ChainException">They were not answered.</exception>
    public async Task<IReadOnlyList<RpcAnswer>> TryCallManyAsync(
        string method, IReadOnlyCollection<string> parameters, CancellationToken cancel)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(parameters.Count, MaxBatch);
        var first = _last + 1;
        var response = await PostAsync(parameters.Select(one => Request(method, [one])).ToArray(), cancel).ConfigureAwait(false);
        var answers = new RpcAnswer[parameters.Count];
        Array.Fill(answers, new RpcAnswer(default, RpcAnswer.NoSuchMethod, "no answer"));
        if (response.ValueKind != JsonValueKind.Array) throw Malformed(method);
        foreach (var one in response.EnumerateArray())
            if (one.ValueKind == JsonValueKind.Object && one.TryGetProperty("id", out var id)
                && id.ValueKind == JsonValueKind.Number && id.TryGetInt64(out var number)
                && number >= first && number < first + answers.Length)
                answers[number - first] = Read(method, one);
        return answers;
    }

    public void Dispose() => _http.Dispose();

    private object Request(string method, object?[] parameters) =>
        new { jsonrpc = "2.0", id = ++_last, method, @params = parameters };

    private async Task<JsonElement> PostAsync(object request, CancellationToken cancel)
    {
        try
        {
            using var content = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(request));
            content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
            // A refused call is answered with status 500 and its reason as JSON.
            using var response = await _http.PostAsync(endpoint.Url, content, cancel).ConfigureAwait(false);
            var body = await response.Content.ReadAsByteArrayAsync(cancel).ConfigureAwait(false);
            return JsonSerializer.Deserialize<JsonElement>(body);
        }
        catch (OperationCanceledException e) when (!cancel.IsCancellationRequested)
        {
            throw new ChainException($"{endpoint}: no answer within {endpoint.Deadline}", e);
        }
        catch (Exception e) when (e is HttpRequestException or JsonException)
        {
            throw new ChainException($"{endpoint}: {e.Message}", e);
        }
    }

    private RpcAnswer Read(string method, JsonElement answer)
    {
        if (answer.ValueKind != JsonValueKind.Object) throw Malformed(method);
        if (answer.TryGetProperty("error", out var error) && error.ValueKind == JsonValueKind.Object)
            return new(default,
                error.TryGetProperty("code", out var code) && code.ValueKind == JsonValueKind.Number
                    && code.TryGetInt32(out var number) && number != 0 ? number : -1,
                error.TryGetProperty("message", out var text) ? text.ToString() : "");
        return answer.TryGetProperty("result", out var result) ? new(result, 0, "") : throw Malformed(method);
    }

    private ChainException Malformed(string method) => new($"{endpoint}: {method}: the answer is not one of JSON-RPC");
}
