using Rings.Actors.Public;
using Rings.AspNetCore.Tls;
using Rings.Host.JsonRpc;
using Rings.Host.Rpc;
using Rings.Protocol.Services;

namespace Rings.Host.Http;

/// <summary>Services that last as long as the request that asked for them, and whose callers' TLS ends at this node.</summary>
/// <param name="node">The node.</param>
/// <param name="read">Reads Dids.</param>
/// <param name="ends">Where TLS ends.</param>
/// <param name="time">The clock.</param>
internal sealed class TlsServing(IRings node, ArgumentReader read, TlsEnds ends, TimeProvider time)
{
    /// <summary>What <c>/serve</c> takes: a service's own parameters.</summary>
    /// <param name="register">What registers a service.</param>
    public static JsonRpcMethod Serve(JsonRpcMethod register) => new(
        "serve", register.Parameters, (_, _) => throw new InvalidOperationException("It is answered by an endpoint of its own."));

    /// <summary>Reads where the TLS of a service's callers is to end.</summary>
    /// <returns>Null: not here.</returns>
    /// <exception cref="JsonRpcException">Something in it is not what it should be.</exception>
    public TlsServed? Read(JsonRpcArguments arguments, RingsNodeProtocol.ServiceOffer offer)
    {
        if (TlsArguments.Read(arguments, read) is not { } terms) return null;
        if (!ServiceTarget.TryParse(offer.Target, out var target)) throw JsonRpcArguments.Missing("target", ServiceTarget.Expected);
        var files = TlsArguments.Open(terms, time);
        var end = new TlsEnd(() => files.Current, [.. terms.Entrances], offer.Kind == ServiceKind.Http);
        return new TlsServed(node, ends, end, files, target, time);
    }
}
