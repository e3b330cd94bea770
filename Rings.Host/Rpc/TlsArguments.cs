using Rings.Host.Entrance;
using Rings.Host.JsonRpc;

namespace Rings.Host.Rpc;

/// <summary>What a service's own parameters say of the TLS of its callers: <c>docs/json-rpc.md</c>.</summary>
internal static class TlsArguments
{
    /// <summary>Their names.</summary>
    public static readonly string[] Names = ["tls", "tls_key", "tls_password", "proxy_from"];

    /// <summary>Reads where the TLS of a service's callers is to end.</summary>
    /// <returns>Null: not here.</returns>
    /// <exception cref="JsonRpcException">Something in it is not what it should be.</exception>
    public static TlsTerms? Read(JsonRpcArguments arguments, ArgumentReader read)
    {
        var entrances = read.DidsOf(arguments, "proxy_from", TlsTerms.MaxEntrances);
        var (key, password) = (arguments.OptionalText("tls_key"), arguments.OptionalText("tls_password"));
        if (arguments.OptionalText("tls") is { } certificate) return new TlsTerms(certificate, key, password, entrances);
        if (key is null && password is null && entrances.IsEmpty) return null;
        throw JsonRpcArguments.Wrong("tls", "A key, a password and entrances belong to a certificate: name it with --tls.");
    }

    /// <summary>Reads the certificate.</summary>
    /// <exception cref="JsonRpcException">It cannot be used.</exception>
    public static TlsFiles Open(TlsTerms terms, TimeProvider time)
    {
        try
        {
            return terms.Open(time);
        }
        catch (TlsFileException wrong)
        {
            throw JsonRpcArguments.Wrong("tls", $"{char.ToUpperInvariant(wrong.Message[0])}{wrong.Message[1..]}.");
        }
    }
}
