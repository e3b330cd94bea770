using System.Net;
using Microsoft.AspNetCore.Http;
using Rings.Host.Cli;
using Rings.Host.Http;

namespace Rings.Host.Tests.Http;

public sealed class RequestGuardSpecs : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("rings-guard").FullName;
    private readonly DashboardSessions _sessions = new(TimeProvider.System);
    private readonly AccessToken _token;
    private readonly RequestGuard _guard;

    public RequestGuardSpecs()
    {
        _token = AccessToken.LoadOrCreate(TokenPath);
        _guard = new RequestGuard(_token, _sessions);
        _guard.ListenOn(new IPEndPoint(IPAddress.Loopback, 50000));
    }

    private string TokenPath => Path.Combine(_folder, AccessToken.FileName);

    [Theory]
    [InlineData("127.0.0.1:50000", null, true)]
    [InlineData("localhost:50000", "http://localhost:50000", true)]
    [InlineData("[::1]:50000", null, true)]
    [InlineData("127.0.0.1:50001", null, false)]
    [InlineData("rebound.example:50000", null, false)]
    [InlineData("127.0.0.1", null, false)]
    [InlineData("", null, false)]
    [InlineData("127.0.0.1:50000", "http://foreign.example", false)]
    [InlineData("127.0.0.1:50000", "https://127.0.0.1:50000", false)]
    [InlineData("127.0.0.1:50000", "null", false)]
    public void Only_the_exact_host_and_origin_are_for_us(string host, string? origin, bool expected)
    {
        var request = Request(host);
        if (origin is not null) request.Headers.Origin = origin;

        Assert.Equal(expected, _guard.IsForUs(request));
    }

    [Fact]
    public void Before_the_listener_stands_nothing_is_for_us() =>
        Assert.False(new RequestGuard(_token, _sessions).IsForUs(Request("127.0.0.1:50000")));

    [Theory]
    [InlineData("same-origin", true)]
    [InlineData("none", true)]
    [InlineData("same-site", false)]
    [InlineData("cross-site", false)]
    public void A_request_that_a_foreign_page_starts_is_not_for_us(string site, bool expected)
    {
        var request = Request("127.0.0.1:50000");
        request.Headers["Sec-Fetch-Site"] = site;

        Assert.Equal(expected, _guard.IsForUs(request));
    }

    [Fact]
    public void The_token_opens_and_a_wrong_one_does_not()
    {
        var right = Request("127.0.0.1:50000");
        right.Headers.Authorization = "Bearer " + File.ReadAllText(TokenPath).Trim();
        var wrong = Request("127.0.0.1:50000");
        wrong.Headers.Authorization = "Bearer " + new string('A', 43);

        Assert.True(_guard.IsTrusted(right));
        Assert.False(_guard.IsTrusted(wrong));
        Assert.False(_guard.IsTrusted(Request("127.0.0.1:50000")));
    }

    [Theory]
    [InlineData("")]
    [InlineData("\n")]
    [InlineData(" \t\r\n")]
    [InlineData("\u00A0\u2003\n")]
    [InlineData("short\n")]
    [InlineData("sixteen and more, with blanks\n")]
    [InlineData("sixteen-and-more-ä\n")]
    [InlineData("two-lines-of-it\ntwo-lines-of-it\n")]
    public void A_token_file_without_a_secret_opens_nothing_and_is_refused_with_the_remedy(string content)
    {
        File.WriteAllText(TokenPath, content);

        var error = Assert.Throws<UserErrorException>(() => AccessToken.LoadOrCreate(TokenPath));

        Assert.Contains("Remove it: rings run makes a new one", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("Bearer")]
    [InlineData("Bearer ")]
    [InlineData("Bearer \u00A0")]
    [InlineData("Bearer \u2003")]
    public void A_blank_is_no_token(string header) => Assert.False(_token.Opens(header));

    [Fact]
    public void A_token_of_the_owners_own_opens()
    {
        File.WriteAllText(TokenPath, "a-token-of-my-own\r\n");

        Assert.True(AccessToken.LoadOrCreate(TokenPath).Opens("Bearer a-token-of-my-own"));
    }

    [Fact]
    public void A_code_is_good_once_and_its_session_opens()
    {
        var code = _sessions.NewCode();

        var secret = _sessions.Redeem(code);

        Assert.Null(_sessions.Redeem(code));
        var request = Request("127.0.0.1:50000");
        request.Headers.Cookie = $"{RequestGuard.Cookie}={secret}";
        Assert.True(_guard.IsTrusted(request));
    }

    [Fact]
    public void Codes_and_sessions_are_bounded_and_the_oldest_gives_way()
    {
        var first = _sessions.NewCode();
        for (var i = 0; i < DashboardSessions.MaxCodes; i++) _sessions.NewCode();

        Assert.Null(_sessions.Redeem(first));
        var oldest = _sessions.Redeem(_sessions.NewCode());
        for (var i = 0; i < DashboardSessions.MaxSessions; i++) _sessions.Redeem(_sessions.NewCode());
        Assert.False(_sessions.Knows(oldest));
    }

    [Fact]
    public void The_token_file_is_its_owners_alone()
    {
        if (OperatingSystem.IsWindows()) return;

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(TokenPath));
    }

    [Fact]
    public void A_token_file_that_others_may_read_is_refused_with_the_remedy()
    {
        if (OperatingSystem.IsWindows()) return;
        File.SetUnixFileMode(TokenPath, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.OtherRead);

        var error = Assert.Throws<UnauthorizedAccessException>(() => AccessToken.LoadOrCreate(TokenPath));

        Assert.Contains("chmod 600", error.Message, StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static HttpRequest Request(string host)
    {
        var request = new DefaultHttpContext().Request;
        request.Host = new HostString(host);
        return request;
    }
}
