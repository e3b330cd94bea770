using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Rings.Transport.Sctp;

/// <summary>
/// All that an association needs to come up from a COOKIE ECHO (RFC 9260, section 5.1.3), sealed with a key of this
/// side's.
/// </summary>
internal readonly record struct StateCookie
{
    /// <summary>The size of a sealed cookie in bytes.</summary>
    public const int Size = ContentSize + MacSize;

    private const int ContentSize = 46;
    private const int MacSize = 16;
    private const byte ForwardTsnFlag = 1;
    private const byte ReconfigFlag = 2;
    private const byte ZeroChecksumFlag = 4;
    private const byte PadFlag = 8;
    private const byte Version = 1;

    /// <summary>This side's tag.</summary>
    public required uint LocalTag { get; init; }

    /// <summary>This side's first TSN.</summary>
    public required uint LocalTsn { get; init; }

    /// <summary>This side's tag at the time, when there was an association; else 0.</summary>
    public uint LocalTieTag { get; init; }

    /// <summary>The remote side's tag at the time, when there was an association; else 0.</summary>
    public uint RemoteTieTag { get; init; }

    /// <summary>When it was made, on the association's clock.</summary>
    public required TimeSpan Made { get; init; }

    /// <summary>What the remote side's INIT said.</summary>
    public required InitChunk Remote { get; init; }

    /// <summary>Writes the sealed cookie.</summary>
    public void Seal(Span<byte> target, ReadOnlySpan<byte> key)
    {
        target[0] = Version;
        target[1] = (byte)((Remote.ForwardTsn ? ForwardTsnFlag : 0)
            | (Remote.Reconfig ? ReconfigFlag : 0)
            | (Remote.Pad ? PadFlag : 0)
            | (Remote.ZeroChecksum ? ZeroChecksumFlag : 0));
        BinaryPrimitives.WriteUInt32BigEndian(target[2..], LocalTag);
        BinaryPrimitives.WriteUInt32BigEndian(target[6..], LocalTsn);
        BinaryPrimitives.WriteUInt32BigEndian(target[10..], LocalTieTag);
        BinaryPrimitives.WriteUInt32BigEndian(target[14..], RemoteTieTag);
        BinaryPrimitives.WriteInt64BigEndian(target[18..], Made.Ticks);
        BinaryPrimitives.WriteUInt32BigEndian(target[26..], Remote.Tag);
        BinaryPrimitives.WriteUInt32BigEndian(target[30..], Remote.Window);
        BinaryPrimitives.WriteUInt16BigEndian(target[34..], Remote.OutboundStreams);
        BinaryPrimitives.WriteUInt16BigEndian(target[36..], Remote.InboundStreams);
        BinaryPrimitives.WriteUInt32BigEndian(target[38..], Remote.InitialTsn);
        target[42..ContentSize].Clear();
        Mac(target[..ContentSize], key, target[ContentSize..Size]);
    }

    /// <summary>Reads a cookie and checks its seal.</summary>
    /// <returns>False if this side did not make it.</returns>
    public static bool TryOpen(ReadOnlySpan<byte> cookie, ReadOnlySpan<byte> key, out StateCookie opened)
    {
        opened = default;
        if (cookie.Length != Size || cookie[0] != Version)
            return false;

        Span<byte> mac = stackalloc byte[MacSize];
        Mac(cookie[..ContentSize], key, mac);
        if (!CryptographicOperations.FixedTimeEquals(mac, cookie[ContentSize..]))
            return false;

        opened = new StateCookie
        {
            LocalTag = BinaryPrimitives.ReadUInt32BigEndian(cookie[2..]),
            LocalTsn = BinaryPrimitives.ReadUInt32BigEndian(cookie[6..]),
            LocalTieTag = BinaryPrimitives.ReadUInt32BigEndian(cookie[10..]),
            RemoteTieTag = BinaryPrimitives.ReadUInt32BigEndian(cookie[14..]),
            Made = TimeSpan.FromTicks(BinaryPrimitives.ReadInt64BigEndian(cookie[18..])),
            Remote = ReadRemote(cookie),
        };
        return true;
    }

    private static InitChunk ReadRemote(ReadOnlySpan<byte> cookie) => new()
    {
        Tag = BinaryPrimitives.ReadUInt32BigEndian(cookie[26..]),
        Window = BinaryPrimitives.ReadUInt32BigEndian(cookie[30..]),
        OutboundStreams = BinaryPrimitives.ReadUInt16BigEndian(cookie[34..]),
        InboundStreams = BinaryPrimitives.ReadUInt16BigEndian(cookie[36..]),
        InitialTsn = BinaryPrimitives.ReadUInt32BigEndian(cookie[38..]),
        ForwardTsn = (cookie[1] & ForwardTsnFlag) != 0,
        Reconfig = (cookie[1] & ReconfigFlag) != 0,
        Pad = (cookie[1] & PadFlag) != 0,
        ZeroChecksum = (cookie[1] & ZeroChecksumFlag) != 0,
    };

    private static void Mac(ReadOnlySpan<byte> content, ReadOnlySpan<byte> key, Span<byte> mac)
    {
        Span<byte> whole = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(key, content, whole);
        whole[..MacSize].CopyTo(mac);
    }
}
