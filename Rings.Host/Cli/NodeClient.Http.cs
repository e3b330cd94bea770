using System.Net;
using System.Text;
using System.Text.Json.Nodes;

namespace Rings.Host.Cli;

/// <content>Requests to services, which the running node sends.</content>
internal sealed partial class NodeClient
{
    /// <summary>Sends a request to a service.</summary>
    /// <param name="ask">Which: <c>service</c>, <c>method</c>, <c>headers</c>. It is no part of the address, for it may hold a
    /// ticket.</param>
    /// <param name="body">Its body; null: it has none.</param>
    /// <param name="output">Takes the body of the answer.</param>
    /// <param name="answered">Told the status and headers before that.</param>
    /// <param name="cancel">Gives up.</param>
    /// <returns>Status and headers.</returns>
    /// <exception cref="UserErrorException">The service could not be asked, or broke off.</exception>
    public async Task<JsonNode> HttpAsync(
        JsonObject ask, Stream? body, Stream output, Action<JsonNode> answered, CancellationToken cancel)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(_endpoint, "/http"));
        request.Headers.Add(HttpAsk.Request, Convert.ToBase64String(Encoding.UTF8.GetBytes(ask.ToJsonString())));
        request.Content = body is null ? new ByteArrayContent([]) : new StreamContent(body, CopyBuffer);
        try
        {
            using var response = await _files.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancel);
            if (response.StatusCode != HttpStatusCode.OK) throw await RefusalAsync(response, cancel);
            var answer = JsonNode.Parse(Convert.FromBase64String(response.Headers.GetValues(HttpAsk.Answer).Single()))!;
            answered(answer);
            await response.Content.CopyToAsync(output, cancel);
            return answer;
        }
        catch (Exception error) when (error is HttpRequestException or HttpIOException)
        {
            throw BrokenOff(error);
        }
    }
}
