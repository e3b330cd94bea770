using Akka.Actor;
using Rings.Sovereign.Secrets;

namespace Rings.Host.JsonRpc;

/// <summary>What the methods of secrets, groups, proofs and swaps have in common.</summary>
internal static class SovereignCalls
{
    /// <summary>Asks a part of the node.</summary>
    /// <param name="ask">The question.</param>
    /// <param name="who">Which part, as a sentence begins: "The keeper of secrets".</param>
    /// <exception cref="JsonRpcException">It does not answer in time.</exception>
    public static async Task<T> AskAsync<T>(Func<Task<T>> ask, string who)
    {
        try
        {
            return await ask();
        }
        catch (AskTimeoutException silent)
        {
            throw new JsonRpcException(JsonRpcError.TimedOut, $"{who} did not answer: {silent.Message}");
        }
    }

    /// <summary>A name of 32 hex digits.</summary>
    /// <exception cref="JsonRpcException">It is missing or has another form.</exception>
    public static SecretId IdOf(JsonRpcArguments arguments, string name) =>
        SecretId.TryParse(arguments.Text(name), out var id) ? id : throw JsonRpcArguments.Missing(name, "32 hex digits");
}
