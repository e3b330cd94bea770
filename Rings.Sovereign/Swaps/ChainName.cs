using System.Text.RegularExpressions;
using Rings.Protocol;

namespace Rings.Sovereign.Swaps;

/// <summary>
/// A chain by its CAIP-2 name: <c>bip122:</c> and the first 32 hex digits of the genesis block's hash, or <c>eip155:</c> and the
/// chain id. Test chains of one genesis are told apart by <c>#</c> and a name behind it.
/// </summary>
public readonly partial record struct ChainName
{
    /// <summary>The most characters of a name.</summary>
    public const int MaxLength = 80;

    private readonly string? _text;

    private ChainName(string text) => _text = text;

    /// <summary>Of which family it is.</summary>
    public ChainKind Kind => ToString().StartsWith("bip122:", StringComparison.Ordinal) ? ChainKind.Utxo : ChainKind.Evm;

    /// <summary>Reads a name.</summary>
    /// <exception cref="ProtocolException">It is none, or of another family.</exception>
    public static ChainName Read(string text, string field = "chain") => TryParse(text, out var name)
        ? name
        : throw new ProtocolException(field, "bip122:… or eip155:…, and #name for test chains of one genesis");

    /// <summary>Reads a name.</summary>
    /// <returns>False where the text is none.</returns>
    public static bool TryParse(string? text, out ChainName name)
    {
        name = default;
        if (text is null || text.Length > MaxLength || !Form().IsMatch(text)) return false;
        name = new(text);
        return true;
    }

    /// <summary>The name.</summary>
    public override string ToString() => _text ?? "";

    [GeneratedRegex("^(bip122:[0-9a-f]{32}|eip155:[1-9][0-9]{0,18})(#[a-z0-9-]{1,16})?\\z", RegexOptions.CultureInvariant)]
    private static partial Regex Form();
}
