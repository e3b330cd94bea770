using System.Buffers.Text;
using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Rings.Actors.Links;

/// <summary>
/// Speaks to seeds by JSON-RPC 2.0 over HTTP: the methods <c>nodeDid</c> and <c>answerOffer</c> of a node's public
/// listener.
/// </summary>
/// <param name="http">What carries it; null: a client of its own that follows no redirects.</param>
public sealed class HttpSeedClient(HttpClient? http = null) : ISeedClient
{
    /// <summary>No right answer is longer, in bytes: an answer of 64 KiB in base64url, and some JSON.</summary>
    private const int MaxAnswerBytes = 128 * 1024;

    /// <summary>As much of a refusal is told, in characters.</summary>
    private const int MaxWords = 300;

    private static readonly JsonDocumentOptions EachOnce = new() { AllowDuplicateProperties = false };

    private readonly HttpClient _http = http ?? new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false })
    {
        MaxResponseContentBufferSize = MaxAnswerBytes,
    };

    /// <inheritdoc/>
    public async Task<string> NodeDidAsync(Uri seed, CancellationToken cancel)
    {
        var result = await CallAsync(seed, "nodeDid", [], cancel).ConfigureAwait(false);
        return Text(seed, result, "did");
    }

    /// <inheritdoc/>
    public async Task<byte[]> AnswerOfferAsync(Uri seed, byte[] offer, CancellationToken cancel)
    {
        var parameters = new JsonObject { ["offer"] = Base64Url.EncodeToString(offer) };
        var result = await CallAsync(seed, "answerOffer", parameters, cancel).ConfigureAwait(false);
        try
        {
            return Base64Url.DecodeFromChars(Text(seed, result, "answer"));
        }
        catch (FormatException wrong)
        {
            throw new SeedException($"{seed}: the answer is not base64url.", wrong);
        }
    }

    /// <inheritdoc/>
    public Uri? AddressOf(string remoteCandidate, ushort port)
    {
        ArgumentNullException.ThrowIfNull(remoteCandidate);
        var parts = remoteCandidate.Split(' ', 2);
        var isRelay = parts.Length > 1 && parts[1].StartsWith("relay", StringComparison.OrdinalIgnoreCase);
        // A relay's address is not the peer's.
        return !isRelay && IPEndPoint.TryParse(parts[0], out var remote)
            && Uri.TryCreate($"http://{new IPEndPoint(remote.Address, port)}/", UriKind.Absolute, out var address)
            ? address
            : null;
    }

    private async Task<JsonObject> CallAsync(Uri seed, string method, JsonObject parameters, CancellationToken cancel)
    {
        var request = new JsonObject { ["jsonrpc"] = "2.0", ["id"] = 1, ["method"] = method, ["params"] = parameters };
        try
        {
            // Written without reflection, which a trimmed program does not have.
            using var body = new StringContent(request.ToJsonString(), Encoding.UTF8, "application/json");
            using var response = await _http.PostAsync(WithoutFragment(seed), body, cancel).ConfigureAwait(false);
            response.EnsureSuccessStatusCode();
            var content = await response.Content.ReadAsStreamAsync(cancel).ConfigureAwait(false);
            var answer = await JsonNode.ParseAsync(content, documentOptions: EachOnce, cancellationToken: cancel)
                .ConfigureAwait(false) as JsonObject;
            if (answer?["error"] is JsonObject error) throw new SeedException($"{seed} refuses: {Shown(error["message"])}");
            return answer?["result"] as JsonObject ?? throw NoNode(seed);
        }
        catch (InvalidOperationException unreadable)
        {
            // Text that is no Unicode is found when it is read.
            throw NoNode(seed, unreadable);
        }
        catch (Exception failed) when (failed is HttpRequestException or JsonException or NotSupportedException)
        {
            throw new SeedException($"{seed} cannot be reached: {failed.Message}", failed);
        }
    }

    private static Uri WithoutFragment(Uri seed) => new(seed.GetLeftPart(UriPartial.Query));

    private static SeedException NoNode(Uri seed, Exception? inner = null) =>
        new($"{seed} does not answer as a node does.", inner);

    // A stranger's words go into logs and onto terminals.
    private static string Shown(JsonNode? message)
    {
        var words = message?.ToString() ?? "it does not say why";
        return words.Length <= MaxWords ? words : words[..MaxWords] + "…";
    }

    private static string Text(Uri seed, JsonObject result, string field)
    {
        try
        {
            return result[field] is JsonValue value && value.TryGetValue(out string? text)
                ? text
                : throw new SeedException($"{seed}: '{field}' is missing in the answer.");
        }
        catch (InvalidOperationException unreadable)
        {
            throw NoNode(seed, unreadable);
        }
    }
}
