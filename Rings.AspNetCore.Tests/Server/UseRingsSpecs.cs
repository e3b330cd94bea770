using System.Globalization;
using System.Net;
using System.Net.WebSockets;
using System.Security.Cryptography;
using System.Text;
using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using Rings.Actors.Public;
using Rings.Actors.Services;
using Rings.AspNetCore.Client;
using Rings.AspNetCore.Server;
using Rings.AspNetCore.Tests.Nodes;
using Rings.Protocol.Services;
using Rings.Protocol.Streams;
using static Rings.Actors.Public.RingsNodeProtocol;

namespace Rings.AspNetCore.Tests.Server;

/// <summary>An application that is a ring service, and those who call it: real servers, clients and nodes.</summary>
[Collection(WithThreeNodes.Name)]
public sealed class UseRingsSpecs(ThreeNodes nodes) : IAsyncLifetime
{
    /// <summary>How much is sent each way; a longer test says how much more.</summary>
    private static readonly long Bytes = long.Parse(
        Environment.GetEnvironmentVariable("RINGS_HTTP_BYTES") ?? "33554432", CultureInfo.InvariantCulture);

    private readonly Channel<string> _events = Channel.CreateUnbounded<string>();
    private readonly TaskCompletionSource _aborted = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly FakeTimeProvider _time = new();
    private readonly CancellationTokenSource _leash = new(TimeSpan.FromMinutes(10));
    private readonly string _name = $"app-{Guid.NewGuid():N}"[..20];
    private WebApplication _app = null!;
    private HttpClient _http = null!;

    private string Host => new RingHost(nodes.Provider.Did, ServiceName.Parse(_name)).ToString();

    public async Task InitializeAsync()
    {
        _app = Build(null, service => service.Name(_name).Title("an application").Allow(nodes.Caller.Did));
        await _app.StartAsync(_leash.Token);
        _http = ClientOf(nodes.Caller);
    }

    public async Task DisposeAsync()
    {
        _http.Dispose();
        await _app.DisposeAsync();
        _leash.Dispose();
    }

    [Theory]
    [InlineData("1.1", "HTTP/1.1")]
    [InlineData("2.0", "HTTP/2")]
    public async Task A_caller_is_known_by_his_did_over_either_version_and_has_no_address(string version, string protocol)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"http://{Host}/who")
        {
            Version = Version.Parse(version),
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };

        using var answer = await _http.SendAsync(request, _leash.Token);

        Assert.Equal($"{nodes.Caller.Did} {protocol} no address", await answer.Content.ReadAsStringAsync(_leash.Token));
        var service = Assert.Single(await ListAsync(), service => service.Name == _name);
        Assert.Equal((ServiceKind.Http, null, "an application", false), (service.Kind, service.Target, service.Title, service.IsKept));
        Assert.Equal(nodes.Caller.Did, Assert.Single(service.Callers).Did);
    }

    [Fact]
    public async Task Whoever_may_not_and_what_there_is_not_look_the_same()
    {
        using var strange = ClientOf(nodes.Stranger);

        var refused = await Assert.ThrowsAsync<HttpRequestException>(() => strange.GetStringAsync($"http://{Host}/who", _leash.Token));
        var none = await Assert.ThrowsAsync<HttpRequestException>(() => _http.GetStringAsync(
            $"http://{new RingHost(nodes.Provider.Did, ServiceName.Parse("none"))}/who", _leash.Token));

        Assert.Equal(NotFound(refused), NotFound(none));
        static (long, string) NotFound(HttpRequestException failed)
        {
            var outcome = Assert.IsType<StreamRefused>(Assert.IsType<ServiceNotOpenedException>(failed.InnerException).Outcome);
            return (outcome.Code, outcome.Detail);
        }
    }

    [Fact]
    public async Task A_ticket_of_a_link_lets_in()
    {
        var made = Assert.IsType<TicketsTold>(await nodes.Provider.Rings.TicketsAsync(
            new CreateTicket(_name, TicketBearer.First), _leash.Token));
        Assert.True(RingUrl.TryParse(made.Link, out var link));
        using var http = new HttpClient(RingsHttpHandler.Create(nodes.Stranger.Rings, link));

        Assert.StartsWith($"{nodes.Stranger.Did} ", await http.GetStringAsync($"http://{Host}/who", _leash.Token), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("example.com")]
    [InlineData("127.0.0.1")]
    [InlineData("web.localhost")]
    public async Task Nothing_leaves_the_ring(string host)
    {
        var refused = await Assert.ThrowsAsync<HttpRequestException>(() => _http.GetStringAsync($"http://{host}/", _leash.Token));

        Assert.Null(Assert.IsType<ServiceNotOpenedException>(refused.InnerException).Outcome);
    }

    [Fact]
    public async Task What_goes_up_and_down_is_the_same_bytes()
    {
        using var up = await _http.PostAsync($"http://{Host}/sum", new PatternContent(Bytes), _leash.Token);
        using var down = await _http.GetAsync($"http://{Host}/bytes/{Bytes}", HttpCompletionOption.ResponseHeadersRead, _leash.Token);
        var came = Convert.ToHexStringLower(await SHA256.HashDataAsync(await down.Content.ReadAsStreamAsync(_leash.Token), _leash.Token));

        Assert.Equal(SumOfPattern(), came);
        Assert.Equal(came, await up.Content.ReadAsStringAsync(_leash.Token));
    }

    /// <summary>Kestrel has none to give over HTTP/1.1.</summary>
    [Fact]
    public async Task Trailers_come_over_http_2()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"http://{Host}/trailers")
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
        using var answer = await _http.SendAsync(request, _leash.Token);

        Assert.Equal("body", await answer.Content.ReadAsStringAsync(_leash.Token));
        Assert.Equal("42", Assert.Single(answer.TrailingHeaders.GetValues("Sum")));
    }

    [Fact]
    public async Task A_body_is_sent_when_it_is_asked_for_and_not_before()
    {
        async Task<(HttpStatusCode, bool)> PostAsync(string path)
        {
            // A shorter one is sent in any case.
            var body = new PatternContent(100_000);
            using var request = new HttpRequestMessage(HttpMethod.Post, $"http://{Host}{path}") { Content = body };
            request.Headers.ExpectContinue = true;
            using var answer = await _http.SendAsync(request, _leash.Token);
            return (answer.StatusCode, body.IsSent);
        }

        Assert.Equal((HttpStatusCode.Forbidden, false), await PostAsync("/refuse"));
        Assert.Equal((HttpStatusCode.OK, true), await PostAsync("/sum"));
    }

    [Theory]
    [InlineData("1.1")]
    [InlineData("2.0")]
    public async Task A_web_socket_goes_both_ways_and_is_closed_by_agreement(string version)
    {
        using var socket = new ClientWebSocket();
        socket.Options.HttpVersion = Version.Parse(version);
        socket.Options.HttpVersionPolicy = HttpVersionPolicy.RequestVersionExact;
        using var invoker = new HttpMessageInvoker(RingsHttpHandler.Create(nodes.Caller.Rings));
        await socket.ConnectAsync(new Uri($"ws://{Host}/echo"), invoker, _leash.Token);
        var buffer = new byte[100];
        for (var round = 0; round < 20; round++)
        {
            var said = Encoding.UTF8.GetBytes($"message {round}");
            await socket.SendAsync(said, WebSocketMessageType.Text, endOfMessage: true, _leash.Token);
            var heard = await socket.ReceiveAsync(buffer.AsMemory(), _leash.Token);
            Assert.Equal(said, buffer[..heard.Count]);
        }

        await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, "enough", _leash.Token);
        Assert.Equal("done", socket.CloseStatusDescription);
    }

    [Fact]
    public async Task An_event_is_seen_before_the_next_one_happens()
    {
        using var answer = await _http.GetAsync($"http://{Host}/events", HttpCompletionOption.ResponseHeadersRead, _leash.Token);
        using var reader = new StreamReader(await answer.Content.ReadAsStreamAsync(_leash.Token));

        for (var number = 0; number < 5; number++)
        {
            _events.Writer.TryWrite($"{number}");
            Assert.Equal($"data: {number}", await reader.ReadLineAsync(_leash.Token));
            Assert.Equal("", await reader.ReadLineAsync(_leash.Token));
        }
    }

    [Fact]
    public async Task An_application_is_told_when_its_caller_has_gone()
    {
        using (await _http.GetAsync($"http://{Host}/wait", HttpCompletionOption.ResponseHeadersRead, _leash.Token))
            Assert.False(_aborted.Task.IsCompleted);

        await _aborted.Task.WaitAsync(_leash.Token);
    }

    [Fact]
    public async Task A_caller_that_says_nothing_is_let_go_after_half_a_minute()
    {
        var url = new RingUrl(nodes.Provider.Did, ServiceName.Parse(_name));
        var opened = Assert.IsType<StreamOpened>(await new ServiceDialer(nodes.Caller.Rings, TimeProvider.System).OpenAsync(url, _leash.Token));
        await using var stream = opened.Stream;
        while ((await ListAsync()).Single(service => service.Name == _name).Callers.IsEmpty) await Task.Yield();
        await stream.Output.WriteAsync("PRI * HT"u8.ToArray(), _leash.Token);

        var end = stream.Ended;
        while (!end.IsCompleted)
        {
            _time.Advance(RingsIntake.FirstBytesWithin);
            await Task.WhenAny(end, Task.Delay(50, _leash.Token));
        }

        Assert.Equal((StreamEndKind.ResetByPeer, StreamCode.TimedOut), ((await end).Kind, (await end).Code));
    }

    [Fact]
    public async Task What_is_no_http_is_answered_as_such_and_closed()
    {
        var url = new RingUrl(nodes.Provider.Did, ServiceName.Parse(_name));
        var opened = Assert.IsType<StreamOpened>(await new ServiceDialer(nodes.Caller.Rings, TimeProvider.System).OpenAsync(url, _leash.Token));
        await using var stream = opened.Stream;

        await stream.Output.WriteAsync("SSH-2.0-rings\r\n\r\n"u8.ToArray(), _leash.Token);
        using var reader = new StreamReader(stream.AsStream());

        Assert.StartsWith("HTTP/1.1 400", await reader.ReadToEndAsync(_leash.Token), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_addresses_of_the_configuration_are_listened_on_too_and_nobody_calls_there()
    {
        var (name, other) = ($"also-{_name}", $"too-{_name}");
        await using var both = Build(
            "http://127.0.0.1:0", service => service.Name(name).Allow(nodes.Caller.Did), service => service.Name(other).Allow(nodes.Caller.Did));
        await both.StartAsync(_leash.Token);
        var local = both.Urls.Single(url => url.StartsWith("http://127.0.0.1", StringComparison.Ordinal));
        using var plain = new HttpClient();

        Assert.Equal("nobody HTTP/1.1 127.0.0.1", await plain.GetStringAsync($"{local}/who", _leash.Token));
        foreach (var service in (string[])[name, other])
        {
            var host = new RingHost(nodes.Provider.Did, ServiceName.Parse(service));
            Assert.StartsWith($"{nodes.Caller.Did} ", await _http.GetStringAsync($"http://{host}/who", _leash.Token), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_name_that_is_taken_is_said_when_the_application_starts()
    {
        await using var second = Build(null, service => service.Name(_name));

        var taken = await Assert.ThrowsAsync<InvalidOperationException>(() => second.StartAsync(_leash.Token));

        Assert.Contains($"has a service {_name} already", taken.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_service_ends_with_the_application()
    {
        Assert.Contains(await ListAsync(), service => service.Name == _name);

        await _app.StopAsync(_leash.Token);

        Assert.DoesNotContain(await ListAsync(), service => service.Name == _name);
    }

    private static HttpClient ClientOf(ThreeNodes.Member member)
    {
        var handler = RingsHttpHandler.Create(member.Rings);
        // Longer than the test: a body that is sent all the same was asked for.
        handler.Expect100ContinueTimeout = TimeSpan.FromMinutes(10);
        return new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan };
    }

    private WebApplication Build(string? urls, params Action<RingsService>[] services)
    {
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        if (urls is not null) builder.WebHost.UseUrls(urls);
        builder.Services.AddSingleton(nodes.Provider.Rings);
        builder.Services.AddSingleton<TimeProvider>(_time);
        foreach (var configure in services) builder.WebHost.UseRings(configure);
        var app = builder.Build();
        WebApp.Map(app);
        app.MapGet("/events", async context =>
        {
            context.Response.ContentType = "text/event-stream";
            await context.Response.Body.FlushAsync(context.RequestAborted);
            await foreach (var told in _events.Reader.ReadAllAsync(context.RequestAborted))
                await context.Response.WriteAsync($"data: {told}\n\n", context.RequestAborted);
        });
        app.MapGet("/wait", async context =>
        {
            context.RequestAborted.Register(() => _aborted.TrySetResult());
            await context.Response.Body.FlushAsync(context.RequestAborted);
            await _aborted.Task;
        });
        return app;
    }

    private async Task<IEnumerable<ServiceStatus>> ListAsync() =>
        Assert.IsType<ServicesTold>(await nodes.Provider.Rings.ServicesAsync(ListServices.Instance, _leash.Token)).Services;

    private static string SumOfPattern()
    {
        using var sum = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var part = new byte[64 * 1024];
        for (var at = 0L; at < Bytes; at += part.Length)
        {
            WebApp.Fill(part, at);
            sum.AppendData(part.AsSpan(0, (int)Math.Min(part.Length, Bytes - at)));
        }

        return Convert.ToHexStringLower(sum.GetHashAndReset());
    }
}
