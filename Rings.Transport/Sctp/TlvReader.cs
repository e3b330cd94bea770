using System.Buffers.Binary;

namespace Rings.Transport.Sctp;

/// <summary>
/// Walks over parameters or error causes: type, length and value, each padded to 4 bytes (RFC 9260, section 3.2.1).
/// Stops at the
/// first that does not fit.
/// </summary>
internal ref struct TlvReader(ReadOnlySpan<byte> bytes)
{
    private const int HeaderSize = 4;

    private ReadOnlySpan<byte> _rest = bytes;

    /// <summary>The current one's type.</summary>
    public ushort Type { get; private set; }

    /// <summary>The current one's value, without padding.</summary>
    public ReadOnlySpan<byte> Value { get; private set; }

    /// <summary>The current one whole, without padding.</summary>
    public ReadOnlySpan<byte> Whole { get; private set; }

    /// <summary>Whether the walk ended before the bytes did.</summary>
    public bool IsMalformed { get; private set; }

    /// <summary>Goes to the next one; false at the end.</summary>
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

        Type = BinaryPrimitives.ReadUInt16BigEndian(_rest);
        Whole = _rest[..length];
        Value = Whole[HeaderSize..];
        _rest = _rest[Math.Min(Padding.Padded(length), _rest.Length)..];
        return true;
    }
}
