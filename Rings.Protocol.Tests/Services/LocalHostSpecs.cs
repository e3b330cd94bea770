using CsCheck;
using Rings.Protocol.Services;

namespace Rings.Protocol.Tests.Services;

public sealed class LocalHostSpecs
{
    private const string Digits = "99ab000000000000000000000000000000000001";

    [Theory]
    [InlineData($"blog.{Digits}.localhost", "blog")]
    [InlineData($"BLOG.{Digits}.LOCALHOST", "blog")]
    [InlineData($"{Digits}.localhost", "web")]
    public void A_host_name_says_whose_service_it_is(string host, string name)
    {
        Assert.True(LocalHost.TryParse(host, out var local));

        Assert.Equal((Did.Parse("0x" + Digits), name), (local.Owner, local.Name.ToString()));
        Assert.Equal($"{name}.{Digits}.localhost", local.ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("localhost")]
    [InlineData(".localhost")]
    [InlineData("blog.localhost")]
    [InlineData($"blog.{Digits}")]
    [InlineData($"blog.{Digits}.localhost.")]
    [InlineData($"blog.{Digits}.localhost.example")]
    [InlineData($"blog.{Digits}.example")]
    [InlineData($"blog.0x{Digits}.localhost")]
    [InlineData($"blog.{Digits}0.localhost")]
    [InlineData($"blog{Digits}.localhost")]
    [InlineData($".{Digits}.localhost")]
    [InlineData($"a.blog.{Digits}.localhost")]
    [InlineData($"-blog.{Digits}.localhost")]
    [InlineData($"blog.{Digits}.rings.localhost")]
    [InlineData($"blog..{Digits}.localhost")]
    [InlineData("blog.zzab000000000000000000000000000000000001.localhost")]
    [InlineData("127.0.0.1")]
    public void What_is_not_exactly_such_a_name_is_refused(string host) => Assert.False(LocalHost.TryParse(host, out _));

    [Fact]
    public void Every_name_comes_back_from_its_host() => Gen.Byte.Array[Did.Bytes].Sample(bytes =>
    {
        var host = new LocalHost(Did.Read(bytes), ServiceName.Parse("a-1"));

        Assert.True(LocalHost.TryParse(host.ToString(), out var read));
        Assert.Equal(host, read);
    });

    [Theory]
    [InlineData("a")]
    [InlineData("web")]
    [InlineData("a-1")]
    [InlineData("0123456789012345678901234567890123456789")]
    public void A_name_has_1_to_40_letters_digits_and_hyphens(string text)
    {
        Assert.True(ServiceName.TryParse(text, out var name));
        Assert.Equal(text, name.ToString());
        Assert.Equal(name, ServiceName.Parse(text));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("Web")]
    [InlineData("-a")]
    [InlineData("a-")]
    [InlineData("a.b")]
    [InlineData("a_b")]
    [InlineData("é")]
    [InlineData("01234567890123456789012345678901234567890")]
    public void Anything_else_is_no_name(string? text)
    {
        Assert.False(ServiceName.TryParse(text, out _));
        Assert.Throws<ProtocolException>(() => ServiceName.Parse(text ?? ""));
    }
}
