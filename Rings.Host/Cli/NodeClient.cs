using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Rings.Host.Cli;

/// <summary>Talks to a running node over its internal listener.</summary>
internal sealed partial class NodeClient : IDisposable
{
    private static readonly JsonDocumentOptions EachOnce = new() { AllowDuplicateProperties = false };

    private readonly HttpClient _http;
    private readonly HttpClient _files;
    private readonly Uri _endpoint;

    private NodeClient(Uri endpoint, string token)
    {
        _endpoint = endpoint;
        // Loopback by default: a proxy of the environment must not see the token.
        var handler = new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false };
        _http = new HttpClient(handler) { Timeout = TimeSpan.FromMinutes(5) };
        // A file takes as long as it takes: its user watches, and ends it.
        _files = new HttpClient(handler, disposeHandler: false) { Timeout = Timeout.InfiniteTimeSpan };
        foreach (var client in new[] { _http, _files })
            client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
    }

    /// <summary>Finds the running node by its data directory, or by what the user named.</summary>
    /// <exception cref="UserErrorException">No node runs there, or its token cannot be read.</exception>
    public static NodeClient Connect(DataFolder data, string? endpoint, string? tokenFile)
    {
        if (endpoint is null && !File.Exists(data.EndpointFile))
        {
            throw new UserErrorException(
                $"no node is running on {data.Path}. Start one with: rings run --data-dir {data.Path}  (or name one with --endpoint)");
        }

        var text = endpoint ?? File.ReadAllText(data.EndpointFile).Trim();
        if (!Uri.TryCreate(text, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https"))
            throw new UserErrorException($"--endpoint: '{text}' is not an http URL, such as http://127.0.0.1:50000");

        var file = tokenFile ?? data.TokenFile;
        if (!File.Exists(file))
            throw new UserErrorException($"there is no token at {file}. Name the node's token file with --token-file");

        return new NodeClient(url, AccessToken.Read(file));
    }

    /// <summary>Calls a method with parameters by name.</summary>
    /// <exception cref="UserErrorException">The node answered with an error, or did not answer.</exception>
    public async Task<JsonNode?> CallAsync(string method, JsonObject parameters, CancellationToken cancel)
    {
        var request = new JsonObject { ["jsonrpc"] = "2.0", ["id"] = 1, ["method"] = method, ["params"] = parameters };
        using var content = Json(request);
        try
        {
            using var response = await _http.PostAsync(_endpoint, content, cancel);
            return await ReadAsync(response, cancel);
        }
        catch (HttpRequestException error)
        {
            throw NoAnswer(error);
        }
        catch (TaskCanceledException error) when (!cancel.IsCancellationRequested)
        {
            throw new UserErrorException(
                $"the node at {_endpoint} did not answer within {_http.Timeout.TotalMinutes:0} minutes", error);
        }
    }

    /// <summary>The node's address book.</summary>
    /// <exception cref="UserErrorException">The node answered with an error, or did not answer.</exception>
    public async Task<KnownNames> NamesAsync(CancellationToken cancel) => KnownNames.Read(await CallAsync("listNames", [], cancel));

    /// <summary>The Did behind a Did or a name of the address book.</summary>
    /// <exception cref="UserErrorException">It is neither, or the node did not answer.</exception>
    public async Task<string> DidOfAsync(string who, CancellationToken cancel) =>
        (string)(await CallAsync("whoIs", new JsonObject { ["did"] = who }, cancel))!["did"]!;

    /// <inheritdoc/>
    public void Dispose()
    {
        _files.Dispose();
        _http.Dispose();
    }

    private static StringContent Json(JsonNode body) => new(body.ToJsonString(), Encoding.UTF8, "application/json");

    private UserErrorException NoAnswer(HttpRequestException error) =>
        new($"no node answers at {_endpoint}. Is it running? ({error.Message})", error);

    private UserErrorException WrongToken() =>
        new($"the node at {_endpoint} does not take this token. Name its token file with --token-file");

    private async Task<JsonNode?> ReadAsync(HttpResponseMessage response, CancellationToken cancel)
    {
        if (response.StatusCode == HttpStatusCode.Unauthorized) throw WrongToken();
        if (!response.IsSuccessStatusCode)
            throw new UserErrorException(
                $"{_endpoint} answered {(int)response.StatusCode}: is it the internal URL of a node?");

        try
        {
            var answer = await JsonNode.ParseAsync(
                await response.Content.ReadAsStreamAsync(cancel), documentOptions: EachOnce, cancellationToken: cancel);
            if (answer!["error"] is { } error)
                throw new UserErrorException((string?)error["message"] ?? "the node refused and gave no reason");
            return answer["result"];
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException or NullReferenceException)
        {
            throw new UserErrorException(
                $"{_endpoint} did not answer like a node: is it the internal URL of a node?", error);
        }
    }
}
