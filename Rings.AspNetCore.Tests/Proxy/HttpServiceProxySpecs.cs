using System.Net;
using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Rings.Actors.Public;
using Rings.AspNetCore.Proxy;
using Rings.AspNetCore.Tests.Nodes;
using Rings.Protocol.Services;
using Rings.Protocol.Streams;

namespace Rings.AspNetCore.Tests.Proxy;

/// <summary>A server on loopback that knows nothing of rings, as a service of kind HTTP.</summary>
[Collection(WithThreeNodes.Name)]
public sealed class HttpServiceProxySpecs(ThreeNodes nodes) : ProxyKit(nodes)
{
    private const int Bytes = 8 << 20;

    private readonly ThreeNodes _nodes = nodes;
    private readonly Channel<string> _events = Channel.CreateUnbounded<string>();
    private WebApplication _app = null!;
    private RingHost _host = null!;

    private int Port => new Uri(_app.Urls.Single()).Port;

    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _app = builder.Build();
        WebApp.Map(_app);
        _app.MapGet("/events", context => WebApp.TellAsync(context, _events.Reader));
        _app.MapGet("/login", context =>
        {
            context.Response.Headers.Append("Set-Cookie", "id=7; Domain=127.0.0.1; Path=/app; HttpOnly");
            context.Response.Redirect($"http://{context.Request.Host}/app");
            return Task.CompletedTask;
        });
        await _app.StartAsync(Leash);
        _host = await ServeAsync(Port);
    }

    public override async Task DisposeAsync()
    {
        await _app.DisposeAsync();
        await base.DisposeAsync();
    }

    [Theory]
    [InlineData("1.1")]
    [InlineData("2.0")]
    public async Task A_target_is_asked_for_its_own_host_and_told_who_calls_and_by_which_host(string version)
    {
        var headers = await HeadersAsync(_host, version);

        Assert.Contains($"Host: localhost:{Port}", headers);
        Assert.Contains($"Rings-Caller: {Caller}", headers);
        Assert.Contains($"X-Forwarded-Host: {_host}", headers);
        Assert.Contains("X-Forwarded-Proto: http", headers);
    }

    [Fact]
    public async Task It_is_asked_for_the_callers_host_or_another_where_its_owner_says_so()
    {
        var kept = await ServeAsync(Port, offer => offer with { Host = "keep" });
        var named = await ServeAsync(Port, offer => offer with { Host = "app.test" });

        Assert.Contains($"Host: {kept}", await HeadersAsync(kept));
        Assert.Contains("Host: app.test", await HeadersAsync(named));
    }

    [Fact]
    public async Task What_names_the_service_names_the_target_to_it_and_the_other_way_round()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"http://{_host}/headers");
        request.Headers.Add("Origin", $"http://{_host}");
        request.Headers.Referrer = new Uri($"http://{_host}/page?a=b");
        using var answer = await Http.SendAsync(request, Leash);
        var headers = (await answer.Content.ReadAsStringAsync(Leash)).Split('\n');
        using var moved = await Http.GetAsync($"http://{_host}/login", Leash);

        Assert.Contains($"Origin: http://localhost:{Port}", headers);
        Assert.Contains($"Referer: http://localhost:{Port}/page?a=b", headers);
        Assert.Equal((HttpStatusCode.Redirect, $"http://{_host}/app"), (moved.StatusCode, moved.Headers.Location!.OriginalString));
        Assert.Equal("id=7; Path=/app; HttpOnly", Assert.Single(moved.Headers.GetValues("Set-Cookie")));
    }

    [Theory]
    [InlineData("http://evil.example")]
    [InlineData("null")]
    public async Task A_page_of_another_site_gets_no_answer_unless_the_owner_wants_it(string origin)
    {
        var open = await ServeAsync(Port, offer => offer with { IsCrossOrigin = true });
        async Task<HttpStatusCode> AskAsync(RingHost host)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, $"http://{host}/sum") { Content = new StringContent("x") };
            request.Headers.TryAddWithoutValidation("Origin", origin);
            using var answer = await Http.SendAsync(request, Leash);
            return answer.StatusCode;
        }

        Assert.Equal(HttpStatusCode.Forbidden, await AskAsync(_host));
        Assert.Equal(HttpStatusCode.OK, await AskAsync(open));
    }

    [Fact]
    public Task What_goes_up_and_down_is_the_same_bytes() => ServiceUse.CarryAsync(Http, _host, Bytes, Leash);

    /// <summary>Kestrel has none to give over HTTP/1.1, so such a caller gets the body only.</summary>
    [Theory]
    [InlineData("1.1", 0)]
    [InlineData("2.0", 1)]
    public async Task Trailers_of_a_target_come_over_http_2(string version, int trailers)
    {
        await using var target = new RawTarget(
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTrailer: Sum\r\n\r\n4\r\nbody\r\n0\r\nSum: 42\r\n\r\n");
        using var request = ServiceUse.Get(await ServeAsync(target.Port), "/", version);
        using var answer = await Http.SendAsync(request, Leash);

        Assert.Equal("body", await answer.Content.ReadAsStringAsync(Leash));
        Assert.Equal(trailers, answer.TrailingHeaders.TryGetValues("Sum", out var sum) && sum.Single() == "42" ? 1 : 0);
    }

    [Fact]
    public async Task A_body_is_sent_when_it_is_asked_for()
    {
        var body = new PatternContent(100_000);
        using var request = new HttpRequestMessage(HttpMethod.Post, $"http://{_host}/sum") { Content = body };
        request.Headers.ExpectContinue = true;

        using var answer = await Http.SendAsync(request, Leash);

        Assert.Equal((HttpStatusCode.OK, true), (answer.StatusCode, body.IsSent));
    }

    [Theory]
    [InlineData("1.1")]
    [InlineData("2.0")]
    public Task A_web_socket_goes_both_ways_and_is_closed_by_agreement(string version) =>
        ServiceUse.EchoAsync(_nodes.Caller.Rings, _host, version, Leash);

    [Fact]
    public Task An_event_is_seen_before_the_next_one_happens_and_silence_does_not_end_it() =>
        ServiceUse.ReadEventsAsync(Http, _host, _events.Writer, before: () => Time.Advance(TimeSpan.FromHours(1)), Leash);

    [Fact]
    public async Task A_target_that_is_down_is_said_to_the_caller_without_where_it_was_and_to_its_owner_with_it()
    {
        var port = RawTarget.PortOfNobody();
        var host = await ServeAsync(port);

        using var text = await Http.GetAsync($"http://{host}/", Leash);
        using var request = ServiceUse.Get(host, "/", "1.1");
        request.Headers.Accept.ParseAdd("text/html");
        using var page = await Http.SendAsync(request, Leash);

        Assert.Equal((HttpStatusCode.BadGateway, "text/plain"), (text.StatusCode, text.Content.Headers.ContentType?.MediaType));
        Assert.Equal((HttpStatusCode.BadGateway, "text/html"), (page.StatusCode, page.Content.Headers.ContentType?.MediaType));
        var said = await text.Content.ReadAsStringAsync(Leash);
        Assert.Contains($"The program behind {host.Name} of {host.Owner} is not running", said, StringComparison.Ordinal);
        Assert.DoesNotContain($"{port}", said, StringComparison.Ordinal);
        Assert.Contains($"localhost:{port}", (await StatusAsync(host)).Trouble, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_target_that_is_silent_is_given_up_after_two_minutes()
    {
        await using var silent = new RawTarget(answer: null);
        var host = await ServeAsync(silent.Port);
        var asked = Http.GetAsync($"http://{host}/", Leash);
        while (silent.Heard.Length == 0) await Task.Delay(10, Leash);

        Time.Advance(HttpServiceProxy.AnswerWithin);

        using var answer = await asked;
        Assert.Equal(HttpStatusCode.GatewayTimeout, answer.StatusCode);
    }

    [Theory]
    [InlineData("SSH-2.0-x\r\n\r\n")]
    [InlineData("HTTP/1.1 2OO OK\r\n\r\n")]
    public async Task What_does_not_answer_in_http_is_a_bad_gateway(string answer)
    {
        await using var target = new RawTarget(answer);

        using var came = await Http.GetAsync($"http://{await ServeAsync(target.Port)}/", Leash);

        Assert.Equal(HttpStatusCode.BadGateway, came.StatusCode);
    }

    [Fact]
    public async Task A_listener_of_the_node_is_no_target()
    {
        await using var own = new RawTarget();
        await Provider.ReserveListenerAsync(new IPEndPoint(IPAddress.Loopback, own.Port), Leash);

        using var answer = await Http.GetAsync($"http://{await ServeAsync(own.Port)}/", Leash);

        Assert.Equal((HttpStatusCode.BadGateway, 0), (answer.StatusCode, own.Connections));
    }

    [Theory]
    [InlineData("169.254.169.254:80")]
    [InlineData("[::ffff:169.254.169.254]:80")]
    [InlineData("[64:ff9b::a9fe:a9fe]:80")]
    [InlineData("[2002:a9fe:a9fe::]:80")]
    [InlineData("100.100.100.200:80")]
    [InlineData("10.1.2.3:80")]
    [InlineData("[fd00:ec2::254]:80")]
    [InlineData("224.0.0.1:80")]
    public async Task A_forbidden_target_is_not_reached(string target)
    {
        var host = await ServeAsync(1, offer => offer with { Target = target });

        using var answer = await Http.GetAsync($"http://{host}/", Leash);

        Assert.Equal(HttpStatusCode.BadGateway, answer.StatusCode);
        Assert.NotNull((await StatusAsync(host)).Trouble);
    }

    [Fact]
    public async Task A_redirect_is_the_callers_to_follow()
    {
        await using var elsewhere = new RawTarget();
        await using var target = new RawTarget(
            $"HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:{elsewhere.Port}/\r\nContent-Length: 0\r\n\r\n");

        using var answer = await Http.GetAsync($"http://{await ServeAsync(target.Port)}/", Leash);

        Assert.Equal((HttpStatusCode.Redirect, 0), (answer.StatusCode, elsewhere.Connections));
        Assert.Equal($"http://127.0.0.1:{elsewhere.Port}/", answer.Headers.Location!.OriginalString);
    }

    [Fact]
    public async Task Without_its_proxy_a_service_lets_nobody_pass()
    {
        await StopProxyAsync();

        var refused = Assert.IsType<StreamRefused>(await _nodes.Caller.OpenAsync(_host, Leash));

        Assert.Equal(StreamCode.TargetRefused, refused.Code);
    }

    [Fact]
    public async Task A_node_has_one_proxy()
    {
        var second = await Assert.ThrowsAsync<InvalidOperationException>(() => HttpServiceProxy.StartAsync(Provider, Time, cancel: Leash));

        Assert.Contains("already", second.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_target_speaks_is_seen()
    {
        await using var other = new RawTarget("SSH-2.0-x\r\n\r\n");
        var (http, ssh, nobody) = (Port, other.Port, RawTarget.PortOfNobody());
        async Task<bool?> AskAsync(int port)
        {
            Assert.True(ServiceTarget.TryParse($"{port}", out var target));
            return await TargetProbe.SpeaksHttpAsync(Provider, target, TimeProvider.System, Leash);
        }

        Assert.Equal((true, false, null), (await AskAsync(http), await AskAsync(ssh), await AskAsync(nobody)));
    }

    private async Task<string[]> HeadersAsync(RingHost host, string version = "1.1")
    {
        using var request = ServiceUse.Get(host, "/headers", version);
        using var answer = await Http.SendAsync(request, Leash);
        return (await answer.Content.ReadAsStringAsync(Leash)).Split('\n');
    }
}
