using System.Numerics;
using Rings.Protocol.Crypto;

namespace Rings.Protocol.Identity;

/// <summary>Bitcoin's base-58 text, plain and with a check of four bytes.</summary>
internal static class Base58
{
    private const string Alphabet = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";

    private const int CheckBytes = 4;

    /// <summary>No text that is decoded here is longer.</summary>
    private const int MaxText = 64;

    public static string Encode(ReadOnlySpan<byte> bytes)
    {
        var number = new BigInteger(bytes, isUnsigned: true, isBigEndian: true);
        var text = new List<char>();
        for (; !number.IsZero; number /= 58) text.Add(Alphabet[(int)(number % 58)]);
        var zeros = bytes.IndexOfAnyExcept((byte)0);
        text.AddRange(Enumerable.Repeat(Alphabet[0], zeros < 0 ? bytes.Length : zeros));
        text.Reverse();
        return new([.. text]);
    }

    public static string EncodeCheck(ReadOnlySpan<byte> bytes) =>
        Encode([.. bytes, .. Hash.Sha256Twice(bytes).AsSpan(0, CheckBytes)]);

    /// <summary>The bytes without their check; null where the text is none or its check is wrong.</summary>
    public static byte[]? DecodeCheck(string text)
    {
        if (text.Length > MaxText) return null;
        var number = BigInteger.Zero;
        foreach (var character in text)
        {
            var digit = Alphabet.IndexOf(character);
            if (digit < 0) return null;
            number = number * 58 + digit;
        }

        var zeros = text.Length - text.TrimStart(Alphabet[0]).Length;
        var digits = number.IsZero ? [] : number.ToByteArray(isUnsigned: true, isBigEndian: true);
        byte[] bytes = [.. new byte[zeros], .. digits];
        if (bytes.Length < CheckBytes) return null;
        var body = bytes[..^CheckBytes];
        return Hash.Sha256Twice(body).AsSpan(0, CheckBytes).SequenceEqual(bytes.AsSpan(body.Length)) ? body : null;
    }
}
