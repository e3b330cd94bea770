namespace Rings.Host.JsonRpc;

/// <summary>A method's way to answer with an error.</summary>
/// <param name="code">What kind.</param>
/// <param name="message">What is wrong and what to do, for the caller to read.</param>
/// <param name="parameter">The parameter that is wrong, where one is.</param>
internal sealed class JsonRpcException(JsonRpcError code, string message, string? parameter = null) : Exception(message)
{
    /// <summary>What kind.</summary>
    public JsonRpcError Code { get; } = code;

    /// <summary>The parameter that is wrong; null where none is.</summary>
    public string? Parameter { get; } = parameter;
}
