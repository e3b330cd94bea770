using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace Rings.Transport.Dtls;

/// <summary>The hash of a certificate, as an <c>a=fingerprint</c> line carries it (RFC 8122, section 5).</summary>
internal sealed class CertificateFingerprint : IEquatable<CertificateFingerprint>
{
    private readonly byte[] _hash;

    private CertificateFingerprint(string algorithm, byte[] hash) => (Algorithm, _hash) = (algorithm, hash);

    /// <summary>The hash function's name in lower case: sha-256, sha-384 or sha-512.</summary>
    public string Algorithm { get; }

    /// <summary>The SHA-256 fingerprint of a certificate.</summary>
    public static CertificateFingerprint Sha256Of(ReadOnlySpan<byte> certificate) =>
        new("sha-256", SHA256.HashData(certificate));

    /// <summary>Reads "sha-256 AB:CD:…"; letters of either case. False for an unknown hash or a wrong length.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out CertificateFingerprint? fingerprint)
    {
        fingerprint = null;
        var space = text.IndexOf(' ', StringComparison.Ordinal);
        if (space < 0)
            return false;

#pragma warning disable CA1308 // The attribute's registered names are lower case.
        var algorithm = text[..space].ToLowerInvariant();
#pragma warning restore CA1308
        var digits = text.AsSpan(space + 1).Trim(' ');
        var size = SizeOf(algorithm);
        if (size == 0 || digits.Length != (size * 3) - 1)
            return false;

        var hash = new byte[size];
        if (!TryReadHash(digits, hash))
            return false;

        fingerprint = new CertificateFingerprint(algorithm, hash);
        return true;
    }

    /// <summary>Whether a certificate (DER) has this fingerprint. Compared in constant time.</summary>
    public bool Matches(ReadOnlySpan<byte> certificate) =>
        CryptographicOperations.FixedTimeEquals(_hash, Hash(Algorithm, certificate));

    /// <inheritdoc/>
    public bool Equals(CertificateFingerprint? other) =>
        other is not null && Algorithm == other.Algorithm && _hash.AsSpan().SequenceEqual(other._hash);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as CertificateFingerprint);

    /// <inheritdoc/>
    public override int GetHashCode() => BitConverter.ToInt32(_hash);

    /// <summary>As in SDP: "sha-256 AB:CD:…".</summary>
    public override string ToString() => $"{Algorithm} {BitConverter.ToString(_hash).Replace('-', ':')}";

    private static int SizeOf(string algorithm) => algorithm switch
    {
        "sha-256" => SHA256.HashSizeInBytes,
        "sha-384" => SHA384.HashSizeInBytes,
        "sha-512" => SHA512.HashSizeInBytes,
        _ => 0,
    };

    private static byte[] Hash(string algorithm, ReadOnlySpan<byte> certificate) => algorithm switch
    {
        "sha-384" => SHA384.HashData(certificate),
        "sha-512" => SHA512.HashData(certificate),
        _ => SHA256.HashData(certificate),
    };

    private static bool TryReadHash(ReadOnlySpan<char> digits, Span<byte> hash)
    {
        for (var i = 0; i < hash.Length; i++)
        {
            if (i > 0 && digits[(i * 3) - 1] != ':')
                return false;
            if (!char.IsAsciiHexDigit(digits[i * 3]) || !char.IsAsciiHexDigit(digits[(i * 3) + 1]))
                return false;
            hash[i] = byte.Parse(
                digits.Slice(i * 3, 2), System.Globalization.NumberStyles.AllowHexSpecifier, null);
        }

        return true;
    }
}
