using System.Buffers.Binary;

namespace Rings.Transport.Sctp;

/// <summary>Walks over the chunks of a packet (RFC 9260, section 3.2). Stops at the first that does not fit.</summary>
internal ref struct ChunkReader(ReadOnlySpan<byte> chunks)
{
    private const int HeaderSize = 4;

    private ReadOnlySpan<byte> _rest = chunks;

    /// <summary>The current chunk's type.</summary>
    public byte Type { get; private set; }

    /// <summary>The current chunk's flags.</summary>
    public byte Flags { get; private set; }

    /// <summary>The current chunk's value, without padding.</summary>
    public ReadOnlySpan<byte> Value { get; private set; }

    /// <summary>The current chunk whole, without padding.</summary>
    public ReadOnlySpan<byte> Whole { get; private set; }

    /// <summary>Whether chunks follow the current one.</summary>
    public readonly bool HasMore => !_rest.IsEmpty;

    /// <summary>Whether the walk ended before the packet did.</summary>
    public bool IsMalformed { get; private set; }

    /// <summary>Goes to the next chunk; false at the end.</summary>
    public bool MoveNext()
    {
        if (_rest.IsEmpty)
            return false;

        var length = _rest.Length >= HeaderSize ? BinaryPrimitives.ReadUInt16BigEndian(_rest[2..]) : 0;
        if (length < HeaderSize || length > _rest.Length)
        {
            IsMalformed = true;
            return false;
        }

        Type = _rest[0];
        Flags = _rest[1];
        Whole = _rest[..length];
        Value = Whole[HeaderSize..];
        _rest = _rest[Math.Min(Padding.Padded(length), _rest.Length)..];
        return true;
    }
}
