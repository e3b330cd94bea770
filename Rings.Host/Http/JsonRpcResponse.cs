using System.Text.Json.Nodes;

namespace Rings.Host.Http;

/// <summary>Writes what a JSON-RPC server answered; nothing to say is 204.</summary>
internal static class JsonRpcResponse
{
    /// <summary>Writes it.</summary>
    public static Task WriteAsync(HttpContext context, JsonNode? answer)
    {
        if (answer is null)
        {
            context.Response.StatusCode = StatusCodes.Status204NoContent;
            return Task.CompletedTask;
        }

        context.Response.ContentType = "application/json";
        return context.Response.WriteAsync(answer.ToJsonString(), context.RequestAborted);
    }
}
