using CsCheck;
using Rings.Protocol.Services;

namespace Rings.Protocol.Tests.Services;

public sealed class RingHostSpecs
{
    private const string Digits = "99ab000000000000000000000000000000000001";

    [Theory]
    [InlineData($"blog.{Digits}.rings", "blog")]
    [InlineData($"BLOG.{Digits}.Rings", "blog")]
    [InlineData($"{Digits}.rings", "web")]
    [InlineData($"blog.{Digits}.rings.alt", "blog")]
    [InlineData($"tenant.blog.{Digits}.rings", "blog")]
    [InlineData($"a.b_c.blog.{Digits}.rings.alt", "blog")]
    public void A_host_name_says_whose_service_it_is(string host, string name)
    {
        Assert.True(RingHost.TryParse(host, out var service));

        Assert.Equal((Did.Parse("0x" + Digits), name), (service.Owner, service.Name.ToString()));
        Assert.Equal($"{name}.{Digits}.rings", service.ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData(null)]
    [InlineData("rings")]
    [InlineData(".rings")]
    [InlineData("blog.rings")]
    [InlineData($"blog.{Digits}")]
    [InlineData($"blog.{Digits}.rings.")]
    [InlineData($"blog.{Digits}.rings.example")]
    [InlineData($"blog.{Digits}.alt")]
    [InlineData($"blog.{Digits}.xrings")]
    [InlineData($"blog.0x{Digits}.rings")]
    [InlineData($"blog.{Digits}0.rings")]
    [InlineData($"blog{Digits}.rings")]
    [InlineData($".{Digits}.rings")]
    [InlineData($"-blog.{Digits}.rings")]
    [InlineData($"tenant..blog.{Digits}.rings")]
    [InlineData($".blog.{Digits}.rings")]
    [InlineData($"blog.{Digits}.other-ring.rings")]
    [InlineData("blog.zzab000000000000000000000000000000000001.rings")]
    public void What_names_no_service_of_this_ring_is_refused(string? host) => Assert.False(RingHost.TryParse(host, out _));

    [Fact]
    public void A_name_longer_than_a_host_may_be_is_refused() =>
        Assert.False(RingHost.TryParse(string.Concat(Enumerable.Repeat("tenant.", 30)) + $"blog.{Digits}.rings", out _));

    [Fact]
    public void Every_name_comes_back_from_its_host() => Gen.Byte.Array[Did.Bytes].Sample(bytes =>
    {
        var host = new RingHost(Did.Read(bytes), ServiceName.Parse("a-1"));

        Assert.True(RingHost.TryParse(host.ToString(), out var read));
        Assert.Equal(host, read);
    });
}
