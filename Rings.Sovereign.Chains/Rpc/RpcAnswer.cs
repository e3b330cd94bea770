using System.Text.Json;

namespace Rings.Sovereign.Chains.Rpc;

/// <summary>What an endpoint answered to one call.</summary>
/// <param name="Result">The result; undefined where it refused.</param>
/// <param name="ErrorCode">The code of its refusal; 0: it did not refuse.</param>
/// <param name="Error">Its own words.</param>
internal readonly record struct RpcAnswer(JsonElement Result, int ErrorCode, string Error)
{
    /// <summary>No such method.</summary>
    public const int NoSuchMethod = -32601;

    /// <summary>Whether it refused.</summary>
    public bool IsError => ErrorCode != 0;
}
