using Rings.Protocol.Services;

namespace Rings.Protocol.Tests.Services;

public sealed class HostRulesSpecs
{
    private const string Shown = "web.99ab.localhost:50080";

    private static readonly HostRules Own = new("127.0.0.1:5173");
    private static readonly HostRules Kept = new((string?)null);

    [Theory]
    [InlineData("", "8080", "localhost:8080")]
    [InlineData("", "example.test:80", "example.test:80")]
    [InlineData("", "unix:/run/app", "localhost")]
    [InlineData("app.test", "8080", "app.test")]
    [InlineData("keep", "8080", Shown)]
    public void The_target_is_asked_for_its_own_host_unless_told_otherwise(string host, string target, string asked)
    {
        Assert.True(ServiceTarget.TryParse(target, out var parsed));
        var manifest = new ServiceManifest(ServiceName.Web, ServiceKind.Http, ServiceAccess.Closed);
        var service = new OfferedService(manifest, Did.Zero, parsed) { Host = host };

        Assert.Equal(asked, HostRules.Of(service).HostFor(Shown));
    }

    [Theory]
    [InlineData(null, false)]
    [InlineData($"http://{Shown}", false)]
    [InlineData($"https://{Shown}", false)]
    [InlineData("HTTP://WEB.99AB.LOCALHOST:50080", false)]
    [InlineData("", true)]
    [InlineData("null", true)]
    [InlineData("http://web.99ab.localhost", true)]
    [InlineData("http://evil.example", true)]
    [InlineData($"http://{Shown}/", true)]
    [InlineData($"http://user@{Shown}", true)]
    [InlineData($"http://{Shown}.evil.example", true)]
    [InlineData($"ftp://{Shown}", true)]
    [InlineData(Shown, true)]
    public void An_origin_that_is_not_the_host_is_foreign(string? origin, bool isForeign) =>
        Assert.Equal(isForeign, HostRules.IsForeign(origin, Shown));

    [Theory]
    [InlineData($"http://{Shown}", "http://127.0.0.1:5173")]
    [InlineData($"https://{Shown}/a?b=c", "http://127.0.0.1:5173/a?b=c")]
    [InlineData($"http://{Shown}?b", "http://127.0.0.1:5173?b")]
    [InlineData("http://other.example/a", "http://other.example/a")]
    [InlineData("/a", "/a")]
    [InlineData("", "")]
    public void What_names_the_service_is_turned_into_the_targets_name(string url, string turned)
    {
        Assert.Equal(turned, Own.ToTarget(url, Shown));
        Assert.Equal(url, Kept.ToTarget(url, Shown));
    }

    [Theory]
    [InlineData("http://127.0.0.1:5173/login", $"https://{Shown}/login")]
    [InlineData("http://127.0.0.1:5174/login", "http://127.0.0.1:5174/login")]
    [InlineData("/login", "/login")]
    [InlineData("//127.0.0.1:5173/login", "//127.0.0.1:5173/login")]
    [InlineData("https://elsewhere.example/", "https://elsewhere.example/")]
    public void And_back_in_what_it_answers(string url, string turned)
    {
        Assert.Equal(turned, Own.FromTarget(url, "https", Shown));
        Assert.Equal(url, Kept.FromTarget(url, "https", Shown));
    }

    [Theory]
    [InlineData("a=b", "a=b")]
    [InlineData("a=b; Domain=example.test; Path=/", "a=b; Path=/")]
    [InlineData("a=b;DOMAIN = .example.test;Secure", "a=b;Secure")]
    [InlineData("domain=b; Path=/", "domain=b; Path=/")]
    [InlineData("a=b; Domain", "a=b")]
    [InlineData("a=b; Domains=x", "a=b; Domains=x")]
    public void A_cookie_loses_its_domain(string cookie, string without) => Assert.Equal(without, HostRules.WithoutDomain(cookie));

    [Theory]
    [InlineData("", true)]
    [InlineData("keep", true)]
    [InlineData("app.test:8080", true)]
    [InlineData("[::1]:8080", true)]
    [InlineData("app test", false)]
    [InlineData("app/x", false)]
    [InlineData("app\r\nX: y", false)]
    public void A_host_is_letters_digits_and_what_stands_between(string host, bool isValid) =>
        Assert.Equal(isValid, HostRules.IsValid(host));
}
