using System.Diagnostics.CodeAnalysis;

namespace Rings.Protocol.Services;

/// <summary>
/// SHA-256 of a thing that services serve: whoever gets it can tell by himself whether it is the right one. As text
/// <c>sha256:</c> and 64 hex digits.
/// </summary>
public readonly record struct ResourceHash
{
    /// <summary>What one has to be, for whoever typed another.</summary>
    public const string Expected = "sha256: and 64 hex digits";

    private const string Prefix = "sha256:";
    private const int Bytes = 32;

    private readonly string _hex;

    private ResourceHash(string hex) => _hex = hex;

    /// <summary>The name of the Set of nobody in which its providers stand.</summary>
    public string Set => $"resource/{_hex}";

    /// <summary>Reads 32 bytes.</summary>
    /// <exception cref="ProtocolException">Another length.</exception>
    public static ResourceHash Read(ReadOnlySpan<byte> bytes) => bytes.Length == Bytes
        ? new ResourceHash(Convert.ToHexStringLower(bytes))
        : throw new ProtocolException("ServiceManifest.resource", $"{Bytes} bytes");

    /// <summary>Reads the text.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out ResourceHash hash)
    {
        hash = default;
        if (text is null || !text.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase)) return false;
        var hex = text[Prefix.Length..];
        if (hex.Length != 2 * Bytes || !hex.All(char.IsAsciiHexDigit)) return false;
        hash = new ResourceHash(hex.ToLowerInvariant());
        return true;
    }

    /// <summary>The bytes.</summary>
    public byte[] ToArray() => Convert.FromHexString(_hex);

    /// <summary>The text.</summary>
    public override string ToString() => Prefix + _hex;
}
