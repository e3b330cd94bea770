using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;

namespace Rings.Host.Cli;

/// <content>What goes on for as long as it is listened to, as server-sent events (WHATWG HTML, 9.2).</content>
internal sealed partial class NodeClient
{
    /// <summary>Listens to what happens.</summary>
    /// <param name="path">Which: <c>/events</c>, or <c>/topics?name=NAME</c>.</param>
    /// <param name="cancel">Gives up.</param>
    /// <returns>The kind and what happened; it ends when the node stops.</returns>
    /// <exception cref="UserErrorException">The node refused, or did not answer.</exception>
    public IAsyncEnumerable<(string Type, JsonObject Data)> ListenAsync(string path, CancellationToken cancel) =>
        EventsAsync(new HttpRequestMessage(HttpMethod.Get, new Uri(_endpoint, path)), cancel);

    /// <summary>Asks for something that lasts as long as it is listened to.</summary>
    /// <param name="path">Which: <c>/serve</c> or <c>/forward</c>.</param>
    /// <param name="parameters">What exactly. It is no part of the address, for it may hold a ticket.</param>
    /// <param name="cancel">Ends it.</param>
    /// <returns>The kind and what happened; it ends when the node stops.</returns>
    /// <exception cref="UserErrorException">The node refused, or did not answer.</exception>
    public IAsyncEnumerable<(string Type, JsonObject Data)> LastAsync(
        string path, JsonObject parameters, CancellationToken cancel) =>
        EventsAsync(new HttpRequestMessage(HttpMethod.Post, new Uri(_endpoint, path)) { Content = Json(parameters) }, cancel);

    private async IAsyncEnumerable<(string Type, JsonObject Data)> EventsAsync(
        HttpRequestMessage request, [EnumeratorCancellation] CancellationToken cancel)
    {
        const string Event = "event: ", Data = "data: ";
        using var sent = request;
        using var response = await BeginAsync(request, cancel);
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(cancel));
        var type = "";
        while (await NextLineAsync(reader, cancel) is { } line)
        {
            if (line.StartsWith(Event, StringComparison.Ordinal)) type = line[Event.Length..];
            if (line.StartsWith(Data, StringComparison.Ordinal)) yield return (type, JsonNode.Parse(line[Data.Length..])!.AsObject());
        }
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
            throw NoAnswer(error);
        }

        if (response.IsSuccessStatusCode) return response;
        using (response) throw await RefusalAsync(response, cancel);
    }

    // A node that stops may break its streams off.
    private static async Task<string?> NextLineAsync(StreamReader reader, CancellationToken cancel)
    {
        try
        {
            return await reader.ReadLineAsync(cancel);
        }
        catch (Exception broken) when (broken is IOException or HttpRequestException)
        {
            return null;
        }
    }
}
