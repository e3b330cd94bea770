using CsCheck;
using Rings.Protocol.Services;

namespace Rings.Protocol.Tests.Services;

public sealed class HostCookiesSpecs
{
    [Theory]
    [InlineData("a=b", "__Host-a=b; Path=/; Secure")]
    [InlineData("a=b; Path=/x; Domain=example.test; Secure", "__Host-a=b; Path=/; Secure")]
    [InlineData("a=b;PATH = /x;DOMAIN;secure;HttpOnly;SameSite=Lax", "__Host-a=b; HttpOnly; SameSite=Lax; Path=/; Secure")]
    [InlineData("__Host-a=b; Max-Age=5", "__Host-__Host-a=b; Max-Age=5; Path=/; Secure")]
    [InlineData("domain=b", "__Host-domain=b; Path=/; Secure")]
    [InlineData("a=b;;  ; Expires=Thu, 01 Jan 2032 00:00:00 GMT", "__Host-a=b; Expires=Thu, 01 Jan 2032 00:00:00 GMT; Path=/; Secure")]
    public void A_cookie_of_a_service_is_for_its_host_and_nobody_else(string set, string sent) =>
        Assert.Equal(sent, HostCookies.FromService(set));

    [Theory]
    [InlineData("__Host-a=b", "a=b")]
    [InlineData("__Host-a=b; __Host-c=d=e", "a=b; c=d=e")]
    [InlineData("evil=1; __Host-a=b; __host-c=d", "a=b")]
    [InlineData("__Host-__Host-a=b", "__Host-a=b")]
    [InlineData("evil=__Host-a", "")]
    [InlineData("", "")]
    public void What_another_set_is_not_passed_on(string cookies, string passed) => Assert.Equal(passed, HostCookies.ToService(cookies));

    [Fact]
    public void What_a_service_sets_comes_back_to_it() => Gen.Char.AlphaNumeric.Array[1, 20].Select(Gen.Char.AlphaNumeric.Array[0, 20]).Sample(
        (name, value) =>
        {
            var cookie = $"{new string(name)}={new string(value)}";
            Assert.Equal(cookie, HostCookies.ToService(HostCookies.FromService(cookie + "; Domain=x").Split(';')[0]));
        });
}
