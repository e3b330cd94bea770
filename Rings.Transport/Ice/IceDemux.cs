using System.Buffers.Binary;
using System.Buffers.Text;

namespace Rings.Transport.Ice;

/// <summary>Tells which agent a STUN packet belongs to, without allocation and without trust.</summary>
internal static class IceDemux
{
    private const int HeaderLength = 20;
    private const int UsernameAttribute = 0x0006;

    /// <summary>Reads the tag (<see cref="IceCredentials.Tag"/>) out of a packet whose first byte is 0 to 3.</summary>
    /// <returns>False for what no agent sent or can be meant by.</returns>
    public static bool TryReadTag(ReadOnlySpan<byte> packet, out uint tag)
    {
        tag = 0;
        if (packet.Length < HeaderLength)
        {
            return false;
        }

        // Class bits C1 and C0 (RFC 8489, section 5): a request has neither, an answer has C1.
        var type = BinaryPrimitives.ReadUInt16BigEndian(packet);
        if ((type & 0x0100) != 0)
        {
            tag = BinaryPrimitives.ReadUInt32BigEndian(packet[8..]);
            return true;
        }

        return TryReadUsername(packet[HeaderLength..], out tag);
    }

    private static bool TryReadUsername(ReadOnlySpan<byte> attributes, out uint tag)
    {
        while (attributes.Length >= 4)
        {
            var type = BinaryPrimitives.ReadUInt16BigEndian(attributes);
            int length = BinaryPrimitives.ReadUInt16BigEndian(attributes[2..]);
            attributes = attributes[4..];
            if (length > attributes.Length)
            {
                break;
            }

            if (type == UsernameAttribute)
            {
                return TryReadFragment(attributes[..length], out tag);
            }

            attributes = attributes[Math.Min((length + 3) & ~3, attributes.Length)..];
        }

        tag = 0;
        return false;
    }

    private static bool TryReadFragment(ReadOnlySpan<byte> username, out uint tag)
    {
        tag = 0;
        return username.Length > 8 && username[8] == ':'
            && Utf8Parser.TryParse(username[..8], out tag, out var read, 'x') && read == 8;
    }
}
