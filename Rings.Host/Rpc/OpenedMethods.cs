using System.Text.Json.Nodes;
using Rings.Host.Cli;
using Rings.Host.JsonRpc;
using Rings.Host.Services;
using Rings.Protocol.Services;

namespace Rings.Host.Rpc;

/// <summary>The JSON-RPC methods of services that are opened in the web gateway: <c>docs/json-rpc.md</c>.</summary>
/// <param name="opened">What is opened.</param>
/// <param name="read">Reads links.</param>
/// <param name="gatewayPort">Where this node's web gateway listens; null: it has none.</param>
internal sealed class OpenedMethods(OpenedServices opened, ArgumentReader read, Func<int?> gatewayPort)
{
    /// <summary>All of them, for the owner.</summary>
    public IEnumerable<JsonRpcMethod> All() =>
    [
        new("openService", ["service"], (arguments, _) => Task.FromResult<JsonNode?>(Open(read.ServiceOf(arguments, "service")))),
        new("forgetService", ["service"], (arguments, _) => Task.FromResult<JsonNode?>(Forget(read.ServiceOf(arguments, "service")))),
    ];

    private JsonObject Open(RingUrl link)
    {
        if (gatewayPort() is not { } port)
            throw new JsonRpcException(JsonRpcError.Refused, "This node has no web gateway: rings.http.gateway = off.");
        Keep(() => opened.Add(link));
        return new JsonObject
        {
            ["service"] = link.ToString(),
            ["page"] = $"http://{new LocalHost(link.Owner, link.Name)}:{port}{(link.Path.Length > 0 ? link.Path : "/")}",
        };
    }

    private JsonObject Forget(RingUrl link)
    {
        var isGone = false;
        Keep(() => isGone = opened.Remove(link));
        return isGone
            ? new JsonObject { ["service"] = link.ToString() }
            : throw new JsonRpcException(JsonRpcError.NotFound, $"{link} is not opened here.");
    }

    private static void Keep(Action change)
    {
        try
        {
            change();
        }
        catch (UserErrorException full)
        {
            throw new JsonRpcException(JsonRpcError.Busy, $"{full.Message}.");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new JsonRpcException(JsonRpcError.Refused, $"The list of opened services cannot be written: {error.Message}");
        }
    }
}
