using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace Rings.Protocol.Services;

/// <summary>
/// What a caller shows to be let in: 32 random bytes, in text 52 characters of base32 (RFC 4648, section 6,
/// lower case, no padding). The provider keeps only its hash.
/// </summary>
public readonly struct TicketSecret : IEquatable<TicketSecret>
{
    /// <summary>Bytes of a secret.</summary>
    public const int Bytes = 32;

    private const string Alphabet = "abcdefghijklmnopqrstuvwxyz234567";
    private const int Characters = 52;

    private readonly ReadOnlyMemory<byte> _bytes;

    private TicketSecret(byte[] bytes) => _bytes = bytes;

    /// <summary>Whether there is one.</summary>
    public bool IsEmpty => _bytes.IsEmpty;

    /// <summary>The bytes.</summary>
    public ReadOnlySpan<byte> Span => _bytes.Span;

    /// <summary>What the provider knows it by: SHA-256 of the bytes.</summary>
    public byte[] Hash() => Crypto.Hash.Sha256(Span);

    /// <summary>Makes one of 32 bytes of chance.</summary>
    /// <exception cref="ProtocolException">Another length.</exception>
    public static TicketSecret Of(ReadOnlySpan<byte> bytes) => bytes.Length == Bytes
        ? new(bytes.ToArray())
        : throw new ProtocolException("ServiceCall.ticket", $"{Bytes} bytes");

    /// <summary>Reads the text of a ticket.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out TicketSecret ticket)
    {
        ticket = default;
        if (text is not { Length: Characters }) return false;
        var bytes = new byte[Bytes];
        var (buffer, bits, at) = (0, 0, 0);
        foreach (var character in text)
        {
            var value = Alphabet.IndexOf(char.ToLowerInvariant(character), StringComparison.Ordinal);
            if (value < 0) return false;
            (buffer, bits) = ((buffer << 5) | value, bits + 5);
            if (bits < 8) continue;
            bits -= 8;
            bytes[at++] = (byte)(buffer >> bits);
            buffer &= (1 << bits) - 1;
        }

        if (buffer != 0) return false; // Two texts of one ticket are one too many.
        ticket = new TicketSecret(bytes);
        return true;
    }

    /// <summary>The text that goes into a link. It opens the service: it belongs into no log.</summary>
    public string ToText()
    {
        Span<char> text = stackalloc char[Characters];
        var (buffer, bits, at) = (0, 0, 0);
        foreach (var value in Span)
        {
            (buffer, bits) = ((buffer << 8) | value, bits + 8);
            for (; bits >= 5; buffer &= (1 << bits) - 1) text[at++] = Alphabet[buffer >> (bits -= 5)];
        }

        if (bits > 0) text[at++] = Alphabet[buffer << (5 - bits)];
        return new string(text[..at]);
    }

    /// <summary>Says that it is one, and not what it is.</summary>
    public override string ToString() => IsEmpty ? "no ticket" : "a ticket";

    /// <inheritdoc/>
    public bool Equals(TicketSecret other) => CryptographicOperations.FixedTimeEquals(Span, other.Span);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is TicketSecret other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => IsEmpty ? 0 : BitConverter.ToInt32(Span);

    /// <summary>Whether two are one.</summary>
    public static bool operator ==(TicketSecret left, TicketSecret right) => left.Equals(right);

    /// <summary>Whether two are two.</summary>
    public static bool operator !=(TicketSecret left, TicketSecret right) => !left.Equals(right);
}
