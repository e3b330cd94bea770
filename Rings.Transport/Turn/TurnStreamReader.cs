using System.Buffers.Binary;
using Rings.Transport.Stun;

namespace Rings.Transport.Turn;

/// <summary>
/// Cuts a TCP stream of a TURN server into messages (RFC 8656, section 12.5). Bounded by the longest message that there
/// can be, not by one that this side would send: how long a relayed datagram is, the peers behind the relay say, and a
/// stream that is cut wrongly once is lost with all that it relays.
/// </summary>
internal sealed class TurnStreamReader
{
    private const int UsualMessage = 4096;
    private const int MaxMessage = StunMessage.HeaderLength + ushort.MaxValue + 1;

    private byte[] _buffer = new byte[UsualMessage];
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
                < 0x40 when StunMessage.Padded(length) == length => StunMessage.HeaderLength + length,
                >= 0x40 and < 0x80 => 4 + StunMessage.Padded(length),
                _ => int.MaxValue,
            };
            if (whole > MaxMessage)
            {
                return false;
            }

            if (whole > head.Length)
            {
                MakeRoom(read, whole);
                return true;
            }

            handle(head[..whole]);
            read += whole;
        }

        MakeRoom(read, UsualMessage);
        return true;
    }

    // Moves what was not read to the front of a buffer in which a message of that length fits.
    private void MakeRoom(int read, int message)
    {
        var rest = _buffer.AsSpan(read, _length - read);
        if (message > _buffer.Length)
            _buffer = new byte[MaxMessage];

        rest.CopyTo(_buffer);
        _length = rest.Length;
    }
}
