using System.Buffers.Binary;
using Rings.Protocol.Wire;

namespace Rings.Protocol.Paths;

/// <summary>
/// A path frame seen through its bytes (docs/protocol, 7.1): label <c>fixed32</c>, one byte with the type and bit 7, the
/// body. Integers are little-endian.
/// </summary>
internal readonly ref struct PathFrame
{
    /// <summary>Label and type.</summary>
    public const int HeadBytes = 5;

    /// <summary>The most that may be granted at once, and that an end may have in hand.</summary>
    public const int MaxCredit = 1 << 24;

    /// <summary>The least window, in bytes.</summary>
    public const int LeastWindow = 32 << 10;

    /// <summary>The longest envelope of an <c>OPEN</c>, in bytes.</summary>
    public const int MaxEnvelope = 4096;

    /// <summary>The most that the final node says to the opener with <c>ACCEPT</c>, in bytes.</summary>
    public const int MaxOpaque = 1024;

    /// <summary>Bytes of the longest frame that <see cref="Write(Span{byte}, uint, PathFrameType, uint)"/> makes.</summary>
    public const int ShortFrameBytes = Wire.Frame.MaxHeaderBytes + HeadBytes + sizeof(uint);

    internal const uint OffererBit = 1u << 31;

    private const byte MoreBit = 0x80;

    private PathFrame(ReadOnlySpan<byte> frame, int contentAt)
    {
        Frame = frame;
        ContentAt = contentAt;
    }

    /// <summary>The whole message of the data channel.</summary>
    public ReadOnlySpan<byte> Frame { get; }

    /// <summary>Where in it the label begins.</summary>
    public int ContentAt { get; }

    /// <summary>The path's name on this link. Bit 31: the link's offerer opened it.</summary>
    public uint Label => BinaryPrimitives.ReadUInt32LittleEndian(Frame[ContentAt..]);

    /// <summary>What it says; above <see cref="PathFrameType.GiveBack"/>: something of a later version.</summary>
    public PathFrameType Type => (PathFrameType)(Frame[ContentAt + sizeof(uint)] & ~MoreBit);

    /// <summary>With <c>DATA</c>: the sender has more, and its credit is used up.</summary>
    public bool WantsMore => (Frame[ContentAt + sizeof(uint)] & MoreBit) != 0;

    /// <summary>What follows the type.</summary>
    public ReadOnlySpan<byte> Body => Frame[(ContentAt + HeadBytes)..];

    /// <summary>With <c>OPEN</c> and <c>ACCEPT</c> the window, with <c>CREDIT</c> and <c>GIVE_BACK</c> the cost.</summary>
    public int Amount => (int)BinaryPrimitives.ReadUInt32LittleEndian(Body);

    /// <summary>With <c>OPEN</c> the envelope, with <c>ACCEPT</c> what the final node says.</summary>
    public ReadOnlySpan<byte> Rest => Body[sizeof(uint)..];

    /// <summary>With <c>CLOSE</c>.</summary>
    public PathCloseReason Reason => (PathCloseReason)Body[0];

    /// <summary>With <c>DATA</c>: bytes of the ciphertext.</summary>
    public int CiphertextBytes => Body.Length - sizeof(ulong);

    /// <summary>Whether a frame claims to be a packet; nothing else of it is looked at.</summary>
    public static bool IsPacket(ReadOnlySpan<byte> frame)
    {
        if (frame.Length < 2 || frame[0] != ((Wire.Frame.PathField << 3) | FieldReader.Delimited)) return false;
        var at = 1;
        while (at < Wire.Frame.MaxHeaderBytes && frame[at] >= MoreBit) at++;
        at += 1 + sizeof(uint);
        return at < frame.Length && (frame[at] & ~MoreBit) == (byte)PathFrameType.Data;
    }

    /// <summary>Reads a frame; what is wrong with it is told without an exception.</summary>
    /// <param name="frame">The whole message, as received.</param>
    /// <param name="path">The frame; only to be used if nothing is wrong.</param>
    public static WireFault TryRead(ReadOnlySpan<byte> frame, out PathFrame path)
    {
        path = default;
        var fault = Wire.Frame.TryRead(frame, out var kind, out var content);
        if (!fault.IsNone) return fault;
        if (kind != FrameKind.Path || content.Length < HeadBytes) return new("Frame.path", "a label and a type");
        path = new(frame, frame.Length - content.Length);
        if ((path.Label & ~OffererBit) == 0) return new("Path.label", "a count from 1");
        if (path.WantsMore && path.Type != PathFrameType.Data) return new("Path.type", "bit 7 with DATA only");
        return Check(in path);
    }

    /// <summary>Writes a frame whose body is one number: <c>CREDIT</c> or <c>GIVE_BACK</c>.</summary>
    /// <returns>Bytes written.</returns>
    public static int Write(Span<byte> target, uint label, PathFrameType type, uint amount)
    {
        var content = Begin(target, HeadBytes + sizeof(uint), out var length);
        WriteHead(content, label, type, wantsMore: false);
        BinaryPrimitives.WriteUInt32LittleEndian(content[HeadBytes..], amount);
        return length;
    }

    /// <summary>Writes a <c>CLOSE</c>.</summary>
    /// <returns>Bytes written.</returns>
    public static int Write(Span<byte> target, uint label, PathCloseReason reason)
    {
        var content = Begin(target, HeadBytes + 1, out var length);
        WriteHead(content, label, PathFrameType.Close, wantsMore: false);
        content[HeadBytes] = (byte)reason;
        return length;
    }

    /// <summary>Writes an <c>OPEN</c> or <c>ACCEPT</c>.</summary>
    /// <param name="target">At least <see cref="SizeWith"/> bytes.</param>
    /// <param name="label">The path's name on the link.</param>
    /// <param name="type">Which of the two.</param>
    /// <param name="window">What the sender grants.</param>
    /// <param name="rest">The envelope, or what the final node says.</param>
    /// <returns>Bytes written.</returns>
    public static int Write(Span<byte> target, uint label, PathFrameType type, int window, ReadOnlySpan<byte> rest)
    {
        var content = Begin(target, HeadBytes + sizeof(uint) + rest.Length, out var length);
        WriteHead(content, label, type, wantsMore: false);
        BinaryPrimitives.WriteInt32LittleEndian(content[HeadBytes..], window);
        rest.CopyTo(content[(HeadBytes + sizeof(uint))..]);
        return length;
    }

    /// <summary>Bytes of an <c>OPEN</c> or <c>ACCEPT</c> with so many bytes after the window.</summary>
    public static int SizeWith(int rest)
    {
        var content = HeadBytes + sizeof(uint) + rest;
        return Wire.Frame.HeaderBytes(content) + content;
    }

    internal static void WriteHead(Span<byte> content, uint label, PathFrameType type, bool wantsMore)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(content, label);
        content[sizeof(uint)] = (byte)((byte)type | (wantsMore ? MoreBit : 0));
    }

    private static Span<byte> Begin(Span<byte> target, int content, out int length)
    {
        var writer = new FieldWriter(target);
        var place = writer.Reserve(Wire.Frame.PathField, content);
        length = writer.Position;
        return place;
    }

    private static WireFault Check(in PathFrame path)
    {
        var length = path.Body.Length;
        return path.Type switch
        {
            PathFrameType.Open => !IsWindow(in path) ? new("Path.window", "32,768 to 16,777,216")
                : path.Rest.Length is 0 or > MaxEnvelope ? new("Path.envelope", "1 to 4,096 bytes") : WireFault.None,
            PathFrameType.Accept => !IsWindow(in path) ? new("Path.window", "32,768 to 16,777,216")
                : path.Rest.Length > MaxOpaque ? new("Path.opaque", "at most 1,024 bytes") : WireFault.None,
            PathFrameType.Data => length is < sizeof(ulong) + PathPacket.MinCiphertext
                or > sizeof(ulong) + PathPacket.MaxCiphertext
                ? new("Path.ciphertext", "16 to 16,400 bytes after the number") : WireFault.None,
            PathFrameType.Credit or PathFrameType.GiveBack => length != sizeof(uint) || !IsCost(in path)
                ? new("Path.cost", "1 to 16,777,216") : WireFault.None,
            PathFrameType.Close => length != 1 ? new("Path.reason", "one byte") : WireFault.None,
            _ => WireFault.None,
        };
    }

    private static bool IsWindow(in PathFrame path) =>
        path.Body.Length >= sizeof(uint) && path.Amount is >= LeastWindow and <= MaxCredit;

    private static bool IsCost(in PathFrame path) => path.Amount is >= 1 and <= MaxCredit;
}
