using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using Rings.Protocol.Crypto;

namespace Rings.Protocol;

/// <content>
/// The forms in text: <c>0x</c> and 40 hex digits, the digits alone, and <c>did:rings:</c> with the digits. Digits in
/// mixed case are taken for an EIP-55 checksum and must be right.
/// </content>
public readonly partial record struct Did :
    ISpanParsable<Did>, IUtf8SpanParsable<Did>, ISpanFormattable, IUtf8SpanFormattable
{
    private const int Digits = 2 * Bytes;

    /// <summary>Characters of the longest form: <c>did:rings:</c> and 40 digits.</summary>
    private const int MaxText = 10 + Digits;

    private const string Expected =
        "40 hex digits, alone or after 0x or did:rings:, with a right EIP-55 checksum where the case is mixed";

    private static ReadOnlySpan<byte> HexPrefix => "0x"u8;

    private static ReadOnlySpan<byte> MethodPrefix => "did:rings:"u8;

    /// <summary>Reads text in any of the forms.</summary>
    /// <exception cref="ProtocolException">It is in none of them, or its checksum is wrong.</exception>
    public static Did Parse(ReadOnlySpan<char> text) =>
        TryParse(text, out var result) ? result : throw new ProtocolException("Did", Expected);

    /// <inheritdoc cref="Parse(ReadOnlySpan{char})"/>
    public static Did Parse(ReadOnlySpan<char> s, IFormatProvider? provider) => Parse(s);

    /// <inheritdoc cref="Parse(ReadOnlySpan{char})"/>
    public static Did Parse(string s, IFormatProvider? provider) => Parse(s.AsSpan());

    /// <inheritdoc cref="Parse(ReadOnlySpan{char})"/>
    public static Did Parse(ReadOnlySpan<byte> utf8Text, IFormatProvider? provider) =>
        TryParse(utf8Text, provider, out var result) ? result : throw new ProtocolException("Did", Expected);

    /// <summary>Reads text in any of the forms; false where <see cref="Parse(ReadOnlySpan{char})"/> throws.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out Did result)
    {
        Span<byte> ascii = stackalloc byte[MaxText];
        if (text.Length <= MaxText && Ascii.FromUtf16(text, ascii, out var length) == OperationStatus.Done)
            return TryParse(ascii[..length], null, out result);
        result = default;
        return false;
    }

    /// <inheritdoc cref="TryParse(ReadOnlySpan{char}, out Did)"/>
    public static bool TryParse(ReadOnlySpan<char> s, IFormatProvider? provider, out Did result) =>
        TryParse(s, out result);

    /// <inheritdoc cref="TryParse(ReadOnlySpan{char}, out Did)"/>
    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out Did result) =>
        TryParse(s.AsSpan(), out result);

    /// <inheritdoc cref="TryParse(ReadOnlySpan{char}, out Did)"/>
    public static bool TryParse(ReadOnlySpan<byte> utf8Text, IFormatProvider? provider, out Did result)
    {
        result = default;
        var digits = utf8Text is [(byte)'0', (byte)'x' or (byte)'X', ..] ? utf8Text[HexPrefix.Length..]
            : utf8Text.StartsWith(MethodPrefix) ? utf8Text[MethodPrefix.Length..]
            : utf8Text;
        Span<byte> bytes = stackalloc byte[Bytes];
        if (digits.Length != Digits
            || Convert.FromHexString(digits, bytes, out _, out _) != OperationStatus.Done)
            return false;
        var did = Read(bytes);
        if (IsMixedCase(digits) && !did.HasChecksum(digits)) return false;
        result = did;
        return true;
    }

    /// <summary><c>0x</c> and 40 lower-case hex digits.</summary>
    public override string ToString() => ToString(null, null);

    /// <summary>The text in a form.</summary>
    /// <param name="format">
    /// <c>G</c>, empty or null: <c>0x</c> and lower-case digits. <c>N</c>: lower-case digits alone. <c>E</c>: <c>0x</c>
    /// and digits in the mixed case of EIP-55. <c>D</c>: <c>did:rings:</c> and lower-case digits.
    /// </param>
    /// <param name="formatProvider">Not used.</param>
    /// <exception cref="FormatException">Another format.</exception>
    public string ToString(string? format, IFormatProvider? formatProvider)
    {
        Span<char> text = stackalloc char[MaxText];
        TryFormat(text, out var length, format, formatProvider);
        return new(text[..length]);
    }

    /// <inheritdoc cref="ToString(string?, IFormatProvider?)"/>
    public bool TryFormat(
        Span<char> destination, out int charsWritten, ReadOnlySpan<char> format = default,
            IFormatProvider? provider = null)
    {
        Span<byte> utf8 = stackalloc byte[MaxText];
        TryFormat(utf8, out var length, format, provider);
        charsWritten = 0;
        return length <= destination.Length
            && Ascii.ToUtf16(utf8[..length], destination, out charsWritten) == OperationStatus.Done;
    }

    /// <inheritdoc cref="ToString(string?, IFormatProvider?)"/>
    public bool TryFormat(
        Span<byte> utf8Destination, out int bytesWritten, ReadOnlySpan<char> format = default,
        IFormatProvider? provider = null)
    {
        var prefix = Prefix(format);
        bytesWritten = 0;
        if (utf8Destination.Length < prefix.Length + Digits) return false;
        prefix.CopyTo(utf8Destination);
        var digits = utf8Destination.Slice(prefix.Length, Digits);
        WriteDigits(digits);
        if (format is "E" or "e") RaiseCase(digits);
        bytesWritten = prefix.Length + Digits;
        return true;
    }

    private static ReadOnlySpan<byte> Prefix(ReadOnlySpan<char> format) => format switch
    {
        "" or "G" or "g" or "E" or "e" => HexPrefix,
        "N" or "n" => [],
        "D" or "d" => MethodPrefix,
        _ => throw new FormatException("A Did is formatted by G, N, E or D."),
    };

    private static bool IsMixedCase(ReadOnlySpan<byte> digits) =>
        digits.ContainsAnyInRange((byte)'a', (byte)'f') && digits.ContainsAnyInRange((byte)'A', (byte)'F');

    /// <summary>
    /// Puts lower-case digits into the case of EIP-55: upper where the hash of the digits has a nibble from 8 on.
    /// </summary>
    private static void RaiseCase(Span<byte> digits)
    {
        Span<byte> hash = stackalloc byte[Hash.Bytes];
        Hash.Keccak256(digits, hash);
        for (var i = 0; i < digits.Length; i++)
        {
            var nibble = (i & 1) == 0 ? hash[i / 2] >> 4 : hash[i / 2] & 0xf;
            if (nibble >= 8 && digits[i] >= (byte)'a') digits[i] -= 'a' - 'A';
        }
    }

    private bool HasChecksum(ReadOnlySpan<byte> digits)
    {
        Span<byte> right = stackalloc byte[Digits];
        WriteDigits(right);
        RaiseCase(right);
        return digits.SequenceEqual(right);
    }

    private void WriteDigits(Span<byte> digits)
    {
        Span<byte> bytes = stackalloc byte[Bytes];
        Write(bytes);
        Convert.TryToHexStringLower(bytes, digits, out _);
    }
}
