namespace Rings.Actors.Peers;

/// <summary>Keeps the remembered peers over a restart. Used by one book at a time.</summary>
internal interface IPeerStore
{
    /// <summary>Reads them. A store that cannot be read stops no node: what is wrong is told.</summary>
    /// <returns>The peers; and, in words for the log, why there are none. Null where all is well.</returns>
    (IReadOnlyList<RememberedPeer> Peers, string? Wrong) Load();

    /// <summary>Writes all of them, in one step.</summary>
    /// <exception cref="IOException">They cannot be written; those that were there stay.</exception>
    /// <exception cref="UnauthorizedAccessException">The same.</exception>
    void Save(IReadOnlyCollection<RememberedPeer> peers);
}
