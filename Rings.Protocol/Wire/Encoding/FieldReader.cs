using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace Rings.Protocol.Wire;

/// <summary>
/// Walks Protocol Buffers fields over a span without copying: the strict form that docs/protocol/messages.md asks of
/// signed and relayed messages (varints in their shortest form, lengths within the message).
/// </summary>
/// <remarks>Every method answers false at the first byte that breaks a rule; it never throws and never
/// allocates.</remarks>
internal ref struct FieldReader(ReadOnlySpan<byte> bytes)
{
    public const int Varint = 0;
    public const int Fixed64 = 1;
    public const int Delimited = 2;
    public const int Fixed32 = 5;

    private readonly ReadOnlySpan<byte> _bytes = bytes;

    /// <summary>Bytes read so far.</summary>
    public int Position { get; private set; }

    public readonly bool AtEnd => Position == _bytes.Length;

    /// <summary>Whether the next byte is this one-byte tag; steps over it if so.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryTag(int field, int type)
    {
        if (Position >= _bytes.Length || _bytes[Position] != (byte)((field << 3) | type)) return false;
        Position++;
        return true;
    }

    /// <summary>Reads a varint of at most ten bytes in its shortest form.</summary>
    public bool TryVarint(out ulong value)
    {
        value = 0;
        for (var shift = 0; shift < 64 && Position < _bytes.Length; shift += 7)
        {
            var next = _bytes[Position++];
            if (shift == 63 && next > 1) return false;
            value |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80) return next != 0 || shift == 0;
        }

        return false;
    }

    public bool TryUInt32(out uint value)
    {
        var read = TryVarint(out var wide) && wide <= uint.MaxValue;
        value = (uint)wide;
        return read;
    }

    public bool TryFixed32(out uint value)
    {
        var fits = _bytes.Length - Position >= sizeof(uint);
        value = fits ? BinaryPrimitives.ReadUInt32LittleEndian(_bytes[Position..]) : 0;
        Position += fits ? sizeof(uint) : 0;
        return fits;
    }

    public bool TryFixed64(out ulong value)
    {
        var fits = _bytes.Length - Position >= sizeof(ulong);
        value = fits ? BinaryPrimitives.ReadUInt64LittleEndian(_bytes[Position..]) : 0;
        Position += fits ? sizeof(ulong) : 0;
        return fits;
    }

    /// <summary>Reads a length and that many bytes.</summary>
    public bool TryBytes(out ReadOnlySpan<byte> value)
    {
        value = default;
        if (!TryVarint(out var length) || length > (ulong)(_bytes.Length - Position)) return false;
        value = _bytes.Slice(Position, (int)length);
        Position += (int)length;
        return true;
    }

    /// <summary>Reads a length that must be this one, and the bytes.</summary>
    public bool TryBytes(int expected, out ReadOnlySpan<byte> value) => TryBytes(out value) && value.Length == expected;

    /// <summary>
    /// Steps over unknown fields whose numbers ascend from <paramref name="after"/> and stay below
    /// <paramref name="before"/>; stops before a field that is not one of them, or at the end.
    /// </summary>
    /// <returns>False where bytes are no such field, or numbers do not ascend.</returns>
    public bool TrySkip(int after, int before)
    {
        while (!AtEnd)
        {
            var start = Position;
            if (!TryVarint(out var tag) || tag > uint.MaxValue) return false;
            var number = (int)(tag >> 3);
            if (number >= before)
            {
                Position = start;
                return true;
            }

            if (number <= after || !TrySkipValue((int)(tag & 7))) return false;
            after = number;
        }

        return true;
    }

    /// <summary>Whether all that is left is one unknown field whose number is above a bound.</summary>
    public bool TrySkipLast(int after) =>
        TryVarint(out var tag) && tag <= uint.MaxValue && (int)(tag >> 3) > after && TrySkipValue((int)(tag & 7))
        && AtEnd;

    private bool TrySkipValue(int type) => type switch
    {
        Varint => TryVarint(out _),
        Fixed64 => TryFixed64(out _),
        Fixed32 => TryFixed32(out _),
        Delimited => TryBytes(out _),
        _ => false,
    };
}
