using System.Collections.Immutable;
using Rings.Actors.Public;
using Rings.AspNetCore.Tls;
using Rings.Host.Entrance;
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
    private const int MaxEntrances = 64;

    /// <summary>What <c>/serve</c> takes beside a service's own parameters.</summary>
    /// <param name="register">What registers a service.</param>
    public static JsonRpcMethod Serve(JsonRpcMethod register) => new(
        "serve", [.. register.Parameters, "tls", "tls_key", "tls_password", "proxy_from"],
        (_, _) => throw new InvalidOperationException("It is answered by an endpoint of its own."));

    /// <summary>Reads where the TLS of a service's callers is to end.</summary>
    /// <returns>Null: not here.</returns>
    /// <exception cref="JsonRpcException">Something in it is not what it should be.</exception>
    public TlsServed? Read(JsonRpcArguments arguments, RingsNodeProtocol.ServiceOffer offer)
    {
        var entrances = read.DidsOf(arguments, "proxy_from", MaxEntrances).ToImmutableHashSet();
        if (arguments.OptionalText("tls") is not { } certificate)
        {
            if (arguments.Has("tls_key") || arguments.Has("tls_password") || !entrances.IsEmpty)
                throw JsonRpcArguments.Wrong("tls", "A key, a password and entrances belong to a certificate: name it with --tls.");
            return null;
        }

        if (!ServiceTarget.TryParse(offer.Target, out var target)) throw JsonRpcArguments.Missing("target", ServiceTarget.Expected);
        try
        {
            var files = TlsFiles.Open(certificate, arguments.OptionalText("tls_key"), arguments.OptionalText("tls_password"), time);
            var end = new TlsEnd(() => files.Current, entrances, offer.Kind == ServiceKind.Http);
            return new TlsServed(node, ends, end, files, target, time);
        }
        catch (TlsFileException wrong)
        {
            throw JsonRpcArguments.Wrong("tls", $"{char.ToUpperInvariant(wrong.Message[0])}{wrong.Message[1..]}.");
        }
    }
}
