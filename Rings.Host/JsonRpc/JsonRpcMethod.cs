using System.Text.Json.Nodes;

namespace Rings.Host.JsonRpc;

/// <summary>One method that can be called.</summary>
/// <param name="Name">Its name on the wire.</param>
/// <param name="Parameters">Its parameters' names, in positional order.</param>
/// <param name="InvokeAsync">Runs it; null is a result too.</param>
internal sealed record JsonRpcMethod(
    string Name,
    IReadOnlyList<string> Parameters,
    Func<JsonRpcArguments, CancellationToken, Task<JsonNode?>> InvokeAsync);
