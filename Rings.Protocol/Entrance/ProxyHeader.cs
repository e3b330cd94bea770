using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace Rings.Protocol.Entrance;

/// <summary>
/// The header of the PROXY protocol, version 2, binary (HAProxy's proxy-protocol.txt, 2.2): who connected, and where, before a
/// connection's own bytes.
/// </summary>
/// <param name="Source">Who connected; null: the connection is the sender's own (<c>LOCAL</c>).</param>
/// <param name="Target">Where he connected to; null: as above.</param>
internal sealed record ProxyHeader(IPEndPoint? Source, IPEndPoint? Target)
{
    /// <summary>The longest header that is read: addresses of IPv6, and what may stand behind them.</summary>
    public const int MaxBytes = Head + MaxBody;

    private const int Head = 16;
    private const int MaxBody = 520;
    private const byte Local = 0x20;
    private const byte Proxied = 0x21;
    private const byte Tcp4 = 0x11;
    private const byte Tcp6 = 0x21;

    private static ReadOnlySpan<byte> Signature => [0x0D, 0x0A, 0x0D, 0x0A, 0x00, 0x0D, 0x0A, 0x51, 0x55, 0x49, 0x54, 0x0A];

    /// <summary>The header as it is sent. Addresses of two families are sent as IPv6.</summary>
    public byte[] ToBytes()
    {
        if (Source is null || Target is null) return [.. Signature, Local, 0, 0, 0];
        var (source, target) = (Plain(Source.Address), Plain(Target.Address));
        if (source.AddressFamily != target.AddressFamily) (source, target) = (source.MapToIPv6(), target.MapToIPv6());
        var isFour = source.AddressFamily == AddressFamily.InterNetwork;
        var length = isFour ? 12 : 36;
        var bytes = new byte[Head + length];
        Signature.CopyTo(bytes);
        (bytes[12], bytes[13], bytes[15]) = (Proxied, isFour ? Tcp4 : Tcp6, (byte)length);
        var size = isFour ? 4 : 16;
        source.TryWriteBytes(bytes.AsSpan(Head), out _);
        target.TryWriteBytes(bytes.AsSpan(Head + size), out _);
        BinaryPrimitives.WriteUInt16BigEndian(bytes.AsSpan(Head + (2 * size)), (ushort)Source.Port);
        BinaryPrimitives.WriteUInt16BigEndian(bytes.AsSpan(Head + (2 * size) + 2), (ushort)Target.Port);
        return bytes;
    }

    /// <summary>Reads a header from the beginning of what has come.</summary>
    /// <param name="bytes">What has come.</param>
    /// <param name="header">The header; null: too little has come.</param>
    /// <param name="taken">How many bytes are its.</param>
    /// <exception cref="ProtocolException">There is none.</exception>
    public static void Read(ReadOnlySpan<byte> bytes, out ProxyHeader? header, out int taken)
    {
        (header, taken) = (null, 0);
        var first = Math.Min(bytes.Length, Signature.Length);
        if (!bytes[..first].SequenceEqual(Signature[..first])) throw Wrong();
        if (bytes.Length < Head) return;
        var length = BinaryPrimitives.ReadUInt16BigEndian(bytes[14..]);
        if (bytes[12] is not (Local or Proxied) || length > MaxBody) throw Wrong();
        if (bytes.Length < Head + length) return;
        var size = (bytes[12], bytes[13]) switch
        {
            (Local, _) => 0,
            (_, Tcp4) => 4,
            (_, Tcp6) => 16,
            _ => throw Wrong(),
        };
        if (length < (size == 0 ? 0 : (2 * size) + 4)) throw Wrong();
        taken = Head + length;
        header = size == 0 ? new ProxyHeader(null, null) : new ProxyHeader(End(bytes, size, 0), End(bytes, size, 1));
    }

    private static IPEndPoint End(ReadOnlySpan<byte> bytes, int size, int which) => new(
        new IPAddress(bytes.Slice(Head + (which * size), size)),
        BinaryPrimitives.ReadUInt16BigEndian(bytes[(Head + (2 * size) + (which * 2))..]));

    private static IPAddress Plain(IPAddress address) => address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;

    private static ProtocolException Wrong() => new("PROXY", "a header of version 2 with TCP over IPv4 or IPv6, or LOCAL");
}
