namespace Rings.Protocol.Storage;

/// <summary>Where records are kept. Reads see every write at once; a write is durable after <see cref="Commit"/>.</summary>
/// <remarks>Called by one owner at a time. SQLite in a node, memory in tests and in the simulator.</remarks>
internal interface IRecordStore
{
    /// <summary>The bytes of all records.</summary>
    long Bytes { get; }

    /// <summary>The bytes of one author's records.</summary>
    long BytesOf(Did author);

    /// <summary>What a key holds; null where nothing is. The caller may change it, and then writes it.</summary>
    RecordSet? Find(Did key);

    /// <summary>Keeps what changed under a key: slots whose record, or mark, is to be replaced or deleted.</summary>
    void Write(RecordSet set, IReadOnlyCollection<RecordSlot> changed);

    /// <summary>The digest over all records of a range.</summary>
    RangeDigest Digest(KeyRange range);

    /// <summary>Keys of a range that hold records, clockwise from its beginning.</summary>
    /// <param name="range">The range.</param>
    /// <param name="most">The most keys to give.</param>
    IReadOnlyList<Did> Keys(KeyRange range, int most);

    /// <summary>Keys where <see cref="RecordSet.Prune"/> has something to do.</summary>
    /// <param name="now">The time.</param>
    /// <param name="most">The most keys to give.</param>
    IReadOnlyList<Did> Expired(Instant now, int most);

    /// <summary>Bytes that the medium still has for others' records, in all. What is in memory has no such bound.</summary>
    long Room => long.MaxValue;

    /// <summary>Why the last <see cref="Commit"/> failed, in words; null: it did not.</summary>
    string? Trouble => null;

    /// <summary>Makes everything written since the last commit durable; returns when it is.</summary>
    /// <returns>
    /// False: the medium did not take it, for want of room perhaps. Nothing of it is kept, and reads see what the last
    /// commit left; <see cref="Trouble"/> says why.
    /// </returns>
    bool Commit();

    /// <summary>Forgets a key whole, with its marks.</summary>
    void Delete(Did key);
}
