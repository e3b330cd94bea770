using System.Collections.Immutable;
using System.Net;
using System.Text.Json.Nodes;
using Rings.Actors.Files;
using Rings.Protocol.Storage;
using static Rings.Actors.Public.RingsNodeProtocol;

namespace Rings.Host.Cli;

/// <content>Files, which are streamed.</content>
internal sealed partial class NodeClient
{
    private const int CopyBuffer = 64 * 1024;

    /// <summary>Stores a file.</summary>
    /// <returns>Its root and size.</returns>
    /// <exception cref="UserErrorException">The ring did not take it.</exception>
    public Task<JsonNode?> UploadAsync(Stream file, string mediaType, CancellationToken cancel)
    {
        var content = new StreamContent(file, CopyBuffer);
        content.Headers.TryAddWithoutValidation("Content-Type", mediaType);
        return SendAsync(HttpMethod.Post, "/files", content, ReadJsonAsync, cancel);
    }

    /// <summary>Fetches a file that the node verifies.</summary>
    /// <param name="root">Its root.</param>
    /// <param name="output">Takes its bytes.</param>
    /// <param name="progress">Told as they come.</param>
    /// <param name="cancel">Ends it.</param>
    /// <returns>How many bytes it has.</returns>
    /// <exception cref="UserErrorException">The ring has it not, or the node broke off.</exception>
    public Task<long> DownloadAsync(
        BlobHash root, Stream output, IProgress<FileProgress>? progress, CancellationToken cancel) =>
        SendAsync(HttpMethod.Get, $"/files/{root}", null, async (response, ended) =>
        {
            var (total, done) = (response.Content.Headers.ContentLength, 0L);
            await using var content = await response.Content.ReadAsStreamAsync(ended);
            var buffer = new byte[CopyBuffer];
            int read;
            while ((read = await content.ReadAsync(buffer, ended)) > 0)
            {
                await output.WriteAsync(buffer.AsMemory(0, read), ended);
                done += read;
                progress?.Report(new(done, total));
            }

            return done;
        }, cancel);

    /// <summary>Posts JSON and gives the answer.</summary>
    /// <exception cref="UserErrorException">The node refused.</exception>
    public Task<JsonNode?> PostAsync(string path, JsonNode body, CancellationToken cancel) => SendAsync(
        HttpMethod.Post, path, Json(body), ReadJsonAsync, cancel);

    /// <summary>Asks for a Blob.</summary>
    /// <returns>Its bytes; none where its holders agree that there is none; null where they did not answer.</returns>
    /// <exception cref="UserErrorException">The node refused, or went away.</exception>
    public async Task<ImmutableArray<byte[]>?> GetBlobAsync(GetBlob query, CancellationToken cancel)
    {
        var path = $"/blobs/{query.Hash}?consistency={(query.Consistency == Consistency.One ? "one" : "quorum")}";
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(_endpoint, path));
        try
        {
            using var response = await _files.SendAsync(request, cancel);
            if (response.IsSuccessStatusCode) return [await response.Content.ReadAsByteArrayAsync(cancel)];
            return response.StatusCode switch
            {
                HttpStatusCode.NotFound => [],
                HttpStatusCode.GatewayTimeout => null,
                _ => throw await RefusalAsync(response, cancel),
            };
        }
        catch (Exception error) when (error is HttpRequestException or HttpIOException)
        {
            throw BrokenOff(error);
        }
    }

    /// <summary>What the node said, or what its status says where it said nothing.</summary>
    private async Task<UserErrorException> RefusalAsync(HttpResponseMessage response, CancellationToken cancel)
    {
        if (response.StatusCode == HttpStatusCode.Unauthorized) return WrongToken();
        var words = (await response.Content.ReadAsStringAsync(cancel)).Trim();
        return new UserErrorException(words.Length > 0
            ? words
            : $"the node at {_endpoint} refused: {(int)response.StatusCode} {response.ReasonPhrase}. Its log may say more");
    }

    private static async Task<JsonNode?> ReadJsonAsync(HttpResponseMessage response, CancellationToken cancel) =>
        await JsonNode.ParseAsync(await response.Content.ReadAsStreamAsync(cancel), cancellationToken: cancel);

    private async Task<T> SendAsync<T>(
        HttpMethod method, string path, HttpContent? content,
        Func<HttpResponseMessage, CancellationToken, Task<T>> read, CancellationToken cancel)
    {
        using var request = new HttpRequestMessage(method, new Uri(_endpoint, path)) { Content = content };
        try
        {
            using var response = await _files.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancel);
            if (!response.IsSuccessStatusCode) throw await RefusalAsync(response, cancel);
            return await read(response, cancel);
        }
        catch (Exception error) when (error is HttpRequestException or HttpIOException)
        {
            throw BrokenOff(error);
        }
    }

    private UserErrorException BrokenOff(Exception error) => new($"the node at {_endpoint} broke off: {error.Message}.", error);
}
