using System.CommandLine;
using System.Text.Json.Nodes;
using Rings.Host.Cli;

namespace Rings.Host.Commands;

/// <summary>The options of services whose callers' TLS ends at this node.</summary>
internal sealed class TlsOptions
{
    private const string TlsWords =
        "The service's own certificate: TLS of its callers ends at this node, in front of the target. PEM with its chain, or PKCS#12";

    private readonly Option<string?> _certificate = new("--tls") { Description = TlsWords };

    private readonly Option<string?> _key = new("--key")
    {
        Description = "The certificate's key as PEM, a file that only you may read; without it --tls is PKCS#12",
    };

    private readonly Option<string?> _password = new("--tls-password")
    {
        Description = "A file with the password of PKCS#12 that only you may read",
    };

    private readonly Option<string[]> _from = new("--proxy-from")
    {
        Description = "An entrance (a Did, or a name of the address book) whose --proxy-protocol is believed",
    };

    /// <summary>Adds them to a command.</summary>
    public void AddTo(Command command)
    {
        command.Add(_certificate);
        command.Add(_key);
        command.Add(_password);
        command.Add(_from);
    }

    /// <summary>Writes what was said into the parameters of a request.</summary>
    public void Write(ParseResult parsed, JsonObject parameters)
    {
        parameters["tls"] = PathOf(parsed.GetValue(_certificate));
        parameters["tls_key"] = PathOf(parsed.GetValue(_key));
        parameters["tls_password"] = PathOf(parsed.GetValue(_password));
        parameters["proxy_from"] = JsonTexts.Of(parsed.GetValue(_from) ?? []);
    }

    /// <summary>The node may run in another folder.</summary>
    private static string? PathOf(string? file) => file is null ? null : Path.GetFullPath(file);
}
