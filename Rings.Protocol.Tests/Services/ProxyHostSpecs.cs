using Rings.Protocol.Services;

namespace Rings.Protocol.Tests.Services;

public sealed class ProxyHostSpecs
{
    private const string Digits = "99ab000000000000000000000000000000000001";

    [Theory]
    [InlineData($"blog.{Digits}.rings", "blog")]
    [InlineData($"BLOG.{Digits}.RINGS.", "blog")]
    [InlineData($"{Digits}.rings.alt", "web")]
    [InlineData($"tenant.blog.{Digits}.rings", "blog")]
    public void A_host_name_says_whose_service_it_is(string host, string name)
    {
        Assert.True(ProxyHost.TryParse(host, out var read));

        Assert.Equal(new ProxyHost.Service(new RingHost(Did.Parse("0x" + Digits), ServiceName.Parse(name))), read);
    }

    [Theory]
    [InlineData($"blog.{Digits}.other.rings")]
    [InlineData($"{Digits}.other.rings.alt")]
    public void One_of_another_ring_is_known_as_such(string host)
    {
        Assert.True(ProxyHost.TryParse(host, out var read));

        Assert.IsType<ProxyHost.OtherRing>(read);
    }

    [Theory]
    [InlineData("blog.rings", "blog")]
    [InlineData("Blog.rings.alt", "blog")]
    [InlineData("my_blog.rings", "my_blog")]
    [InlineData("a.blog.rings", "a.blog")]
    public void Without_a_Did_it_is_a_name_of_the_address_book(string host, string name)
    {
        Assert.True(ProxyHost.TryParse(host, out var read));

        Assert.Equal(new ProxyHost.Named(name), read);
    }

    [Theory]
    [InlineData("abcdefghijklmnopqrstuvwxyz234567abcdefghijklmnopqrstuvwx.rings")]
    [InlineData("www.abcdefghijklmnopqrstuvwxyz234567abcdefghijklmnopqrstuvwx.rings")]
    public void A_label_of_56_characters_of_base32_is_a_hidden_service(string host)
    {
        Assert.True(ProxyHost.TryParse(host, out var read));

        Assert.IsType<ProxyHost.Hidden>(read);
    }

    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("rings")]
    [InlineData(".rings")]
    [InlineData("example.com")]
    [InlineData("127.0.0.1")]
    [InlineData("blog.rings.example")]
    [InlineData("blog.rings..")]
    [InlineData("blog..rings")]
    [InlineData("a b.rings")]
    [InlineData("a:80.rings")]
    [InlineData("bl\u00f6g.rings")]
    [InlineData($"-blog.{Digits}.rings")]
    [InlineData("a234567890123456789012345678901234567890123456789012345678901234.rings")]
    public void What_is_foreign_or_no_host_name_is_refused(string host) => Assert.False(ProxyHost.TryParse(host, out _));
}
