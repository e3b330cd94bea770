using System.Buffers.Binary;
using Rings.Protocol.Crypto;

namespace Rings.Protocol.Storage;

/// <summary>
/// What a range holds in 24 bytes: how many records, and the sum modulo 2^128 of their names' hashes, so that it is the
/// same in whatever order they came. Equal digests are taken for equal content.
/// </summary>
/// <param name="Count">Records.</param>
/// <param name="Sum">The sum over the first 16 bytes of SHA-256(key ‖ slot ‖ seq ‖ hash).</param>
internal readonly record struct RangeDigest(long Count, UInt128 Sum)
{
    /// <summary>The digest with a record added.</summary>
    public RangeDigest Add(Did key, StoredRecord record) => new(Count + 1, unchecked(Sum + NameOf(key, record)));

    /// <summary>The digest of both together.</summary>
    public static RangeDigest operator +(RangeDigest left, RangeDigest right) =>
        new(left.Count + right.Count, unchecked(left.Sum + right.Sum));

    /// <summary>The same as the operator.</summary>
    public static RangeDigest Add(RangeDigest left, RangeDigest right) => left + right;

    private static UInt128 NameOf(Did key, StoredRecord record)
    {
        var slot = record.Slot.ToBytes();
        Span<byte> name = stackalloc byte[Did.Bytes + 1 + Did.Bytes + RecordLimits.MaxTagBytes + 8 + BlobHash.Bytes];
        key.Write(name);
        slot.CopyTo(name[Did.Bytes..]);
        var length = Did.Bytes + slot.Length;
        BinaryPrimitives.WriteInt64BigEndian(name[length..], record.Fields.Seq);
        record.Hash.Write(name[(length += 8)..]);
        Span<byte> hash = stackalloc byte[Hash.Bytes];
        Hash.Sha256(name[..(length + BlobHash.Bytes)], hash);
        return BinaryPrimitives.ReadUInt128BigEndian(hash);
    }
}
