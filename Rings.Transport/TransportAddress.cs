using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace Rings.Transport;

/// <summary>
/// An IP address and a port without an object behind it: the key of every table that a packet touches.
/// IPv4 is held in its IPv6-mapped form (RFC 4291, section 2.5.5.2), so that equal ends are equal values.
/// </summary>
internal readonly struct TransportAddress : IEquatable<TransportAddress>
{
    private const ulong MappedPrefix = 0xFFFF_0000_0000;

    private readonly ulong _high;
    private readonly ulong _low;
    private readonly uint _scope;
    private readonly ushort _port;
    private readonly bool _present;

    private TransportAddress(ulong high, ulong low, uint scope, ushort port)
    {
        _high = high;
        _low = low;
        _scope = scope;
        _port = port;
        _present = true;
    }

    /// <summary>Whether this is the default value: no address at all.</summary>
    public bool IsNone => !_present;

    /// <summary>0 to 65,535.</summary>
    public int Port => _port;

    /// <summary>The interface that a link-local IPv6 address belongs to; 0 where it has none.</summary>
    public uint Scope => _scope;

    /// <summary>Whether the address is an IPv4 one.</summary>
    public bool IsIPv4 => _present && _high == 0 && _low >> 32 == MappedPrefix >> 32;

    /// <summary>Whether the address is an IPv6 one.</summary>
    public bool IsIPv6 => _present && !IsIPv4;

    /// <summary>Whether the address is 0.0.0.0 or ::.</summary>
    public bool IsUnspecified => _present && _high == 0 && (_low == 0 || _low == MappedPrefix);

    /// <summary>Whether the address is in 127.0.0.0/8 or is ::1.</summary>
    public bool IsLoopback => IsIPv4 ? V4 >> 24 == 127 : _present && _high == 0 && _low == 1;

    /// <summary>Whether the address is in 169.254.0.0/16 or fe80::/10.</summary>
    public bool IsLinkLocal => IsIPv4 ? V4 >> 16 == 0xA9FE : _present && _high >> 54 == 0xFE80 >> 6;

    /// <summary>Whether the address is in 224.0.0.0/4 or ff00::/8.</summary>
    public bool IsMulticast => IsIPv4 ? V4 >> 28 == 0xE : _present && _high >> 56 == 0xFF;

    /// <summary>
    /// Whether the address is 255.255.255.255. A subnet's own broadcast address cannot be told from outside.
    /// </summary>
    public bool IsBroadcast => IsIPv4 && V4 == uint.MaxValue;

    /// <summary>Whether the address is private (RFC 1918, 6598) or unique local (RFC 4193).</summary>
    public bool IsPrivate => IsIPv4
        ? V4 >> 24 == 10 || V4 >> 20 == 0xAC1 || V4 >> 16 == 0xC0A8 || V4 >> 22 == 0x6440 >> 6
        : _present && _high >> 57 == 0xFC >> 1;

    private uint V4 => (uint)_low;

    /// <summary>The end with this address and port.</summary>
    public static TransportAddress From(IPAddress address, int port)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(port);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(port, ushort.MaxValue);
        Span<byte> bytes = stackalloc byte[16];
        address.TryWriteBytes(bytes, out var length);
        return length == 4
            ? FromIPv4(bytes[..4], (ushort)port)
            : FromIPv6(bytes, (ushort)port, address.IsIPv6LinkLocal ? (uint)address.ScopeId : 0);
    }

    /// <summary>The same end as a value.</summary>
    public static TransportAddress From(IPEndPoint end) => From(end.Address, end.Port);

    /// <summary>An IPv4 end.</summary>
    /// <param name="address">4 bytes in network order.</param>
    /// <param name="port">The port in host order.</param>
    public static TransportAddress FromIPv4(ReadOnlySpan<byte> address, ushort port) =>
        new(0, MappedPrefix | BinaryPrimitives.ReadUInt32BigEndian(address), 0, port);

    /// <summary>An IPv6 end; a mapped IPv4 address becomes an IPv4 one.</summary>
    /// <param name="address">16 bytes in network order.</param>
    /// <param name="port">The port in host order.</param>
    /// <param name="scope">The interface of a link-local address, else 0.</param>
    public static TransportAddress FromIPv6(ReadOnlySpan<byte> address, ushort port, uint scope = 0) => new(
        BinaryPrimitives.ReadUInt64BigEndian(address), BinaryPrimitives.ReadUInt64BigEndian(address[8..]), scope, port);

    /// <summary>Reads what a socket filled in. No allocation.</summary>
    /// <returns>The default value for other families.</returns>
    public static TransportAddress From(SocketAddress address)
    {
        var bytes = address.Buffer.Span;
        return address.Family switch
        {
            AddressFamily.InterNetwork => FromIPv4(bytes[4..8], BinaryPrimitives.ReadUInt16BigEndian(bytes[2..])),
            AddressFamily.InterNetworkV6 => FromIPv6Socket(bytes),
            _ => default,
        };
    }

    /// <summary>Writes this end where a socket reads it. No allocation.</summary>
    /// <param name="target">Of the family that the socket has; an IPv4 end goes into an IPv6 one in its mapped
    /// form.</param>
    public void CopyTo(SocketAddress target)
    {
        var bytes = target.Buffer.Span;
        BinaryPrimitives.WriteUInt16BigEndian(bytes[2..], _port);
        if (target.Family == AddressFamily.InterNetwork)
        {
            BinaryPrimitives.WriteUInt32BigEndian(bytes[4..], V4);
            bytes[8..16].Clear();
            return;
        }

        bytes[4..8].Clear();
        WriteIPv6(bytes[8..24]);
        BitConverter.TryWriteBytes(bytes[24..28], _scope); // The scope is in host order, unlike the rest.
    }

    /// <summary>Reads an address in its usual text form, without a host name ever being looked up.</summary>
    public static bool TryParse(ReadOnlySpan<char> address, int port, out TransportAddress end)
    {
        end = default;
        if (port is < 0 or > ushort.MaxValue || address.Contains('%') || !IPAddress.TryParse(address, out var parsed))
        {
            return false;
        }

        // The library also reads "127.1", "0x7f000001" and "010.0.0.1" (as 8.0.0.1); a checker of texts reads others.
        if (parsed.AddressFamily == AddressFamily.InterNetwork && !address.SequenceEqual(parsed.ToString()))
        {
            return false;
        }

        end = From(parsed, port);
        return true;
    }

    /// <summary>The same address with another port.</summary>
    public TransportAddress WithPort(int port) => new(_high, _low, _scope, checked((ushort)port));

    /// <summary>The same end on this interface, for a link-local IPv6 address.</summary>
    public TransportAddress WithScope(uint scope) => new(_high, _low, scope, _port);

    /// <summary>Writes the address in network order: 4 or 16 bytes.</summary>
    /// <returns>The bytes written.</returns>
    public int WriteAddress(Span<byte> target)
    {
        if (IsIPv4)
        {
            BinaryPrimitives.WriteUInt32BigEndian(target, V4);
            return 4;
        }

        WriteIPv6(target);
        return 16;
    }

    /// <summary>The address alone, as .NET's own type.</summary>
    public IPAddress ToIPAddress()
    {
        Span<byte> bytes = stackalloc byte[16];
        var length = WriteAddress(bytes);
        return length == 4 ? new IPAddress(bytes[..4]) : new IPAddress(bytes, _scope);
    }

    /// <summary>The same end as .NET's own type.</summary>
    public IPEndPoint ToIPEndPoint() => new(ToIPAddress(), _port);

    /// <summary>Whether both have one address, whatever their ports.</summary>
    public bool SameAddress(in TransportAddress other) => _high == other._high && _low == other._low
        && _scope == other._scope && _present == other._present;

    /// <inheritdoc/>
    public bool Equals(TransportAddress other) => SameAddress(other) && _port == other._port;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is TransportAddress other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(_high, _low, _scope, _port, _present);

    /// <summary>Whether both are one end.</summary>
    public static bool operator ==(TransportAddress left, TransportAddress right) => left.Equals(right);

    /// <summary>Whether the ends differ.</summary>
    public static bool operator !=(TransportAddress left, TransportAddress right) => !left.Equals(right);

    /// <summary>As "192.0.2.1:3478" or "[2001:db8::1]:3478"; "none" for the default value.</summary>
    public override string ToString() => _present ? ToIPEndPoint().ToString() : "none";

    private static TransportAddress FromIPv6Socket(ReadOnlySpan<byte> bytes)
    {
        var end = FromIPv6(bytes[8..24], BinaryPrimitives.ReadUInt16BigEndian(bytes[2..]));
        return end.IsLinkLocal && !end.IsIPv4
            ? FromIPv6(bytes[8..24], (ushort)end.Port, BitConverter.ToUInt32(bytes[24..28]))
            : end;
    }

    private void WriteIPv6(Span<byte> target)
    {
        BinaryPrimitives.WriteUInt64BigEndian(target, _high);
        BinaryPrimitives.WriteUInt64BigEndian(target[8..], _low);
    }
}
