using System.CommandLine;
using Rings.Host.Cli;
using Rings.Protocol.Identity;

namespace Rings.Host.Commands;

/// <summary>Options about accounts and rings that several commands take.</summary>
internal static class IdentityOptions
{
    /// <summary>The ring's name when none is named.</summary>
    public const string DefaultRing = "main";

    /// <summary>The ring, by name.</summary>
    public static Option<string> Ring() => new("--ring")
    {
        Description = "Name of the ring",
        DefaultValueFactory = _ => GlobalOptions.Variable("RINGS_RING") ?? DefaultRing,
    };

    /// <summary>The file with the passphrase of the account's key.</summary>
    public static Option<string?> PassphraseFile() => new("--passphrase-file")
    {
        Description = "File whose first line is the passphrase of the account's key",
        DefaultValueFactory = _ => GlobalOptions.Variable("RINGS_PASSPHRASE_FILE"),
    };

    /// <summary>The kind of an account.</summary>
    public static Option<AccountKind> Kind(AccountKind ifAbsent) => new("--account-kind")
    {
        Description = "Secp256k1, Eip191, Bip137, Secp256r1, Ed25519, Eip712 or Bip322",
        DefaultValueFactory = _ => ifAbsent,
    };
}
