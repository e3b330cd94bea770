using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Rings.Actors.Files;
using Rings.Actors.Public;
using Rings.Actors.Services;
using Rings.Host.Gateway;
using Rings.Host.Http;
using Rings.Host.Node;
using Rings.Host.Services;
using Rings.Host.Tests.Rpc;
using Rings.Host.Tests.Sites;
using Rings.Protocol;
using Rings.Protocol.Services;
using Rings.Protocol.Storage;
using Rings.Protocol.Storage.Files;
using Rings.Protocol.Streams;
using static Rings.Actors.Public.RingsNodeProtocol;

namespace Rings.Host.Tests.Gateway;

/// <summary>A web gateway over HTTP, in front of a ring that the test plays.</summary>
public sealed class WebGatewaySpecs : IAsyncLifetime
{
    private static readonly Did Owner = Did.Zero.Finger(5);
    private static readonly LocalHost Blog = new(Owner, ServiceName.Parse("blog"));

    private static readonly int Connections = ProcessLimits.ConnectionsOf(descriptors: null, isPublic: false);

    private readonly FakeRecords _ring = new();
    private readonly HttpClient _http = new(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false });
    private readonly WebApplication _app;
    private readonly FakeRings _node = new() { Reply = new ServiceRefused(ServiceRefusal.Silent, "nobody knows") };
    private readonly string _folder = Directory.CreateTempSubdirectory("rings-gateway-").FullName;
    private readonly OpenedServices _opened;

    public WebGatewaySpecs()
    {
        _app = ListenerFactory.Create(new IPEndPoint(IPAddress.Loopback, 0), new ListenerBounds(0, Connections));
        var files = new RingsFiles(_ring, new FileTransferOptions { Attempts = 2, RetryAfter = TimeSpan.FromMilliseconds(1) });
        _opened = OpenedServices.Open(Path.Combine(_folder, "opened.json"));
        var services = new ServiceGateway(new ServiceDialer(_node, TimeProvider.System), _opened, FakeRings.Self);
        new WebGateway(new SiteSource(_ring, files, TimeProvider.System), files, services).Map(_app);
    }

    public async Task InitializeAsync()
    {
        await _app.StartAsync();
        await PublishAsync(("index.html", "text/html", "<h1>hello</h1>"), ("a.css", "text/css", "body{}"), ("docs/index.html", "text/html", "docs"));
    }

    public async Task DisposeAsync()
    {
        _http.Dispose();
        await _app.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task A_site_is_shown_with_types_and_headers_that_keep_others_out()
    {
        using var page = await GetAsync("/");

        Assert.Equal((HttpStatusCode.OK, "<h1>hello</h1>"), (page.StatusCode, await page.Content.ReadAsStringAsync()));
        Assert.Equal("text/html", page.Content.Headers.ContentType?.ToString());
        string Header(string name) => Assert.Single(page.Headers.GetValues(name));
        Assert.Equal("nosniff", Header("X-Content-Type-Options"));
        Assert.Equal("same-origin", Header("Referrer-Policy"));
        Assert.Equal("same-origin", Header("Cross-Origin-Opener-Policy"));
        Assert.Equal("same-origin", Header("Cross-Origin-Resource-Policy"));
        Assert.Equal("frame-ancestors 'self'", Header("Content-Security-Policy"));
        Assert.Equal("?1", Header("Origin-Agent-Cluster"));
        Assert.False(page.Headers.Contains("Access-Control-Allow-Origin"));
        Assert.False(page.Headers.Contains("Set-Cookie"));
    }

    [Fact]
    public async Task What_the_browser_has_is_not_sent_again()
    {
        using var first = await GetAsync("/a.css");

        using var second = await GetAsync("/a.css", request => request.Headers.IfNoneMatch.Add(first.Headers.ETag!));

        Assert.Equal((HttpStatusCode.NotModified, 0), (second.StatusCode, (await second.Content.ReadAsByteArrayAsync()).Length));
        Assert.Equal(first.Headers.ETag, second.Headers.ETag);
    }

    [Theory]
    [InlineData("bytes=0-3", 206, "<h1>", "bytes 0-3/14")]
    [InlineData("bytes=4-", 206, "hello</h1>", "bytes 4-13/14")]
    [InlineData("bytes=-5", 206, "</h1>", "bytes 9-13/14")]
    [InlineData("bytes=0-99", 206, "<h1>hello</h1>", "bytes 0-13/14")]
    [InlineData("bytes=14-", 416, "Range Not Satisfiable.\n", "bytes */14")]
    [InlineData("bytes=0-1,3-4", 200, "<h1>hello</h1>", null)]
    [InlineData("lines=0-1", 200, "<h1>hello</h1>", null)]
    public async Task A_part_of_a_file_is_sent_where_it_is_asked_for(string range, int status, string text, string? said)
    {
        using var part = await GetAsync("/", request => request.Headers.TryAddWithoutValidation("Range", range));

        Assert.Equal((status, text), ((int)part.StatusCode, await part.Content.ReadAsStringAsync()));
        Assert.Equal(said, part.Content.Headers.ContentRange?.ToString());
    }

    [Fact]
    public async Task A_part_of_another_version_is_the_whole_of_this_one()
    {
        using var whole = await GetAsync("/", request =>
        {
            request.Headers.Range = new RangeHeaderValue(0, 1);
            request.Headers.IfRange = new RangeConditionHeaderValue(new EntityTagHeaderValue("\"other\""));
        });

        Assert.Equal((HttpStatusCode.OK, 14), (whole.StatusCode, (await whole.Content.ReadAsByteArrayAsync()).Length));
    }

    [Fact]
    public async Task A_head_says_all_but_the_file()
    {
        using var head = await GetAsync("/", request => request.Method = HttpMethod.Head);

        Assert.Equal((HttpStatusCode.OK, 14L), (head.StatusCode, head.Content.Headers.ContentLength));
        Assert.Empty(await head.Content.ReadAsByteArrayAsync());
    }

    [Theory]
    [InlineData("/docs?a=b", "/docs/?a=b", "blog")]
    [InlineData("/x%20y/z", "/x%20y/z", null)]
    public async Task A_folder_is_sent_to_its_slash_and_a_short_host_to_the_long_one(string path, string to, string? name)
    {
        var host = name is null ? $"{Owner:N}.localhost" : Blog.ToString();

        using var answer = await GetAsync(path, request => request.Headers.Host = $"{host}:{Port}");

        Assert.Equal(HttpStatusCode.TemporaryRedirect, answer.StatusCode);
        Assert.Equal($"http://{name ?? "web"}.{Owner:N}.localhost:{Port}{to}", answer.Headers.Location!.OriginalString);
    }

    [Fact]
    public async Task What_a_site_has_not_is_a_page_for_browsers_and_text_for_programs()
    {
        using var text = await GetAsync("/<none>");
        using var page = await GetAsync("/%3Cnone%3E", request => request.Headers.Accept.ParseAdd("text/html"));

        Assert.Equal((HttpStatusCode.NotFound, "text/plain"), (text.StatusCode, text.Content.Headers.ContentType?.MediaType));
        var html = await page.Content.ReadAsStringAsync();
        Assert.Equal((HttpStatusCode.NotFound, "text/html"), (page.StatusCode, page.Content.Headers.ContentType?.MediaType));
        Assert.DoesNotContain("<none>", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_sites_own_page_for_what_it_has_not_is_shown_with_the_right_status()
    {
        await PublishAsync(("index.html", "text/html", "x"), ("404.html", "text/html", "own page"));

        using var answer = await GetAsync("/none");

        Assert.Equal((HttpStatusCode.NotFound, "own page"), (answer.StatusCode, await answer.Content.ReadAsStringAsync()));
    }

    [Fact]
    public async Task A_site_that_the_ring_has_not_and_one_of_which_nobody_answers_are_told_apart()
    {
        _ring.Registers.Clear();
        using var none = await GetAsync("/");
        Assert.Equal(HttpStatusCode.NotFound, none.StatusCode);

        _ring.IsSilent = true;
        using var silent = await GetAsync("/");
        Assert.Equal(HttpStatusCode.GatewayTimeout, silent.StatusCode);
    }

    [Fact]
    public async Task What_another_signed_or_what_is_no_site_is_not_shown()
    {
        var manifest = new ServiceManifest(Blog.Name, ServiceKind.Tcp, ServiceAccess.Public);
        _ring.Put(Owner, Blog.Name, manifest.ToBytes(), author: Did.Zero);
        Assert.Equal(HttpStatusCode.NotFound, (await GetAsync("/")).StatusCode);
        _ring.Put(Owner, Blog.Name, [0xFF]);
        Assert.Equal(HttpStatusCode.NotFound, (await GetAsync("/")).StatusCode);
        _ring.Put(Owner, Blog.Name, []);
        Assert.Equal(HttpStatusCode.NotFound, (await GetAsync("/")).StatusCode);
        _ring.Put(Owner, Blog.Name, manifest.ToBytes());
        Assert.Equal(HttpStatusCode.BadGateway, (await GetAsync("/")).StatusCode);
    }

    [Fact]
    public async Task A_file_that_is_gone_or_not_what_its_name_says_is_no_page()
    {
        var missing = DirectoryManifest.Of([new DirectoryEntry("index.html", BlobHash.OfManifest([9]), 5, "text/html")]);
        _ring.Site(Blog, missing);
        using var gone = await GetAsync("/");
        Assert.Equal(HttpStatusCode.NotFound, gone.StatusCode);
        Assert.Null(gone.Headers.ETag);

        var wrong = BlobHash.OfManifest([9]);
        _ring.Blobs[wrong] = [8];
        using var lied = await GetAsync("/");
        Assert.Equal(HttpStatusCode.BadGateway, lied.StatusCode);
    }

    [Theory]
    [InlineData("POST")]
    [InlineData("PUT")]
    [InlineData("DELETE")]
    [InlineData("OPTIONS")]
    public async Task A_site_is_read_only(string method)
    {
        using var answer = await GetAsync("/", request => request.Method = new HttpMethod(method));

        Assert.Equal(HttpStatusCode.MethodNotAllowed, answer.StatusCode);
        Assert.Equal("GET, HEAD", string.Join(", ", answer.Content.Headers.Allow));
    }

    [Fact]
    public async Task A_closed_service_is_opened_by_its_owner_first()
    {
        _ring.Put(Owner, Blog.Name, new ServiceManifest(Blog.Name, ServiceKind.Http, ServiceAccess.Closed).ToBytes());
        using var closed = await GetAsync("/");
        _ring.Registers.Clear();
        using var unknown = await GetAsync("/");
        _opened.Add(new RingUrl(Owner, Blog.Name));
        using var opened = await GetAsync("/");

        Assert.Equal(HttpStatusCode.Forbidden, closed.StatusCode);
        Assert.Contains($"rings open ring://{Owner}/blog", await closed.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, unknown.StatusCode);
        Assert.Contains($"rings open ring://{Owner}/blog", await unknown.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.GatewayTimeout, opened.StatusCode);
        Assert.Contains((Owner, ServiceCall.Protocol), _node.Asked.OfType<(Did, string)>());
    }

    public static TheoryData<IStreamOpenOutcome, HttpStatusCode> Outcomes => new()
    {
        { new StreamRefused(StreamCode.NotFound, ""), HttpStatusCode.NotFound },
        { new StreamRefused(StreamCode.Policy, ""), HttpStatusCode.Forbidden },
        { new StreamRefused(StreamCode.Busy, ""), HttpStatusCode.ServiceUnavailable },
        { new StreamRefused(StreamCode.TimedOut, ""), HttpStatusCode.GatewayTimeout },
        { new StreamRefused(StreamCode.TargetRefused, ""), HttpStatusCode.BadGateway },
        { new StreamRefused(StreamCode.TargetUnreachable, ""), HttpStatusCode.BadGateway },
        { new StreamRefused(300, ""), HttpStatusCode.BadGateway },
        { new StreamNotOpened(StreamOpenFailure.Unreachable, "nobody"), HttpStatusCode.GatewayTimeout },
        { new StreamNotOpened(StreamOpenFailure.TimedOut, "late"), HttpStatusCode.GatewayTimeout },
        { new StreamNotOpened(StreamOpenFailure.Busy, "full"), HttpStatusCode.ServiceUnavailable },
        { new StreamNotOpened(StreamOpenFailure.Invalid, "self"), HttpStatusCode.BadGateway },
    };

    [Theory]
    [MemberData(nameof(Outcomes))]
    public async Task Why_a_service_cannot_be_used_is_a_page_of_its_own(IStreamOpenOutcome outcome, HttpStatusCode status)
    {
        _ring.Put(Owner, Blog.Name, new ServiceManifest(Blog.Name, ServiceKind.Http, ServiceAccess.Public).ToBytes());
        _node.Streams = (_, _) => outcome;

        using var answer = await GetAsync("/", request => request.Headers.Accept.ParseAdd("text/html"));

        Assert.Equal((status, "text/html"), (answer.StatusCode, answer.Content.Headers.ContentType?.MediaType));
        Assert.Contains($"ring://{Owner}/blog", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal("same-origin", Assert.Single(answer.Headers.GetValues("Cross-Origin-Resource-Policy")));
    }

    [Theory]
    [InlineData("rebound.example", 421)]
    [InlineData("localhost", 421)]
    public async Task Whatever_is_not_for_it_is_refused_before_anything_is_looked_for(string host, int status)
    {
        _ring.Asked = 0;

        using var answer = await GetAsync("/", request => request.Headers.Host = $"{host}:{Port}");

        Assert.Equal((status, 0), ((int)answer.StatusCode, _ring.Asked));
    }

    private int Port => ListenerFactory.EndpointOf(_app).Port;

    [Fact]
    public async Task There_are_256_connections_at_a_time_and_one_that_has_ended_makes_room()
    {
        var taken = new List<TcpClient>();
        try
        {
            for (var number = 0; number < Connections; number++) taken.Add(await ConnectAsync());
            using (var beyond = await ConnectAsync()) Assert.True(await IsClosedAsync(beyond));

            taken[0].Dispose();
            TcpClient next;
            while (await IsClosedAsync(next = await ConnectAsync())) next.Dispose(); // Until the end of the first was heard.
            taken.Add(next);

            Assert.Equal(256, Connections);
            foreach (var client in taken.Skip(1)) Assert.False(await IsClosedAsync(client));
        }
        finally
        {
            foreach (var client in taken) client.Dispose();
        }
    }

    [Fact]
    public async Task Of_sites_a_request_with_a_body_is_refused()
    {
        using var content = new ByteArrayContent(new byte[100]);
        using var request = new HttpRequestMessage(HttpMethod.Post, $"http://127.0.0.1:{Port}/") { Content = content };
        request.Headers.Host = $"{Blog}:{Port}";

        using var answer = await _http.SendAsync(request);

        Assert.Equal(HttpStatusCode.MethodNotAllowed, answer.StatusCode);
    }

    private async Task<TcpClient> ConnectAsync()
    {
        var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, Port);
        return client;
    }

    /// <summary>Whether the gateway ends a connection in place of answering what is asked over it.</summary>
    private static async Task<bool> IsClosedAsync(TcpClient client)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        try
        {
            await client.GetStream().WriteAsync("GET / HTTP/1.1\r\nHost: x\r\n\r\n"u8.ToArray(), patience.Token);
            return await client.GetStream().ReadAsync(new byte[4096], patience.Token) == 0;
        }
        catch (IOException)
        {
            return true;
        }
    }

    private async Task<HttpResponseMessage> GetAsync(string path, Action<HttpRequestMessage>? change = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"http://127.0.0.1:{Port}{path}");
        request.Headers.Host = $"{Blog}:{Port}";
        change?.Invoke(request);
        return await _http.SendAsync(request);
    }

    private async Task PublishAsync(params (string Path, string Type, string Text)[] files)
    {
        var store = new RingsFiles(_ring);
        var entries = new List<DirectoryEntry>();
        foreach (var (path, type, text) in files)
        {
            var (root, size) = await store.PutAsync(new MemoryStream(System.Text.Encoding.UTF8.GetBytes(text)), type);
            entries.Add(new DirectoryEntry(path, root, size, type));
        }

        _ring.Site(Blog, DirectoryManifest.Of(entries));
    }
}
