using System.Diagnostics.Metrics;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Rings.Actors.Telemetry;
using Rings.Host.Cli;
using Rings.Host.Events;
using Rings.Host.Http;
using Rings.Host.JsonRpc;
using Rings.Host.Telemetry;
using Rings.Host.Tests.Rpc;
using Rings.Protocol.Storage;
using static Rings.Actors.Public.RingsNodeProtocol;

namespace Rings.Host.Tests.Http;

public sealed class InternalListenerSpecs : IAsyncLifetime
{
    private const string Ping = """{"jsonrpc":"2.0","id":1,"method":"ping"}""";

    private readonly string _folder = Directory.CreateTempSubdirectory("rings-listener").FullName;
    private readonly DashboardSessions _sessions = new(TimeProvider.System);
    private readonly EventHub _hub = new();
    private readonly FakeRings _node = new();
    private readonly TelemetryExport _telemetry = new(collector: null);
    private WebApplication _app = null!;
    private HttpClient _http = null!;
    private string _token = "";
    private string? _joinUrl = "http://127.0.0.1:50001/#0x01";

    public async Task InitializeAsync()
    {
        var path = Path.Combine(_folder, AccessToken.FileName);
        var token = AccessToken.LoadOrCreate(path);
        _token = (await File.ReadAllTextAsync(path)).Trim();
        var rpc = new JsonRpcServer(
            [new JsonRpcMethod("ping", [], (_, _) => Task.FromResult<JsonNode?>("pong"))], (_, _) => { });
        var guard = new RequestGuard(token, _sessions);
        _app = ListenerFactory.Create(
            new IPEndPoint(IPAddress.Loopback, 0), new(InternalListener.MaxBody, Connections: 256));
        new InternalListener(guard, rpc, _hub, _sessions, _node, _telemetry.Metrics, () => _joinUrl).Map(_app);
        await _app.StartAsync();
        var endpoint = ListenerFactory.EndpointOf(_app);
        guard.ListenOn(endpoint);
        _http = new HttpClient(
            new SocketsHttpHandler { UseCookies = false })
        { BaseAddress = new Uri($"http://{endpoint}") };
    }

    [Fact]
    public async Task A_call_with_the_token_is_answered()
    {
        using var response = await _http.SendAsync(Call(_token));

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("pong", (string?)JsonNode.Parse(await response.Content.ReadAsStringAsync())!["result"]);
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/events")]
    [InlineData("/ws")]
    [InlineData("/status")]
    [InlineData("/metrics")]
    [InlineData("/join.svg")]
    public async Task Without_a_token_nothing_is_told(string path)
    {
        using var request = path == "/" ? Call(null) : new HttpRequestMessage(HttpMethod.Get, path);

        using var response = await _http.SendAsync(request);

        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
    }

    [Fact]
    public async Task Anybody_may_ask_whether_the_page_is_open_to_them_and_hears_no_more()
    {
        using var session = new HttpRequestMessage(HttpMethod.Get, "/session");
        session.Headers.Add("Cookie", $"{RequestGuard.Cookie}={_sessions.Redeem(_sessions.NewCode())}");

        Assert.Equal("""{"open":false}""", await _http.GetStringAsync("/session"));
        using var response = await _http.SendAsync(session);
        Assert.Equal("""{"open":true}""", await response.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task The_join_address_is_drawn_as_soon_as_there_is_one()
    {
        using var first = await _http.SendAsync(Asked("/join.svg"));
        _joinUrl = null;
        using var second = await _http.SendAsync(Asked("/join.svg"));

        Assert.Equal("image/svg+xml", first.Content.Headers.ContentType!.MediaType);
        Assert.Equal(JoinCode.Draw("http://127.0.0.1:50001/#0x01"), await first.Content.ReadAsStringAsync());
        Assert.Equal(HttpStatusCode.ServiceUnavailable, second.StatusCode);
    }

    private HttpRequestMessage Asked(string path)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", _token);
        return request;
    }

    [Fact]
    public async Task What_a_node_measures_is_shown_in_Prometheus_text()
    {
        using var meter = new Meter(RingsInstruments.Name);
        meter.CreateCounter<long>("rings.test").Add(3);
        using var request = new HttpRequestMessage(HttpMethod.Get, "/metrics");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", _token);

        using var response = await _http.SendAsync(request);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Matches("(?m)^rings_test_total.* 3( |$)", await response.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task A_foreign_origin_is_refused_even_with_the_token()
    {
        using var request = Call(_token);
        request.Headers.Add("Origin", "http://foreign.example");

        using var response = await _http.SendAsync(request);

        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
    }

    [Fact]
    public async Task A_name_that_was_rebound_to_this_address_is_refused()
    {
        using var request = Call(_token);
        request.Headers.Host = $"rebound.example:{_http.BaseAddress!.Port}";

        using var response = await _http.SendAsync(request);

        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
    }

    [Fact]
    public async Task A_body_over_the_limit_is_refused_and_the_listener_goes_on()
    {
        using var request = Call(_token);
        request.Content = new ByteArrayContent(new byte[InternalListener.MaxBody + 1]);

        using var response = await _http.SendAsync(request);
        using var next = await _http.SendAsync(Call(_token));

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, response.StatusCode);
        Assert.True(response.Headers.ConnectionClose);
        Assert.Equal(HttpStatusCode.OK, next.StatusCode);
    }

    [Fact]
    public async Task The_dashboards_files_come_with_a_strict_policy()
    {
        foreach (var name in DashboardAssets.Names.Append(""))
        {
            using var response = await _http.GetAsync("/" + name);

            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
            Assert.StartsWith("default-src 'self'", response.Headers.GetValues(
                "Content-Security-Policy").Single(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_code_is_traded_for_a_cookie_that_opens()
    {
        using var traded = await _http.PostAsync("/session", new StringContent(_sessions.NewCode()));
        var cookie = traded.Headers.GetValues("Set-Cookie").Single();
        using var request = Call(null);
        request.Headers.Add("Cookie", cookie[..cookie.IndexOf(';')]);

        using var response = await _http.SendAsync(request);

        Assert.Contains("httponly", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("samesite=strict", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Fact]
    public async Task A_wrong_code_opens_nothing()
    {
        using var traded = await _http.PostAsync("/session", new StringContent("guess"));

        Assert.Equal(HttpStatusCode.Unauthorized, traded.StatusCode);
        Assert.False(traded.Headers.Contains("Set-Cookie"));
    }

    [Theory]
    [InlineData(StorageRefusal.Full, "no room")]
    [InlineData(StorageRefusal.AuthorQuota, "used up its share")]
    public async Task A_file_that_nobody_has_room_for_is_refused_with_507_in_words(StorageRefusal reason, string says)
    {
        _node.Reply = new RecordRefused(FakeRings.Other, reason);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/files") { Content = new ByteArrayContent([1, 2, 3]) };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", _token);

        using var response = await _http.SendAsync(request);

        Assert.Equal(HttpStatusCode.InsufficientStorage, response.StatusCode);
        Assert.Contains(says, await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Events_are_streamed()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/events");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", _token);
        using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync());
        Assert.Equal(": listening", await reader.ReadLineAsync());
        await reader.ReadLineAsync();

        _hub.Publish(new NodeEvent("ring", """{"phase":"Member"}"""));

        Assert.Equal("event: ring", await reader.ReadLineAsync());
        Assert.Equal("""data: {"phase":"Member"}""", await reader.ReadLineAsync());
    }

    public async Task DisposeAsync()
    {
        _http.Dispose();
        await _app.StopAsync(new CancellationToken(canceled: true));
        await _app.DisposeAsync();
        _telemetry.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private static HttpRequestMessage Call(string? token)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, "/")
        {
            Content = new StringContent(Ping, Encoding.UTF8, "application/json"),
        };
        if (token is not null) request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return request;
    }
}
