using System.Globalization;
using System.Net;
using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using Rings.Actors.Public;
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

    private RingHost Host => new(nodes.Provider.Did, ServiceName.Parse(_name));

    public async Task InitializeAsync()
    {
        _app = Build(null, service => service.Name(_name).Title("an application").Allow(nodes.Caller.Did));
        await _app.StartAsync(_leash.Token);
        _http = nodes.Caller.NewClient();
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
        using var request = ServiceUse.Get(Host, "/who", version);

        using var answer = await _http.SendAsync(request, _leash.Token);

        Assert.Equal($"{nodes.Caller.Did} {protocol} no address", await answer.Content.ReadAsStringAsync(_leash.Token));
        var service = Assert.Single(await nodes.Provider.ServicesAsync(_leash.Token), service => service.Name == _name);
        Assert.Equal((ServiceKind.Http, null, "an application", false), (service.Kind, service.Target, service.Title, service.IsKept));
        Assert.Equal(nodes.Caller.Did, Assert.Single(service.Callers).Did);
    }

    [Fact]
    public async Task Whoever_may_not_and_what_there_is_not_look_the_same()
    {
        using var strange = nodes.Stranger.NewClient();

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
    public Task What_goes_up_and_down_is_the_same_bytes() => ServiceUse.CarryAsync(_http, Host, Bytes, _leash.Token);

    /// <summary>Kestrel has none to give over HTTP/1.1.</summary>
    [Fact]
    public async Task Trailers_come_over_http_2()
    {
        using var request = ServiceUse.Get(Host, "/trailers", "2.0");
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
    public Task A_web_socket_goes_both_ways_and_is_closed_by_agreement(string version) =>
        ServiceUse.EchoAsync(nodes.Caller.Rings, Host, version, _leash.Token);

    [Fact]
    public Task An_event_is_seen_before_the_next_one_happens() =>
        ServiceUse.ReadEventsAsync(_http, Host, _events.Writer, before: () => { }, _leash.Token);

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
        var opened = Assert.IsType<StreamOpened>(await nodes.Caller.OpenAsync(Host, _leash.Token));
        await using var stream = opened.Stream;
        while ((await nodes.Provider.ServicesAsync(_leash.Token)).Single(service => service.Name == _name).Callers.IsEmpty) await Task.Yield();
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
        var opened = Assert.IsType<StreamOpened>(await nodes.Caller.OpenAsync(Host, _leash.Token));
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
        Assert.Contains(await nodes.Provider.ServicesAsync(_leash.Token), service => service.Name == _name);

        await _app.StopAsync(_leash.Token);

        Assert.DoesNotContain(await nodes.Provider.ServicesAsync(_leash.Token), service => service.Name == _name);
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
        app.MapGet("/events", context => WebApp.TellAsync(context, _events.Reader));
        app.MapGet("/wait", async context =>
        {
            context.RequestAborted.Register(() => _aborted.TrySetResult());
            await context.Response.Body.FlushAsync(context.RequestAborted);
            await _aborted.Task;
        });
        return app;
    }
}
