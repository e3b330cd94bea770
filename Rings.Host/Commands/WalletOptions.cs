using System.CommandLine;
using Rings.Host.Cli;
using Rings.Protocol;
using Rings.Protocol.Identity;

namespace Rings.Host.Commands;

/// <summary>The ways in which the owner of a wallet says whose account it is.</summary>
internal sealed class WalletOptions
{
    private readonly Option<string?> _address = new("--wallet", "--external")
    {
        Description = "The wallet's address (of Ethereum or Bitcoin), or its Did",
    };

    private readonly Option<string?> _publicKey = new("--public-key")
    {
        Description = "The wallet's public key in hex, instead of an address",
    };

    private readonly Option<string?> _signedText = new("--signed-text")
    {
        Description = "Any text that the wallet signed, instead of an address (Eip191, Bip137)",
    };

    private readonly Option<string?> _signature = new("--signature")
    {
        Description = "The wallet's signature of that text: hex or base64",
    };

    /// <summary>All of them.</summary>
    public IEnumerable<Option> All => [_address, _publicKey, _signedText, _signature];

    /// <summary>The account that is meant.</summary>
    /// <exception cref="UserErrorException">None, several, or one that is none of its kind.</exception>
    public WalletAccount Read(ParseResult parsed, AccountKind kind)
    {
        var (address, key) = (parsed.GetValue(_address), parsed.GetValue(_publicKey));
        var (text, signature) = (parsed.GetValue(_signedText), parsed.GetValue(_signature));
        try
        {
            return (address, key, text, signature) switch
            {
                ({ } named, null, null, null) => WalletAccount.OfAddress(kind, named),
                (null, { } named, null, null) => WalletAccount.OfPublicKey(kind, named),
                (null, null, { } signed, { } given) => WalletAccount.OfSignedText(kind, signed, given),
                _ => throw new UserErrorException(
                    "say whose account it is: --wallet ADDRESS, or --public-key HEX, or --signed-text TEXT --signature SIGNATURE"),
            };
        }
        catch (ProtocolException error)
        {
            throw new UserErrorException(error.Message, error);
        }
    }
}
