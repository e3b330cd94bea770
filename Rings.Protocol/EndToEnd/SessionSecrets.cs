using System.Buffers.Binary;
using System.Security.Cryptography;
using Rings.Protocol.Crypto;

namespace Rings.Protocol.EndToEnd;

/// <summary>
/// What both ends of a handshake derive: transcript, root and the two confirmations (protocol.md, section 6).
/// </summary>
internal sealed class SessionSecrets : IDisposable
{
    private readonly byte[] _keys = new byte[3 * Hash.Bytes];

    /// <param name="agreed">What the ends have agreed on; the caller erases it.</param>
    /// <param name="transcript">T, 32 bytes.</param>
    public SessionSecrets(AgreedSecret agreed, byte[] transcript)
    {
        Transcript = transcript;
        agreed.Derive(transcript, "rings/1 e2e"u8, _keys);
        InitiatorConfirm = Confirm(_keys.AsSpan(Hash.Bytes, Hash.Bytes), (byte)'i', transcript);
        ResponderConfirm = Confirm(_keys.AsSpan(2 * Hash.Bytes, Hash.Bytes), (byte)'r', transcript);
    }

    /// <summary>T: over both signed payloads and both delegations.</summary>
    public byte[] Transcript { get; }

    /// <summary>Where the ratchet begins.</summary>
    public ReadOnlySpan<byte> Root => _keys.AsSpan(0, Hash.Bytes);

    /// <summary>What proves that the initiator has the keys.</summary>
    public byte[] InitiatorConfirm { get; }

    /// <summary>What proves that the responder has them.</summary>
    public byte[] ResponderConfirm { get; }

    /// <summary>T = SHA-256 over the parts, each after its length in 4 bytes.</summary>
    public static byte[] HashTranscript(
        ReadOnlySpan<byte> hello, ReadOnlySpan<byte> initiator, ReadOnlySpan<byte> reply, ReadOnlySpan<byte> responder)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Append(hash, hello);
        Append(hash, initiator);
        Append(hash, reply);
        Append(hash, responder);
        return hash.GetHashAndReset();
    }

    public void Dispose() => CryptographicOperations.ZeroMemory(_keys);

    private static void Append(IncrementalHash hash, ReadOnlySpan<byte> part)
    {
        Span<byte> length = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32BigEndian(length, part.Length);
        hash.AppendData(length);
        hash.AppendData(part);
    }

    private static byte[] Confirm(ReadOnlySpan<byte> key, byte who, ReadOnlySpan<byte> transcript)
    {
        Span<byte> text = stackalloc byte[1 + Hash.Bytes];
        text[0] = who;
        transcript.CopyTo(text[1..]);
        return HMACSHA256.HashData(key, text);
    }
}
