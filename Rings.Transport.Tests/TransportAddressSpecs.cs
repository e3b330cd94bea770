using System.Net;
using System.Net.Sockets;
using CsCheck;
using Rings.Transport.Tests.Ice;

namespace Rings.Transport.Tests;

public sealed class TransportAddressSpecs
{
    [Theory]
    [InlineData("192.0.2.1:3478")]
    [InlineData("[2001:db8::1]:65535")]
    [InlineData("[fe80::1%3]:7")]
    [InlineData("0.0.0.0:0")]
    public void An_end_comes_back_from_text_and_from_a_socket_address(string text)
    {
        var end = Ends.At(text);
        var socket = new SocketAddress(end.IsIPv4 ? AddressFamily.InterNetwork : AddressFamily.InterNetworkV6);
        end.CopyTo(socket);

        Assert.Equal(text, end.ToString());
        Assert.Equal(end, TransportAddress.From(socket));
        Assert.Equal(IPEndPoint.Parse(text), end.ToIPEndPoint());
        Assert.Equal(IPEndPoint.Parse(text).Serialize(), socket);
    }

    [Fact]
    public void A_mapped_IPv4_address_is_the_IPv4_address()
    {
        var mapped = TransportAddress.From(IPAddress.Parse("::ffff:192.0.2.1"), 5);
        var socket = new SocketAddress(AddressFamily.InterNetworkV6);
        Ends.At("192.0.2.1:5").CopyTo(socket);

        Assert.Equal(Ends.At("192.0.2.1:5"), mapped);
        Assert.True(mapped.IsIPv4);
        Assert.Equal(mapped, TransportAddress.From(socket));
    }

    [Theory]
    [InlineData("127.0.0.1:1", "loopback")]
    [InlineData("[::1]:1", "loopback")]
    [InlineData("169.254.3.4:1", "link-local")]
    [InlineData("[fe80::1]:1", "link-local")]
    [InlineData("224.0.0.251:1", "multicast")]
    [InlineData("[ff02::1]:1", "multicast")]
    [InlineData("255.255.255.255:1", "broadcast")]
    [InlineData("0.0.0.0:1", "unspecified")]
    [InlineData("[::]:1", "unspecified")]
    [InlineData("10.1.2.3:1", "private")]
    [InlineData("172.16.0.1:1", "private")]
    [InlineData("172.31.255.255:1", "private")]
    [InlineData("172.32.0.1:1", "public")]
    [InlineData("192.168.0.1:1", "private")]
    [InlineData("100.64.0.1:1", "private")]
    [InlineData("100.128.0.1:1", "public")]
    [InlineData("[fd00::1]:1", "private")]
    [InlineData("192.0.2.1:1", "public")]
    [InlineData("[2001:db8::1]:1", "public")]
    public void The_kind_of_an_address_is_told(string text, string kind)
    {
        var end = Ends.At(text);

        string[] kinds =
        [
            .. end.IsLoopback ? ["loopback"] : Array.Empty<string>(),
            .. end.IsLinkLocal ? ["link-local"] : Array.Empty<string>(),
            .. end.IsMulticast ? ["multicast"] : Array.Empty<string>(),
            .. end.IsBroadcast ? ["broadcast"] : Array.Empty<string>(),
            .. end.IsUnspecified ? ["unspecified"] : Array.Empty<string>(),
            .. end.IsPrivate ? ["private"] : Array.Empty<string>(),
        ];
        Assert.Equal(kind == "public" ? [] : [kind], kinds);
    }

    [Fact]
    public void Ends_are_equal_when_address_and_port_are() =>
        Gen.Select(Gen.Byte.Array[4], Gen.UShort, Gen.UShort).Sample((address, port, other) =>
        {
            var end = TransportAddress.FromIPv4(address, port);

            Assert.Equal(end, end.WithPort(other).WithPort(port));
            Assert.Equal(port == other, end == end.WithPort(other));
            Assert.True(end.SameAddress(end.WithPort(other)));
        });

    [Fact]
    public void No_address_is_none_of_anything()
    {
        TransportAddress none = default;

        Assert.True(none.IsNone);
        Assert.False(none.IsIPv4 || none.IsIPv6 || none.IsUnspecified || none.IsLoopback || none.IsPrivate);
        Assert.NotEqual(none, Ends.At("[::]:0"));
        Assert.Equal("none", none.ToString());
        Assert.False(TransportAddress.TryParse("example.org", 1, out _));
        Assert.False(TransportAddress.TryParse("192.0.2.1", 65536, out _));
    }
}
