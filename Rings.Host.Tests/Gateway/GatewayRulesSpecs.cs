using Microsoft.AspNetCore.Http;
using Rings.Host.Gateway;

namespace Rings.Host.Tests.Gateway;

/// <summary>Who may ask a web gateway for what.</summary>
public sealed class GatewayRulesSpecs
{
    private const string Digits = "99ab000000000000000000000000000000000001";
    private const string Own = $"blog.{Digits}.localhost:50080";

    [Theory]
    [InlineData(Own, 200)]
    [InlineData($"Blog.{Digits}.localhost:50080", 200)]
    [InlineData($"{Digits}.localhost:50080", 307)]
    [InlineData("localhost:50080", 421)]
    [InlineData("127.0.0.1:50080", 421)]
    [InlineData("rebound.example:50080", 421)]
    [InlineData($"blog.{Digits}.example:50080", 421)]
    [InlineData($"a.blog.{Digits}.localhost:50080", 421)]
    [InlineData("", 421)]
    public void Only_exact_host_names_are_answered(string host, int status) => Assert.Equal(status, Judge(host));

    [Theory]
    [InlineData("HEAD")]
    [InlineData("POST")]
    [InlineData("PUT")]
    [InlineData("OPTIONS")]
    [InlineData("BREW")]
    public void The_own_page_may_use_any_method(string method) =>
        Assert.Equal(200, Judge(Own, method, ("Sec-Fetch-Site", "same-origin"), ("Origin", $"http://{Own}")));

    [Theory]
    [InlineData("POST", "cross-site")]
    [InlineData("POST", "same-site")]
    [InlineData("PUT", "cross-site")]
    public void Nothing_is_posted_from_elsewhere(string method, string site) => Assert.Equal(
        403, Judge(Own, method, ("Sec-Fetch-Site", site), ("Sec-Fetch-Mode", "navigate"), ("Sec-Fetch-Dest", "document")));

    [Theory]
    [InlineData($"http://{Own}", 200)]
    [InlineData(null, 403)]
    [InlineData("null", 403)]
    [InlineData("http://evil.example", 403)]
    [InlineData($"http://other.{Digits}.localhost:50080", 403)]
    public void A_web_socket_is_opened_by_the_own_origin_only(string? origin, int status)
    {
        (string, string)[] headers = [("Connection", "Upgrade"), ("Upgrade", "websocket")];
        Assert.Equal(status, Judge(Own, "GET", origin is null ? headers : [.. headers, ("Origin", origin)]));
    }

    [Theory]
    [InlineData("same-origin", "cors", "empty", 200)]
    [InlineData("none", "navigate", "document", 200)]
    [InlineData("cross-site", "navigate", "document", 200)]
    [InlineData("same-site", "navigate", "document", 200)]
    [InlineData("cross-site", "navigate", "iframe", 403)]
    [InlineData("same-site", "navigate", "iframe", 403)]
    [InlineData("cross-site", "no-cors", "image", 403)]
    [InlineData("cross-site", "no-cors", "script", 403)]
    [InlineData("cross-site", "cors", "empty", 403)]
    [InlineData("same-site", "cors", "empty", 403)]
    [InlineData("same-site", "no-cors", "style", 403)]
    [InlineData("cross-site", "websocket", "websocket", 403)]
    [InlineData("something-new", "cors", "empty", 403)]
    public void A_foreign_page_may_lead_here_and_nothing_else(string site, string mode, string dest, int status) =>
        Assert.Equal(status, Judge(Own, "GET", ("Sec-Fetch-Site", site), ("Sec-Fetch-Mode", mode), ("Sec-Fetch-Dest", dest)));

    [Fact]
    public void Nothing_but_a_get_navigates_from_a_foreign_page() => Assert.Equal(
        403, Judge(Own, "HEAD", ("Sec-Fetch-Site", "cross-site"), ("Sec-Fetch-Mode", "navigate"), ("Sec-Fetch-Dest", "document")));

    [Theory]
    [InlineData($"http://{Own}", 200)]
    [InlineData("http://evil.example", 403)]
    [InlineData("null", 403)]
    [InlineData($"https://{Own}", 403)]
    [InlineData($"http://other.{Digits}.localhost:50080", 403)]
    [InlineData($"http://blog.{Digits}.localhost", 403)]
    public void Of_a_browser_without_fetch_metadata_the_origin_is_judged(string origin, int status) =>
        Assert.Equal(status, Judge(Own, "GET", ("Origin", origin)));

    private static int Judge(string host, string method = "GET", params (string Name, string Value)[] headers)
    {
        var context = new DefaultHttpContext();
        context.Request.Method = method;
        context.Request.Host = new HostString(host);
        foreach (var (name, value) in headers) context.Request.Headers[name] = value;
        return GatewayRules.Judge(context.Request, out _);
    }
}
