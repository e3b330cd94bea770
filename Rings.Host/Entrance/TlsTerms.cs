using System.Collections.Immutable;
using Rings.Protocol;

namespace Rings.Host.Entrance;

/// <summary>Where the TLS of one service's callers ends: which certificate is shown, and who says for whom he calls.</summary>
/// <param name="Certificate">PEM with its chain, or PKCS#12; a full path.</param>
/// <param name="Key">The key as PEM; null: the certificate is PKCS#12.</param>
/// <param name="Password">The file with the password of PKCS#12; null: it has none.</param>
/// <param name="Entrances">Callers whose header of the PROXY protocol is believed, at most <see cref="MaxEntrances"/>.</param>
internal sealed record TlsTerms(string Certificate, string? Key, string? Password, ImmutableArray<Did> Entrances)
{
    /// <summary>Entrances of a service at most.</summary>
    public const int MaxEntrances = 64;

    /// <summary>Reads the certificate.</summary>
    /// <exception cref="TlsFileException">It cannot be used.</exception>
    public TlsFiles Open(TimeProvider time) => TlsFiles.Open(Certificate, Key, Password, time);
}
