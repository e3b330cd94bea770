namespace Rings.Protocol.Streams;

/// <summary>Writes frames one after another into the plaintext of a packet. Each method says whether there was room.</summary>
/// <param name="packet">The room.</param>
internal ref struct PacketWriter(Span<byte> packet)
{
    private readonly Span<byte> _packet = packet;

    /// <summary>Bytes written.</summary>
    public int Length { get; private set; }

    /// <summary>Bytes that are free.</summary>
    public readonly int Room => _packet.Length - Length;

    /// <summary>What a DATA frame takes beside its bytes, at most, for a stream and an offset.</summary>
    public static int DataOverhead(ulong stream, long offset, int length) =>
        1 + Varint.SizeOf(stream) + Varint.SizeOf((ulong)offset) + Varint.SizeOf((ulong)length);

    public bool TryOpen(ulong stream, bool isInteractive, ReadOnlySpan<byte> protocol, ReadOnlySpan<byte> metadata)
    {
        var size = 2 + Varint.SizeOf(stream) + SizeOf(protocol) + SizeOf(metadata);
        if (size > Room) return false;
        Number((ulong)PacketFrameType.Open);
        Number(stream);
        Number(isInteractive ? 1UL : 0UL);
        Bytes(protocol);
        Bytes(metadata);
        return true;
    }

    /// <summary>Begins a DATA frame; the caller fills its bytes, for which there is room.</summary>
    public Span<byte> Data(ulong stream, long offset, int length, bool isEnd)
    {
        Number((ulong)(isEnd ? PacketFrameType.DataEnd : PacketFrameType.Data));
        Number(stream);
        Number((ulong)offset);
        Number((ulong)length);
        var bytes = _packet.Slice(Length, length);
        Length += length;
        return bytes;
    }

    /// <summary>MAX_DATA, PING, PONG, USE.</summary>
    public bool TryWrite(PacketFrameType type, ulong number) => TryWrite((ulong)type, number, null, null);

    /// <summary>MAX_STREAM, ACK, STOP.</summary>
    public bool TryWrite(PacketFrameType type, ulong subject, ulong number) =>
        TryWrite((ulong)type, subject, number, null);

    /// <summary>RESET.</summary>
    public bool TryReset(ulong stream, ulong code, ulong finalOffset) =>
        TryWrite((ulong)PacketFrameType.Reset, stream, code, finalOffset);

    public bool TryClose(ulong code, ReadOnlySpan<byte> text)
    {
        if (1 + Varint.SizeOf(code) + SizeOf(text) > Room) return false;
        Number((ulong)PacketFrameType.Close);
        Number(code);
        Bytes(text);
        return true;
    }

    private bool TryWrite(ulong type, ulong first, ulong? second, ulong? third)
    {
        var size = 1 + Varint.SizeOf(first) + SizeOf(second) + SizeOf(third);
        if (size > Room) return false;
        Number(type);
        Number(first);
        if (second is { } two) Number(two);
        if (third is { } three) Number(three);
        return true;
    }

    private static int SizeOf(ulong? value) => value is { } number ? Varint.SizeOf(number) : 0;

    private static int SizeOf(ReadOnlySpan<byte> bytes) => Varint.SizeOf((ulong)bytes.Length) + bytes.Length;

    private void Number(ulong value) => Length += Varint.Write(_packet[Length..], value);

    private void Bytes(ReadOnlySpan<byte> bytes)
    {
        Number((ulong)bytes.Length);
        bytes.CopyTo(_packet[Length..]);
        Length += bytes.Length;
    }
}
