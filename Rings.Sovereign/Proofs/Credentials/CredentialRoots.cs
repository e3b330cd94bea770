using System.Collections.Immutable;
using Rings.Protocol;
using Rings.Sovereign.Secrets;

namespace Rings.Sovereign.Proofs.Credentials;

/// <summary>What an issuer's Register says: the id of its tree, and of the one before, which still counts.</summary>
public static class CredentialRoots
{
    /// <summary>Reads the record's value.</summary>
    /// <exception cref="ProtocolException">Another length than 32 or 64 bytes.</exception>
    public static ImmutableArray<Bytes32> Read(ReadOnlySpan<byte> value) => value.Length switch
    {
        Bytes32.Length => [Bytes32.Read(value)],
        2 * Bytes32.Length => [Bytes32.Read(value[..Bytes32.Length]), Bytes32.Read(value[Bytes32.Length..])],
        _ => throw new ProtocolException("credential", "32 or 64 bytes"),
    };

    /// <summary>The record's next value.</summary>
    /// <param name="id">Of the tree that counts from now on.</param>
    /// <param name="known">What the record says now; none: it is new.</param>
    public static byte[] Write(Bytes32 id, ImmutableArray<Bytes32> known)
    {
        if (known.IsDefaultOrEmpty) return id.ToByteArray();
        // The same tree again pushes nothing out.
        return known[0] == id ? [.. known.SelectMany(one => one.ToByteArray())] : [.. id.ToByteArray(), .. known[0].ToByteArray()];
    }
}
