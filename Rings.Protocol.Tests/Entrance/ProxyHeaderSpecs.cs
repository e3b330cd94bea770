using System.Net;
using CsCheck;
using Rings.Protocol.Entrance;

namespace Rings.Protocol.Tests.Entrance;

/// <summary>The header of the PROXY protocol, version 2; HAProxy's proxy-protocol.txt, 2.2.</summary>
public sealed class ProxyHeaderSpecs
{
    private static readonly byte[] Signature = [0x0D, 0x0A, 0x0D, 0x0A, 0x00, 0x0D, 0x0A, 0x51, 0x55, 0x49, 0x54, 0x0A];
    private static readonly byte[] Four = [.. Signature, 0x21, 0x11, 0, 12, 192, 0, 2, 7, 198, 51, 100, 1, 0x1F, 0x90, 1, 0xBB];

    [Fact]
    public void It_has_the_bytes_of_the_specification()
    {
        Assert.Equal(Four, new ProxyHeader(IPEndPoint.Parse("192.0.2.7:8080"), IPEndPoint.Parse("198.51.100.1:443")).ToBytes());
        Assert.Equal(Four, new ProxyHeader(IPEndPoint.Parse("[::ffff:192.0.2.7]:8080"), IPEndPoint.Parse("198.51.100.1:443")).ToBytes());
        Assert.Equal([.. Signature, 0x20, 0, 0, 0], new ProxyHeader(null, null).ToBytes());
    }

    [Theory]
    [InlineData("192.0.2.7:8080", "198.51.100.1:443")]
    [InlineData("[2001:db8::7]:1", "[2001:db8::8]:65535")]
    public void It_is_read_as_it_was_written(string source, string target)
    {
        var header = new ProxyHeader(IPEndPoint.Parse(source), IPEndPoint.Parse(target));
        var bytes = header.ToBytes();
        for (var length = 0; length < bytes.Length; length++)
        {
            ProxyHeader.Read(bytes.AsSpan(0, length), out var early, out _);
            Assert.Null(early);
        }

        ProxyHeader.Read([.. bytes, 22, 3], out var read, out var taken);

        Assert.Equal((header, bytes.Length), (read, taken));
    }

    [Fact]
    public void What_stands_behind_the_addresses_is_passed_over_and_LOCAL_says_nothing_of_any()
    {
        ProxyHeader.Read([.. Four[..15], 16, .. Four[16..], 4, 0, 1, 9, 22], out var read, out var taken);
        ProxyHeader.Read([.. Signature, 0x20, 0x11, 0, 1, 7, 22], out var local, out var ofLocal);

        Assert.Equal((IPEndPoint.Parse("192.0.2.7:8080"), 32), (read?.Source, taken));
        Assert.Equal((new ProxyHeader(null, null), 17), (local, ofLocal));
    }

    [Fact]
    public void Addresses_of_two_families_are_sent_as_IPv6()
    {
        ProxyHeader.Read(
            new ProxyHeader(IPEndPoint.Parse("192.0.2.7:1"), IPEndPoint.Parse("[2001:db8::8]:2")).ToBytes(), out var read, out _);

        Assert.Equal(IPEndPoint.Parse("[::ffff:192.0.2.7]:1"), read?.Source);
    }

    [Fact]
    public void What_is_none_is_refused()
    {
        foreach (var wrong in (byte[][])
        [
            [1], "PROXY TCP4 192.0.2.7"u8.ToArray(), [.. Signature, 0x11, 0x11, 0, 0], [.. Signature, 0x21, 0x12, 0, 12, .. new byte[12]],
            [.. Signature, 0x21, 0x11, 0, 11, .. new byte[11]], [.. Signature, 0x21, 0x21, 0, 35, .. new byte[35]],
            [.. Signature, 0x22, 0x11, 0, 12, .. new byte[12]], [.. Signature, 0x21, 0x11, 255, 255],
        ])
        {
            Assert.Throws<ProtocolException>(() => ProxyHeader.Read(wrong, out _, out _));
        }
    }

    [Fact]
    public void No_changed_byte_is_anything_but_a_header_or_a_refusal() => Gen.Select(Gen.Int[0, 27], Gen.Byte).Sample((at, value) =>
    {
        byte[] bytes = [.. Four];
        bytes[at] = value;
        try
        {
            ProxyHeader.Read(bytes, out var header, out var taken);
            Assert.Equal(header is not null, taken > 0);
            Assert.InRange(taken, 0, bytes.Length);
        }
        catch (ProtocolException)
        {
            Assert.NotEqual(Four[at], value);
        }
    });
}
