using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Rings.Transport.Stun;

/// <summary>
/// Writes one STUN message into a buffer of the caller's, attribute by attribute; the length in the header is right
/// after each step. Too small a buffer is the caller's mistake and throws <see cref="ArgumentException"/>.
/// </summary>
internal ref struct StunWriter
{
    private readonly Span<byte> _buffer;
    private int _length;

    /// <summary>Writes the header.</summary>
    public StunWriter(Span<byte> buffer, StunClass @class, StunMethod method, StunTransactionId transaction)
    {
        _buffer = buffer;
        _length = StunMessage.HeaderLength;
        var bits = (int)method;
        var type = (int)@class | (bits & 0x000F) | ((bits & 0x0070) << 1) | ((bits & 0x0F80) << 2);
        BinaryPrimitives.WriteUInt16BigEndian(buffer, (ushort)type);
        BinaryPrimitives.WriteUInt16BigEndian(buffer[2..], 0);
        BinaryPrimitives.WriteUInt32BigEndian(buffer[4..], StunMessage.MagicCookie);
        transaction.Write(buffer[8..]);
    }

    /// <summary>The message so far.</summary>
    public readonly ReadOnlySpan<byte> Written => _buffer[.._length];

    /// <summary>Writes an attribute; padding is zero.</summary>
    public void Add(StunAttribute type, scoped ReadOnlySpan<byte> value) => value.CopyTo(Begin(type, value.Length));

    /// <summary>Writes a text in UTF-8.</summary>
    public void Add(StunAttribute type, ReadOnlySpan<char> text) =>
        Encoding.UTF8.GetBytes(text, Begin(type, Encoding.UTF8.GetByteCount(text)));

    /// <summary>Writes an attribute without a value.</summary>
    public void Add(StunAttribute type) => Begin(type, 0);

    /// <summary>Writes a 32-bit number.</summary>
    public void Add(StunAttribute type, uint value) =>
        BinaryPrimitives.WriteUInt32BigEndian(Begin(type, sizeof(uint)), value);

    /// <summary>Writes a 64-bit number.</summary>
    public void Add(StunAttribute type, ulong value) =>
        BinaryPrimitives.WriteUInt64BigEndian(Begin(type, sizeof(ulong)), value);

    /// <summary>Writes a masked address.</summary>
    public void AddXorAddress(StunAttribute type, TransportAddress address)
    {
        Span<byte> value = stackalloc byte[StunAddress.MaxLength];
        var length = StunAddress.WriteXor(value, address, _buffer.Slice(4, 16));
        Add(type, value[..length]);
    }

    /// <summary>Writes ERROR-CODE.</summary>
    /// <param name="code">300 to 699.</param>
    /// <param name="reason">For people: ASCII, 127 characters at most.</param>
    public void AddError(int code, string reason)
    {
        var value = Begin(StunAttribute.ErrorCode, 4 + reason.Length);
        value[..2].Clear();
        value[2] = (byte)(code / 100);
        value[3] = (byte)(code % 100);
        Encoding.ASCII.GetBytes(reason, value[4..]);
    }

    /// <summary>Writes UNKNOWN-ATTRIBUTES.</summary>
    public void AddUnknown(ReadOnlySpan<ushort> types)
    {
        var value = Begin(StunAttribute.UnknownAttributes, types.Length * sizeof(ushort));
        for (var index = 0; index < types.Length; index++)
        {
            BinaryPrimitives.WriteUInt16BigEndian(value[(index * sizeof(ushort))..], types[index]);
        }
    }

    /// <summary>Writes MESSAGE-INTEGRITY over all that precedes it.</summary>
    public void AddIntegrity(ReadOnlySpan<byte> key)
    {
        var covered = _length;
        var value = Begin(StunAttribute.MessageIntegrity, HMACSHA1.HashSizeInBytes);
        HMACSHA1.HashData(key, _buffer[..covered], value);
    }

    /// <summary>Writes MESSAGE-INTEGRITY-SHA256 over all that precedes it.</summary>
    public void AddIntegritySha256(ReadOnlySpan<byte> key)
    {
        var covered = _length;
        var value = Begin(StunAttribute.MessageIntegritySha256, HMACSHA256.HashSizeInBytes);
        HMACSHA256.HashData(key, _buffer[..covered], value);
    }

    /// <summary>Writes FINGERPRINT, which nothing may follow.</summary>
    public void AddFingerprint()
    {
        var covered = _length;
        var value = Begin(StunAttribute.Fingerprint, sizeof(uint));
        BinaryPrimitives.WriteUInt32BigEndian(value, StunCrc.Fingerprint(_buffer[..covered]));
    }

    private Span<byte> Begin(StunAttribute type, int length)
    {
        var padded = StunMessage.Padded(length);
        if (_buffer.Length - _length < padded + 4)
        {
            throw new ArgumentException($"No room for {type}: {padded + 4} bytes");
        }

        var head = _buffer.Slice(_length, 4 + padded);
        BinaryPrimitives.WriteUInt16BigEndian(head, (ushort)type);
        BinaryPrimitives.WriteUInt16BigEndian(head[2..], (ushort)length);
        head[(4 + length)..].Clear();
        _length += head.Length;
        BinaryPrimitives.WriteUInt16BigEndian(_buffer[2..], (ushort)(_length - StunMessage.HeaderLength));
        return head.Slice(4, length);
    }
}
