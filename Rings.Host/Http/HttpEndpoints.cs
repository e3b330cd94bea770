using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http.Features;
using Rings.Actors.Public;
using Rings.Actors.Services;
using Rings.AspNetCore.Client;
using Rings.Host.Cli;
using Rings.Host.JsonRpc;
using Rings.Host.Rpc;
using Rings.Host.Services;
using Rings.Protocol.Services;

namespace Rings.Host.Http;

/// <summary>
/// HTTP requests to services of the ring: <c>POST /http</c>. The header <see cref="HttpAsk.Request"/> holds what is asked, as
/// JSON in base64: <c>service</c>, a link, <c>method</c> and <c>headers</c>, pairs of name and value; the body is the request's
/// own. So is that of the answer, whose status and headers <see cref="HttpAsk.Answer"/> holds. Neither is held whole.
/// </summary>
/// <param name="node">The node.</param>
/// <param name="read">Reads links.</param>
/// <param name="opened">Holds tickets of services that were opened before.</param>
internal sealed class HttpEndpoints(IRings node, ArgumentReader read, OpenedServices opened)
{
    private static readonly JsonRpcMethod Parameters =
        new("http", ["service", "method", "headers"], (_, _) => Task.FromResult<JsonNode?>(null));

    private readonly ServiceDialer _dialer = new(node, TimeProvider.System);

    /// <summary>Adds the route.</summary>
    public void Map(WebApplication app) => app.MapPost("/http", AnswerAsync);

    private async Task AnswerAsync(HttpContext context)
    {
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit) limit.MaxRequestBodySize = null;
        try
        {
            using var parameters = JsonDocument.Parse(Convert.FromBase64String(context.Request.Headers[HttpAsk.Request].ToString()));
            var arguments = JsonRpcArguments.Bind(Parameters, parameters.RootElement, null);
            await SendAsync(context, read.ServiceOf(arguments, "service"), arguments.OptionalText("method") ?? "GET", parameters.RootElement);
        }
        catch (Exception wrong) when (wrong is JsonRpcException or JsonException or FormatException && !context.Response.HasStarted)
        {
            await RefuseAsync(context, StatusCodes.Status400BadRequest, wrong.Message);
        }
        catch (HttpRequestException failed) when (!context.Response.HasStarted)
        {
            var why = failed.InnerException is ServiceNotOpenedException not ? not.Message : failed.Message;
            await RefuseAsync(context, StatusCodes.Status502BadGateway, why);
        }
    }

    private async Task SendAsync(HttpContext context, RingUrl link, string method, JsonElement parameters)
    {
        var ticket = link.Ticket.IsEmpty ? opened.Find(link.Owner, link.Name)?.Ticket ?? default : link.Ticket;
        // A handler for each: a ticket that is given once must not stay in a pool of connections.
        using var http = new HttpMessageInvoker(RingsHttpHandler.Create(_dialer, _ => ticket));
        using var request = new HttpRequestMessage(new HttpMethod(method), $"http://{new RingHost(link.Owner, link.Name)}{link.Path}");
        if (context.Request.ContentLength is not 0) request.Content = new StreamContent(context.Request.Body);
        foreach (var (name, value) in HeadersOf(parameters))
        {
            if (!request.Headers.TryAddWithoutValidation(name, value)) request.Content?.Headers.TryAddWithoutValidation(name, value);
        }

        using var answer = await http.SendAsync(request, context.RequestAborted);
        context.Response.Headers[HttpAsk.Answer] = Convert.ToBase64String(Encoding.UTF8.GetBytes(Describe(answer).ToJsonString()));
        await answer.Content.CopyToAsync(context.Response.Body, context.RequestAborted);
    }

    private static IEnumerable<(string Name, string Value)> HeadersOf(JsonElement parameters)
    {
        if (!parameters.TryGetProperty("headers", out var headers) || headers.ValueKind == JsonValueKind.Null) yield break;
        if (headers.ValueKind != JsonValueKind.Array) throw JsonRpcArguments.Missing("headers", "a list of pairs");
        foreach (var pair in headers.EnumerateArray())
        {
            if (pair.ValueKind != JsonValueKind.Array || pair.GetArrayLength() != 2 || pair[0].GetString() is not { Length: > 0 } name)
                throw JsonRpcArguments.Missing("headers", "a list of pairs");
            yield return (name, pair[1].GetString() ?? "");
        }
    }

    private static JsonObject Describe(HttpResponseMessage answer) => new()
    {
        ["status"] = (int)answer.StatusCode,
        ["reason"] = answer.ReasonPhrase,
        ["headers"] = new JsonArray([.. answer.Headers.Concat(answer.Content.Headers)
            .SelectMany(header => header.Value.Select(value => (JsonNode)new JsonArray(header.Key, value)))]),
    };

    private static Task RefuseAsync(HttpContext context, int status, string why)
    {
        context.Response.StatusCode = status;
        return context.Response.WriteAsync(why, context.RequestAborted);
    }
}
