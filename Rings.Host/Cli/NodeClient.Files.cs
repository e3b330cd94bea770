using System.Text;
using System.Text.Json.Nodes;

namespace Rings.Host.Cli;

/// <content>Files, which are streamed.</content>
internal sealed partial class NodeClient
{
    private const int CopyBuffer = 64 * 1024;

    /// <summary>Stores a file.</summary>
    /// <returns>Its root and size.</returns>
    /// <exception cref="UserErrorException">The ring did not take it.</exception>
    public Task<JsonNode?> UploadAsync(string path, string mediaType, Action<long>? report, CancellationToken cancel)
    {
        var content = new StreamContent(new ReportingStream(File.OpenRead(path), report), CopyBuffer);
        content.Headers.TryAddWithoutValidation("Content-Type", mediaType);
        return SendAsync(HttpMethod.Post, "/files", content, ReadJsonAsync, cancel);
    }

    /// <summary>Posts JSON and gives the answer.</summary>
    /// <exception cref="UserErrorException">The node refused.</exception>
    public Task<JsonNode?> PostAsync(string path, JsonNode body, CancellationToken cancel) => SendAsync(
        HttpMethod.Post, path, new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json"), ReadJsonAsync,
        cancel);

    /// <summary>Fetches a file.</summary>
    /// <exception cref="UserErrorException">The ring does not have it whole.</exception>
    public Task<long> DownloadAsync(string name, Stream output, Action<long>? report, CancellationToken cancel) => SendAsync(
        HttpMethod.Get, "/files/" + string.Join('/', name.Split('/').Select(Uri.EscapeDataString)), null,
        async (response, until) =>
        {
            await using var input = await response.Content.ReadAsStreamAsync(until);
            var buffer = new byte[CopyBuffer];
            long done = 0;
            int read;
            while ((read = await input.ReadAsync(buffer, until)) > 0)
            {
                await output.WriteAsync(buffer.AsMemory(0, read), until);
                report?.Invoke(done += read);
            }

            return done;
        }, cancel);

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
            if (!response.IsSuccessStatusCode)
                throw new UserErrorException((await response.Content.ReadAsStringAsync(cancel)).Trim());
            return await read(response, cancel);
        }
        catch (Exception error) when (error is HttpRequestException or HttpIOException)
        {
            throw new UserErrorException($"the node at {_endpoint} broke off: {error.Message}", error);
        }
    }
}
