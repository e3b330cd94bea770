using System.Buffers.Binary;

namespace Rings.Protocol.Entrance;

/// <summary>Takes fields from a structure of TLS (RFC 8446, 3), from its beginning on.</summary>
/// <param name="rest">The structure.</param>
internal ref struct TlsVector(ReadOnlySpan<byte> rest)
{
    private ReadOnlySpan<byte> _rest = rest;

    /// <summary>Whether all of it is taken.</summary>
    public readonly bool IsOver => _rest.IsEmpty;

    /// <summary>Takes bytes; false: there are fewer.</summary>
    public bool TryTake(int count, out ReadOnlySpan<byte> taken)
    {
        taken = default;
        if (_rest.Length < count) return false;
        taken = _rest[..count];
        _rest = _rest[count..];
        return true;
    }

    /// <summary>Takes a number of two bytes.</summary>
    public bool TryTakeNumber(out ushort number)
    {
        var isThere = TryTake(sizeof(ushort), out var bytes);
        number = isThere ? BinaryPrimitives.ReadUInt16BigEndian(bytes) : (ushort)0;
        return isThere;
    }

    /// <summary>Takes a vector with a length of one byte before it.</summary>
    public bool TryTakeShort(out ReadOnlySpan<byte> vector)
    {
        vector = default;
        return TryTake(1, out var length) && TryTake(length[0], out vector);
    }

    /// <summary>Takes a vector with a length of two bytes before it.</summary>
    public bool TryTakeLong(out ReadOnlySpan<byte> vector)
    {
        vector = default;
        return TryTakeNumber(out var length) && TryTake(length, out vector);
    }
}
