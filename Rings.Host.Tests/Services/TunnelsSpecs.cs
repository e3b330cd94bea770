using System.Net;
using System.Net.Sockets;
using Rings.Actors.Public;
using Rings.Host.JsonRpc;
using Rings.Host.Services;
using Rings.Host.Tests.Rpc;
using Rings.Protocol.Services;
using Rings.Protocol.Streams;

namespace Rings.Host.Tests.Services;

/// <summary>Local ends of services whose providers are played by the test.</summary>
public sealed class TunnelsSpecs : IAsyncDisposable
{
    private static readonly RingUrl Url = new(FakeRings.Other, ServiceName.Web);

    private readonly CancellationTokenSource _leash = new(TimeSpan.FromSeconds(30));
    private readonly FakeRings _rings = new() { Reply = new RingsNodeProtocol.ServiceRefused(RingsNodeProtocol.ServiceRefusal.Silent, "why") };
    private readonly Tunnels _tunnels;

    public TunnelsSpecs() => _tunnels = new Tunnels(_rings, TimeProvider.System);

    public async ValueTask DisposeAsync()
    {
        await _tunnels.DisposeAsync();
        _leash.Dispose();
    }

    [Theory]
    [InlineData("0")]
    [InlineData("127.0.0.1:0")]
    [InlineData("[::1]:0")]
    public async Task A_port_alone_is_on_loopback_and_no_service_may_have_it_as_its_target(string listen)
    {
        var tunnel = await _tunnels.OpenAsync(listen, Url);

        var where = IPEndPoint.Parse((string)tunnel.ToJson()["listen"]!);
        Assert.True(IPAddress.IsLoopback(where.Address));
        Assert.NotEqual(0, where.Port);
        Assert.Equal([where], _rings.Asked);
        await _tunnels.CloseAsync(tunnel.Id);
        Assert.Empty(_rings.Asked);
    }

    [Theory]
    [InlineData("")]
    [InlineData("65536")]
    [InlineData("-1")]
    [InlineData("127.0.0.1")]
    [InlineData("::1")]
    [InlineData("::1:80")]
    [InlineData("[::1]")]
    [InlineData("host:80")]
    public async Task What_is_no_place_to_listen_is_said_so(string listen) => Assert.Contains(
        "is no port",
        (await Assert.ThrowsAsync<JsonRpcException>(() => _tunnels.OpenAsync(listen, Url))).Message, StringComparison.Ordinal);

    [Fact]
    public async Task A_port_that_is_taken_is_said_so()
    {
        var taken = (string)(await _tunnels.OpenAsync("0", Url)).ToJson()["listen"]!;

        var refused = await Assert.ThrowsAsync<JsonRpcException>(() => _tunnels.OpenAsync(taken, Url));

        Assert.Contains($"{taken} cannot be listened on", refused.Message, StringComparison.Ordinal);
        Assert.Single(_tunnels.All);
    }

    [Fact]
    public async Task There_are_at_most_64_and_a_closed_one_makes_room()
    {
        for (var tunnel = 0; tunnel < Tunnels.Most; tunnel++) await _tunnels.OpenAsync("0", Url);
        await Assert.ThrowsAsync<JsonRpcException>(() => _tunnels.OpenAsync("0", Url));

        Assert.True(await _tunnels.CloseAsync(1));
        Assert.False(await _tunnels.CloseAsync(1));

        Assert.NotNull(await _tunnels.OpenAsync("0", Url));
    }

    [Fact]
    public async Task A_closed_tunnel_takes_no_connection()
    {
        var tunnel = await _tunnels.OpenAsync("0", Url);
        var where = IPEndPoint.Parse((string)tunnel.ToJson()["listen"]!);
        await _tunnels.CloseAsync(tunnel.Id);

        using var program = new TcpClient();
        var refused = await Assert.ThrowsAsync<SocketException>(async () => await program.ConnectAsync(where, _leash.Token));

        Assert.Equal(SocketError.ConnectionRefused, refused.SocketErrorCode);
    }

    [Fact]
    public async Task Why_a_connection_came_to_nothing_is_told_and_the_program_sees_a_reset()
    {
        _rings.Streams = (_, _) => new StreamRefused(StreamCode.NotFound, "");
        var tunnel = await _tunnels.OpenAsync("0", Url with { Ticket = TicketSecret.Of(new byte[32]) });
        await using var troubles = tunnel.TroublesAsync(_leash.Token).GetAsyncEnumerator(_leash.Token);

        var reset = await KnockAsync(tunnel);

        Assert.True(await troubles.MoveNextAsync());
        Assert.StartsWith($"ring://{FakeRings.Other}/web was not found", troubles.Current, StringComparison.Ordinal);
        Assert.DoesNotContain("aaaa", troubles.Current, StringComparison.Ordinal); // The ticket.
        Assert.Equal(SocketError.ConnectionReset, reset.SocketErrorCode);
    }

    /// <summary>Connects, and says how that was broken off: at once, or when something was waited for.</summary>
    private Task<SocketException> KnockAsync(Tunnel tunnel) => Assert.ThrowsAsync<SocketException>(async () =>
    {
        using var program = new TcpClient();
        await program.ConnectAsync(IPEndPoint.Parse((string)tunnel.ToJson()["listen"]!), _leash.Token);
        await program.Client.ReceiveAsync(new byte[1], SocketFlags.None, _leash.Token);
    });

    [Fact]
    public async Task Each_provider_is_tried_in_turn_and_what_it_did_is_noted()
    {
        var (first, second) = (FakeRings.Other, FakeRings.Self);
        _rings.Reply = new RingsNodeProtocol.ServiceFound(
            first, "web", true, ServiceKind.Tcp, ServiceAccess.Public, "",
            [new(first, true, 0, null, ""), new(second, true, 0, null, "")]);
        _rings.Streams = (to, options) =>
        {
            var call = ServiceCall.Read(options!.Metadata.Span);
            Assert.Equal((first, ServiceName.Web), (call.Owner, call.Name));
            return to == first
                ? new StreamNotOpened(StreamOpenFailure.Unreachable, "lost")
                : new StreamRefused(StreamCode.TargetRefused, "");
        };
        var tunnel = await _tunnels.OpenAsync("0", Url);
        await using var troubles = tunnel.TroublesAsync(_leash.Token).GetAsyncEnumerator(_leash.Token);
        await KnockAsync(tunnel);
        Assert.True(await troubles.MoveNextAsync());

        Assert.Contains("is it running?", troubles.Current, StringComparison.Ordinal);
        Assert.Equal(
            [new(first, "web", first, false), new(first, "web", second, false)],
            _rings.Asked.OfType<RingsNodeProtocol.NoteProvider>());
    }

    [Theory]
    [InlineData("5 1 0", "5 0", "5 1 0 3 11 101 120 97 109 112 108 101 46 99 111 109 0 80", "5 2")]
    [InlineData("5 1 0", "5 0", "5 1 0 1 127 0 0 1 0 80", "5 2")]
    [InlineData("5 1 0", "5 0", "5 1 0 3 8 97 97 97 46 114 105 110 103 0 80", "5 2")]
    [InlineData("5 1 0", "5 0", "5 1 0 3 9 119 101 98 46 114 105 110 103 115 0 80", "5 4")]
    public async Task A_program_is_told_why_the_proxy_does_not_connect_it(string hello, string welcome, string request, string answer)
    {
        _rings.Streams = (_, _) => new StreamRefused(StreamCode.NotFound, "");
        var proxy = await _tunnels.OpenProxyAsync("0", login: null, host => host == "web.rings" ? new(Url, "") : new(null, "foreign"));
        await using var troubles = proxy.TroublesAsync(_leash.Token).GetAsyncEnumerator(_leash.Token);
        using var program = new TcpClient();
        await program.ConnectAsync(proxy.Local, _leash.Token);

        await program.Client.SendAsync(Bytes(hello), SocketFlags.None, _leash.Token);
        Assert.Equal(Bytes(welcome), await ReadAsync(program, 2));
        await program.Client.SendAsync(Bytes(request), SocketFlags.None, _leash.Token);

        Assert.Equal(Bytes(answer), (await ReadAsync(program, 10))[..2]);
        Assert.Equal(0, await program.Client.ReceiveAsync(new byte[1], SocketFlags.None, _leash.Token));
        program.Close();
        Assert.True(await troubles.MoveNextAsync());
        Assert.StartsWith("a program was refused by the proxy: ", troubles.Current, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("0.0.0.0:0", null, "is not on loopback")]
    [InlineData("0", "anna", "no login")]
    [InlineData("host:80", null, "is no port")]
    public async Task A_proxy_that_would_be_open_to_others_or_is_not_described_is_refused(string listen, string? login, string words) =>
        Assert.Contains(
            words,
            (await Assert.ThrowsAsync<JsonRpcException>(() => _tunnels.OpenProxyAsync(listen, login, _ => new(null, "")))).Message,
            StringComparison.Ordinal);

    [Fact]
    public async Task With_a_login_a_proxy_may_be_open_to_others()
    {
        var proxy = await _tunnels.OpenProxyAsync("0.0.0.0:0", "anna:secret", _ => new(null, ""));

        Assert.Equal("*.rings", (string?)proxy.ToJson()["service"]);
    }

    private static byte[] Bytes(string text) => [.. text.Split(' ').Select(byte.Parse)];

    private async Task<byte[]> ReadAsync(TcpClient program, int length)
    {
        var bytes = new byte[length];
        await program.GetStream().ReadExactlyAsync(bytes, _leash.Token);
        return bytes;
    }
}
