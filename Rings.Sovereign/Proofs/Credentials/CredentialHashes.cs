using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Rings.Protocol;
using Rings.Sovereign.Circuits;
using Rings.Sovereign.Groups;
using Rings.Sovereign.Secrets;

namespace Rings.Sovereign.Proofs.Credentials;

/// <summary>The hashes of credentials: leaves, nodes, what an issuer sees of an anonymous holder, and tags.</summary>
internal static class CredentialHashes
{
    /// <summary>Bytes of the four numbers.</summary>
    public const int AttributeBytes = sizeof(int) * CredentialTree.MaxAttributes;

    /// <summary>Bytes of what a tag is for.</summary>
    public const int OccasionBytes = 20;

    /// <summary>The state that nodes begin with, so that no node is a leaf.</summary>
    private static readonly byte[] NodeState = SHA256.HashData("rings/1 merkle node"u8);

    /// <summary>How a leaf begins.</summary>
    public static ReadOnlySpan<byte> LeafMark => "RC1"u8;

    /// <summary>How the hash of an anonymous holder's secret begins.</summary>
    public static ReadOnlySpan<byte> HolderMark => "RH1"u8;

    /// <summary>How a tag begins.</summary>
    public static ReadOnlySpan<byte> TagMark => "RT1"u8;

    /// <summary>The state that nodes begin with, 32 bytes.</summary>
    public static ReadOnlySpan<byte> StateOfNodes => NodeState;

    /// <summary>The four numbers, highest bytes first.</summary>
    public static byte[] Bytes(ImmutableArray<int> values)
    {
        var bytes = new byte[AttributeBytes];
        for (var i = 0; i < values.Length; i++) BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(sizeof(int) * i), values[i]);
        return bytes;
    }

    /// <summary>SHA-256(RC1 ‖ numbers ‖ holder).</summary>
    public static Bytes32 Leaf(ImmutableArray<int> values, ReadOnlySpan<byte> holder) =>
        Bytes32.Read(SHA256.HashData([.. LeafMark, .. Bytes(values), .. holder]));

    /// <summary>The compression function on left ‖ right.</summary>
    public static Bytes32 Node(Bytes32 left, Bytes32 right) =>
        Bytes32.Read(Sha256Compression.Of(NodeState, [.. left.ToByteArray(), .. right.ToByteArray()]));

    /// <summary>SHA-256(RH1 ‖ h): what the issuer sees of an anonymous holder.</summary>
    public static Bytes32 Holder(Bytes32 secret) => Bytes32.Read(SHA256.HashData([.. HolderMark, .. secret.ToByteArray()]));

    /// <summary>What a tag is for: 20 bytes of verifier and words.</summary>
    public static byte[] Occasion(Did verifier, string words) => TaggedHash.Of(
        "rings/1 proof once", verifier.ToByteArray(), Encoding.ASCII.GetBytes(words))[..OccasionBytes];

    /// <summary>SHA-256(RT1 ‖ h ‖ occasion).</summary>
    public static Bytes32 Tag(Bytes32 secret, ReadOnlySpan<byte> occasion) =>
        Bytes32.Read(SHA256.HashData([.. TagMark, .. secret.ToByteArray(), .. occasion]));
}
