using System.Diagnostics.CodeAnalysis;
using Rings.Protocol.Services;

namespace Rings.Protocol.Entrance;

/// <summary>What an entrance's owner lets in: a service, or all services of a Did.</summary>
/// <param name="Owner">Whose.</param>
/// <param name="Name">Which; null: all of his.</param>
/// <param name="Alias">A label that stands for it in host names, instead of the Did; null: none.</param>
public sealed record EntranceRule(Did Owner, ServiceName? Name, string? Alias)
{
    /// <summary>What an alias has to be.</summary>
    public const string AliasExpected = "1 to 63 of a-z, 0-9 and -, with no - at the ends, and not 40 hex digits";

    private const int MaxLabel = 63;

    /// <summary>Reads an alias, in whatever case.</summary>
    public static bool TryParseAlias(string text, [NotNullWhen(true)] out string? alias)
    {
        ArgumentNullException.ThrowIfNull(text);
        alias = text.ToLowerInvariant();
        var isOne = alias.Length is > 0 and <= MaxLabel && alias[0] != '-' && alias[^1] != '-' && !DidLabel.Is(alias)
            && alias.All(character => char.IsAsciiLetterLower(character) || char.IsAsciiDigit(character) || character == '-');
        if (!isOne) alias = null;
        return isOne;
    }

    /// <inheritdoc/>
    public override string ToString() =>
        $"{(Alias is null ? "" : $"{Alias}=")}{Owner}{(Name is { } name ? $"/{name}" : "")}";
}
