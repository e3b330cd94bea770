using System.Buffers.Binary;
using System.Net.Sockets;

namespace Rings.Transport.Udp;

/// <summary>Linux's <c>sockaddr_in</c> and <c>sockaddr_in6</c> as bytes.</summary>
internal static class SocketName
{
    private const ushort V4 = 2;
    private const ushort V6 = 10;
    private const int V4Size = 16;
    private const int V6Size = 28;

    /// <summary>Writes the address for a socket of this family.</summary>
    /// <returns>The name's size.</returns>
    public static int Write(TransportAddress address, AddressFamily family, Span<byte> name)
    {
        name[..V6Size].Clear();
        BinaryPrimitives.WriteUInt16BigEndian(name[2..], (ushort)address.Port);
        if (family == AddressFamily.InterNetwork)
        {
            BitConverter.TryWriteBytes(name, V4);
            address.WriteAddress(name[4..]);
            return V4Size;
        }

        BitConverter.TryWriteBytes(name, V6);
        address.WriteAddress(name[8..]);
        BitConverter.TryWriteBytes(name[24..], address.Scope);
        return V6Size;
    }

    /// <summary>Reads what the kernel wrote; the default value for other families.</summary>
    public static TransportAddress Read(ReadOnlySpan<byte> name)
    {
        if (name.Length < V4Size)
            return default;

        var port = BinaryPrimitives.ReadUInt16BigEndian(name[2..]);
        return BitConverter.ToUInt16(name) switch
        {
            V4 => TransportAddress.FromIPv4(name[4..8], port),
            V6 when name.Length >= V6Size => ReadV6(name, port),
            _ => default,
        };
    }

    // A scope belongs to link-local addresses only.
    private static TransportAddress ReadV6(ReadOnlySpan<byte> name, ushort port)
    {
        var plain = TransportAddress.FromIPv6(name[8..24], port);
        return plain.IsLinkLocal && !plain.IsIPv4
            ? TransportAddress.FromIPv6(name[8..24], port, BitConverter.ToUInt32(name[24..]))
            : plain;
    }
}
