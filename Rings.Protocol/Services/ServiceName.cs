using System.Diagnostics.CodeAnalysis;

namespace Rings.Protocol.Services;

/// <summary>The name of a service among those of its owner: 1 to 40 of <c>a–z 0–9 -</c>, no <c>-</c> at the
/// ends.</summary>
public readonly record struct ServiceName
{
    /// <summary>The most characters.</summary>
    public const int MaxLength = 40;

    /// <summary>What a name has to be, for whoever typed another.</summary>
    public const string Expected = "1 to 40 of a-z, 0-9 and -, with no - at the ends";

    private readonly string? _text;

    private ServiceName(string text) => _text = text;

    /// <summary>The name where a URL leaves it out.</summary>
    public static ServiceName Web => new("web");

    /// <summary>Reads a name.</summary>
    /// <exception cref="ProtocolException">It is none.</exception>
    public static ServiceName Parse(string text) =>
        TryParse(text, out var name) ? name : throw new ProtocolException("name", Expected);

    /// <summary>Reads a name; false where <see cref="Parse"/> throws.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out ServiceName name)
    {
        name = default;
        if (text is not { Length: > 0 and <= MaxLength } || text[0] == '-' || text[^1] == '-') return false;
        foreach (var character in text)
            if (!char.IsAsciiLetterLower(character) && !char.IsAsciiDigit(character) && character != '-') return false;
        name = new ServiceName(text);
        return true;
    }

    /// <summary>The name; <c>web</c> where none was given.</summary>
    public override string ToString() => _text ?? "web";

    /// <inheritdoc/>
    public bool Equals(ServiceName other) => ToString() == other.ToString();

    /// <inheritdoc/>
    public override int GetHashCode() => ToString().GetHashCode(StringComparison.Ordinal);
}
