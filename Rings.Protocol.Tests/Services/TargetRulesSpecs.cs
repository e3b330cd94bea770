using System.Net;
using Rings.Protocol.Services;

namespace Rings.Protocol.Tests.Services;

/// <summary>No configuration reaches a forbidden address.</summary>
public sealed class TargetRulesSpecs
{
    private static readonly IPAddress[] Machine = [IPAddress.Parse("192.168.1.7"), IPAddress.Parse("fd00::7")];
    private static readonly IPEndPoint[] Own = [IPEndPoint.Parse("127.0.0.1:50000"), IPEndPoint.Parse("192.168.1.7:50001")];

    /// <summary>Everything is listed, and yet none of these is reached.</summary>
    private static readonly TargetRules Open = Listing("0.0.0.0/0", "::/0");

    [Theory]
    // Where clouds keep the machine's secrets, and links.
    [InlineData("169.254.169.254", 80)]
    [InlineData("169.254.0.1", 80)]
    [InlineData("169.254.170.2", 80)]
    [InlineData("100.100.100.200", 80)]
    [InlineData("192.0.0.192", 80)]
    [InlineData("192.0.0.1", 80)]
    [InlineData("fd00:ec2::254", 80)]
    [InlineData("fd20:ce::254", 80)]
    [InlineData("fe80::1", 80)]
    [InlineData("fe80::1%1", 80)]
    [InlineData("febf::1", 80)]
    [InlineData("fec0::1", 80)]
    // Multicast, broadcast, reserved, this network.
    [InlineData("224.0.0.1", 80)]
    [InlineData("239.255.255.250", 1900)]
    [InlineData("255.255.255.255", 80)]
    [InlineData("240.0.0.1", 80)]
    [InlineData("254.1.1.1", 80)]
    [InlineData("0.0.0.1", 80)]
    [InlineData("0.255.255.255", 80)]
    [InlineData("ff02::1", 80)]
    [InlineData("ff0e::1", 80)]
    // The same inside IPv6.
    [InlineData("::ffff:169.254.169.254", 80)]
    [InlineData("::ffff:a9fe:a9fe", 80)]
    [InlineData("::169.254.169.254", 80)]
    [InlineData("64:ff9b::169.254.169.254", 80)]
    [InlineData("64:ff9b::a9fe:a9fe", 80)]
    [InlineData("2002:a9fe:a9fe::1", 80)]
    [InlineData("2002:a9fe:a9fe::", 80)]
    [InlineData("::ffff:0:169.254.169.254", 80)]
    [InlineData("::ffff:224.0.0.1", 80)]
    [InlineData("::ffff:255.255.255.255", 80)]
    [InlineData("64:ff9b::6464:64c8", 80)]
    [InlineData("2002:6464:64c8::1", 80)]
    // Whose inner address is veiled.
    [InlineData("2001::1", 80)]
    [InlineData("2001:0:5ef5:79fd::1", 80)]
    [InlineData("64:ff9b:1::1", 80)]
    [InlineData("::1%1", 80)]
    public void These_addresses_are_never_targets(string address, int port) =>
        Assert.Equal(TargetVerdict.Forbidden, Open.Check(IPAddress.Parse(address), port, Own, Machine));

    [Theory]
    [InlineData("127.0.0.1", 50000)]
    [InlineData("127.0.0.1", 50001)]
    [InlineData("127.1.2.3", 50000)]
    [InlineData("127.255.255.254", 50001)]
    [InlineData("::1", 50000)]
    [InlineData("0.0.0.0", 50000)]
    [InlineData("::", 50000)]
    [InlineData("::ffff:127.0.0.1", 50000)]
    [InlineData("::ffff:7f00:1", 50001)]
    [InlineData("::127.0.0.1", 50000)]
    [InlineData("64:ff9b::127.0.0.1", 50000)]
    [InlineData("2002:7f00:1::", 50000)]
    [InlineData("::ffff:0.0.0.0", 50000)]
    [InlineData("192.168.1.7", 50000)]
    [InlineData("192.168.1.7", 50001)]
    [InlineData("::ffff:192.168.1.7", 50001)]
    [InlineData("2002:c0a8:107::1", 50001)]
    [InlineData("fd00::7", 50000)]
    public void The_nodes_own_listeners_are_never_targets(string address, int port) =>
        Assert.Equal(TargetVerdict.OwnListener, Open.Check(IPAddress.Parse(address), port, Own, Machine));

    [Theory]
    [InlineData("192.168.1.8", 80)]
    [InlineData("10.0.0.6", 8080)]
    [InlineData("10.0.0.5", 8081)]
    [InlineData("::ffff:10.0.0.6", 8080)]
    [InlineData("64:ff9b::10.0.0.6", 8080)]
    [InlineData("8.8.8.8", 53)]
    [InlineData("192.168.1.7", 80)]
    [InlineData("2606:4700::1111", 80)]
    public void Beyond_loopback_only_what_is_listed_is_a_target(string address, int port) =>
        Assert.Equal(TargetVerdict.NotListed, Listing("10.0.0.5:8080").Check(IPAddress.Parse(address), port, Own, Machine));

    [Theory]
    [InlineData("127.0.0.1", 8080, "10.0.0.5:8080")]
    [InlineData("::1", 8080, "10.0.0.5:8080")]
    [InlineData("::ffff:127.0.0.1", 22, "10.0.0.5:8080")]
    [InlineData("10.0.0.5", 8080, "10.0.0.5:8080")]
    [InlineData("::ffff:10.0.0.5", 8080, "10.0.0.5:8080")]
    [InlineData("2002:a00:5::1", 8080, "10.0.0.5:8080")]
    [InlineData("10.0.0.77", 80, "10.0.0.0/24:80")]
    [InlineData("fd00::9", 80, "[fd00::]/64:80")]
    [InlineData("192.168.1.7", 80, "192.168.1.7:80")]
    public void Loopback_and_what_is_listed_are_targets(string address, int port, string listed) =>
        Assert.Equal(TargetVerdict.Allowed, Listing(listed).Check(IPAddress.Parse(address), port, Own, Machine));

    [Theory]
    [InlineData("8080", "localhost:8080")]
    [InlineData("localhost:80", "localhost:80")]
    [InlineData("[::1]:80", "[::1]:80")]
    [InlineData("10.0.0.5:8080", "10.0.0.5:8080")]
    [InlineData("unix:/run/app.sock", "unix:/run/app.sock")]
    public void A_target_is_read_and_written(string text, string same)
    {
        Assert.True(ServiceTarget.TryParse(text, out var target));
        Assert.Equal(same, target.ToString());
        Assert.True(ServiceTarget.TryParse(same, out var again));
        Assert.Equal(target, again);
    }

    [Theory]
    [InlineData("")]
    [InlineData("0")]
    [InlineData("65536")]
    [InlineData("-1")]
    [InlineData("host")]
    [InlineData("host:")]
    [InlineData(":80")]
    [InlineData("a b:80")]
    [InlineData("::1:80")]
    [InlineData("[127.0.0.1]:80")]
    [InlineData("http://127.0.0.1:80")]
    [InlineData("user@host:80")]
    [InlineData("unix:relative")]
    [InlineData("unix:/a\nb")]
    public void What_is_no_target_is_refused(string text) => Assert.False(ServiceTarget.TryParse(text, out _));

    [Theory]
    [InlineData("10.0.0.5")]
    [InlineData("10.0.0.5:0")]
    [InlineData("10.0.0.5:x")]
    [InlineData("host:80")]
    [InlineData("10.0.0.5/33:80")]
    public void What_is_no_range_is_refused(string text) => Assert.False(TargetRange.TryParse(text, out _));

    private static TargetRules Listing(params string[] ranges) => new([.. ranges.SelectMany(Parse)]);

    /// <summary>A prefix without a port stands for all that the tests try.</summary>
    private static IEnumerable<TargetRange> Parse(string text) => TargetRange.TryParse(text, out var range)
        ? [range]
        : ((ushort[])[53, 80, 1900, 8080, 50000, 50001]).Select(port => new TargetRange(IPNetwork.Parse(text), port));
}
