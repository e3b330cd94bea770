using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json.Nodes;

namespace Rings.Host.Cli;

/// <content>What lasts as long as the command that asked for it.</content>
internal sealed partial class NodeClient
{
    /// <summary>Asks for something that lasts as long as it is listened to.</summary>
    /// <param name="path">Which: <c>/serve</c> or <c>/forward</c>.</param>
    /// <param name="parameters">What exactly. It is no part of the address, for it may hold a ticket.</param>
    /// <param name="cancel">Ends it.</param>
    /// <returns>The kind and what happened; it ends when the node stops.</returns>
    /// <exception cref="UserErrorException">The node refused, or did not answer.</exception>
    public async IAsyncEnumerable<(string Type, JsonObject Data)> LastAsync(
        string path, JsonObject parameters, [EnumeratorCancellation] CancellationToken cancel)
    {
        using var content = new StringContent(parameters.ToJsonString(), Encoding.UTF8, "application/json");
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(_endpoint, path)) { Content = content };
        using var response = await BeginAsync(request, cancel);
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(cancel));
        await foreach (var told in EventsOfAsync(reader, cancel)) yield return told;
    }

    private async Task<HttpResponseMessage> BeginAsync(HttpRequestMessage request, CancellationToken cancel)
    {
        HttpResponseMessage response;
        try
        {
            response = await _files.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancel);
        }
        catch (HttpRequestException error)
        {
            throw new UserErrorException($"no node answers at {_endpoint}. Is it running? ({error.Message})", error);
        }

        if (response.IsSuccessStatusCode) return response;
        using (response)
        {
            throw response.StatusCode == System.Net.HttpStatusCode.Unauthorized
                ? WrongToken()
                : new UserErrorException((await response.Content.ReadAsStringAsync(cancel)).Trim().TrimEnd('.'));
        }
    }
}
