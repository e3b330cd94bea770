using System.Buffers.Binary;
using Rings.Transport.Stun;

namespace Rings.Transport.Turn;

/// <summary>
/// Cuts a TCP stream of a TURN server into messages (RFC 8656, section 12.5). Bounded by one longest message.
/// </summary>
internal sealed class TurnStreamReader
{
    private const int MaxMessage = 4096;

    private readonly byte[] _buffer = new byte[MaxMessage];
    private int _length;

    /// <summary>Takes one message each time it is called.</summary>
    public delegate void Handler(ReadOnlySpan<byte> message);

    /// <summary>Takes bytes as they come.</summary>
    /// <returns>False when they cannot be such a stream: end the connection.</returns>
    public bool TryRead(ReadOnlySpan<byte> bytes, Handler handle)
    {
        while (bytes.Length > 0)
        {
            var part = bytes[..Math.Min(bytes.Length, _buffer.Length - _length)];
            part.CopyTo(_buffer.AsSpan(_length));
            _length += part.Length;
            bytes = bytes[part.Length..];
            if (!TryCut(handle))
            {
                return false;
            }
        }

        return true;
    }

    private bool TryCut(Handler handle)
    {
        var read = 0;
        while (_length - read >= 4)
        {
            var head = _buffer.AsSpan(read, _length - read);
            int length = BinaryPrimitives.ReadUInt16BigEndian(head[2..]);
            var whole = head[0] switch
            {
                < 0x40 => StunMessage.HeaderLength + length,
                < 0x80 => 4 + StunMessage.Padded(length),
                _ => int.MaxValue,
            };
            if (whole > MaxMessage)
            {
                return false;
            }

            if (whole > head.Length)
            {
                break;
            }

            handle(head[..whole]);
            read += whole;
        }

        _buffer.AsSpan(read, _length - read).CopyTo(_buffer);
        _length -= read;
        return true;
    }
}
