using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Rings.Protocol.Crypto;

namespace Rings.Protocol.Storage;

/// <summary>
/// Where a thing is kept: the first 20 bytes of SHA-256(<c>"rings/1 key " + kind</c> ‖ 0 ‖ (len32 ‖ part)…). A key
/// locates; it verifies nothing.
/// </summary>
internal static class StorageKey
{
    /// <summary>Copies under unrelated keys of what an attacker would most like to own.</summary>
    public const int Placements = 3;

    /// <summary>The key of a Blob.</summary>
    public static Did OfBlob(BlobHash hash) => Of("blob"u8, hash.ToArray());

    /// <summary>The key of a Register.</summary>
    public static Did OfRegister(Did owner, string name, int? placement = null) =>
        Of("register"u8, owner.ToByteArray(), Encoding.UTF8.GetBytes(name), Place(placement));

    /// <summary>The key of a Set; of an owned one where an owner is given.</summary>
    public static Did OfSet(string name, Did? owner = null, int? placement = null) =>
        Of("set"u8, Encoding.UTF8.GetBytes(name), owner?.ToByteArray(), Place(placement));

    /// <summary>The key of an account's revocation.</summary>
    /// <param name="account">The account.</param>
    /// <param name="placement">0, 1 or 2: revocations are kept in all three.</param>
    public static Did OfRevocation(Did account, int placement) =>
        Of("revocation"u8, account.ToByteArray(), Place(placement));

    private static byte[]? Place(int? placement)
    {
        if (placement is not { } place) return null;
        ArgumentOutOfRangeException.ThrowIfNegative(place);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(place, Placements);
        return [(byte)place];
    }

    private static Did Of(ReadOnlySpan<byte> kind, params ReadOnlySpan<byte[]?> parts)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData("rings/1 key "u8);
        hash.AppendData(kind);
        hash.AppendData("\0"u8);
        Span<byte> length = stackalloc byte[4];
        foreach (var part in parts)
        {
            if (part is null) continue;
            BinaryPrimitives.WriteInt32BigEndian(length, part.Length);
            hash.AppendData(length);
            hash.AppendData(part);
        }

        Span<byte> result = stackalloc byte[Hash.Bytes];
        hash.GetHashAndReset(result);
        return Did.Read(result);
    }
}
