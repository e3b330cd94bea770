using System.Net;
using System.Net.Sockets;
using Akka.Configuration;
using Rings.Actors.Services;
using Rings.Actors.Settings;
using Rings.Protocol.Services;
using Rings.Protocol.Streams;

namespace Rings.Actors.Tests.Services;

/// <summary>Targets that are really dialled, all on loopback.</summary>
public sealed class TargetDialerSpecs : IDisposable
{
    private readonly CancellationTokenSource _leash = new(TimeSpan.FromSeconds(30));
    private readonly OwnListeners _own = new();
    private readonly Socket _listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);

    public TargetDialerSpecs()
    {
        _listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _listener.Listen();
    }

    private int Port => ((IPEndPoint)_listener.LocalEndPoint!).Port;

    public void Dispose()
    {
        _listener.Dispose();
        _leash.Dispose();
    }

    [Theory]
    [InlineData("127.0.0.1:PORT")]
    [InlineData("localhost:PORT")]
    [InlineData("[::ffff:127.0.0.1]:PORT")]
    [InlineData("0.0.0.0:PORT")]
    [InlineData("PORT")]
    public async Task A_listener_on_loopback_is_reached(string target)
    {
        using var dialer = Dialer();

        var connected = Assert.IsType<TargetOutcome.Connected>(await DialAsync(dialer, target));

        using (connected.Socket) using (_listener.Accept()) Assert.True(connected.Socket.Connected);
    }

    [Theory]
    [InlineData("localhost:PORT")]
    [InlineData("PORT")]
    public async Task A_program_that_listens_on_the_other_loopback_is_found_by_its_port(string target)
    {
        if (!Socket.OSSupportsIPv6) return;
        using var dialer = Dialer();
        var (other, held) = ListenOnTheOtherAlone();
        using (other)
        using (held)
        {
            Assert.True(ServiceTarget.TryParse(
                target.Replace("PORT", $"{((IPEndPoint)other.LocalEndpoint).Port}", StringComparison.Ordinal), out var parsed));
            var connected = Assert.IsType<TargetOutcome.Connected>(await dialer.DialAsync(parsed, _leash.Token));

            using (connected.Socket)
                Assert.Equal(IPAddress.IPv6Loopback, ((IPEndPoint)connected.Socket.RemoteEndPoint!).Address);
        }
    }

    [Theory]
    [InlineData("127.0.0.1:PORT")]
    [InlineData("127.9.9.9:PORT")]
    [InlineData("localhost:PORT")]
    [InlineData("0.0.0.0:PORT")]
    [InlineData("[::1]:PORT")]
    [InlineData("[::ffff:127.0.0.1]:PORT")]
    public async Task The_nodes_own_listener_is_reached_by_no_name(string target)
    {
        using var dialer = Dialer();
        _own.Add(new IPEndPoint(IPAddress.Loopback, Port));

        var failed = Assert.IsType<TargetOutcome.Failed>(await DialAsync(dialer, target));

        Assert.Equal(StreamCode.TargetUnreachable, failed.Code);
        Assert.Contains("of this node itself", failed.Detail, StringComparison.Ordinal);
        Assert.False(_listener.Poll(0, SelectMode.SelectRead)); // Nobody has knocked.
    }

    [Fact]
    public async Task What_is_beyond_this_machine_is_not_dialled_unless_it_is_listed()
    {
        using var dialer = Dialer();

        var failed = Assert.IsType<TargetOutcome.Failed>(await DialAsync(dialer, "192.0.2.7:80"));

        Assert.Equal(StreamCode.TargetUnreachable, failed.Code);
        Assert.Contains("""rings.services.targets = ["192.0.2.7:80"]""", failed.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_forbidden_is_not_dialled_though_it_is_listed()
    {
        using var dialer = Dialer("""rings.services.targets = ["169.254.169.254:80"]""");

        var failed = Assert.IsType<TargetOutcome.Failed>(await DialAsync(dialer, "169.254.169.254:80"));

        Assert.Contains("no service may reach", failed.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_target_that_refuses_is_said_so()
    {
        using var dialer = Dialer();
        var port = Port;
        _listener.Dispose();

        Assert.True(ServiceTarget.TryParse($"{port}", out var gone));
        var failed = Assert.IsType<TargetOutcome.Failed>(await dialer.DialAsync(gone, _leash.Token));

        Assert.Equal(StreamCode.TargetRefused, failed.Code);
    }

    [Fact]
    public async Task A_name_that_nobody_knows_is_said_so()
    {
        using var dialer = Dialer();

        var failed = Assert.IsType<TargetOutcome.Failed>(await DialAsync(dialer, "nobody.invalid:80"));

        Assert.Equal(StreamCode.TargetUnreachable, failed.Code);
    }

    [Fact]
    public async Task A_unix_socket_is_reached()
    {
        var folder = Directory.CreateTempSubdirectory("rings-socket-");
        var path = Path.Combine(folder.FullName, "s");
        using var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        listener.Bind(new UnixDomainSocketEndPoint(path));
        listener.Listen();
        using var dialer = Dialer();

        var connected = Assert.IsType<TargetOutcome.Connected>(await DialAsync(dialer, $"unix:{path}"));

        connected.Socket.Dispose();
        folder.Delete(recursive: true);
    }

    [Fact]
    public async Task No_more_are_dialled_at_a_time_than_the_bound_says()
    {
        // A listener whose queue is full lets whoever comes wait: the first is under way when the second asks.
        using var full = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        full.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        full.Listen(0);
        using var queued = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await queued.ConnectAsync(full.LocalEndPoint!, _leash.Token);
        using var dialer = Dialer("rings.services.connecting = 1");
        Assert.True(ServiceTarget.TryParse($"{((IPEndPoint)full.LocalEndPoint!).Port}", out var slow));
        Assert.True(ServiceTarget.TryParse($"{Port}", out var quick));
        using var over = CancellationTokenSource.CreateLinkedTokenSource(_leash.Token);

        var first = dialer.DialAsync(slow, over.Token);
        var second = await dialer.DialAsync(quick, _leash.Token);

        Assert.Equal(StreamCode.Busy, Assert.IsType<TargetOutcome.Failed>(second).Code);
        await over.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        var third = Assert.IsType<TargetOutcome.Connected>(await dialer.DialAsync(quick, _leash.Token));
        third.Socket.Dispose();
    }

    [Fact]
    public void Wrong_ranges_are_refused_at_the_start() => Assert.Contains(
        "rings.services.targets",
        Assert.Throws<Akka.Configuration.ConfigurationException>(() => Settings("""rings.services.targets = ["10.0.0.5"]""")).Message,
        StringComparison.Ordinal);

    private static ServiceSettings Settings(string config) =>
        NodeSettings.From(ConfigurationFactory.ParseString(config)).Services;

    private TargetDialer Dialer(string config = "") => new(Settings(config), TimeProvider.System, _own);

    /// <summary>A listener of ::1, and a socket that keeps its port of 127.0.0.1 from everybody and hears nothing there.</summary>
    private static (TcpListener Listener, Socket Held) ListenOnTheOtherAlone()
    {
        for (var attempt = 0; ; attempt++)
        {
            var listener = new TcpListener(IPAddress.IPv6Loopback, 0);
            listener.Start();
            var held = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            try
            {
                held.Bind(new IPEndPoint(IPAddress.Loopback, ((IPEndPoint)listener.LocalEndpoint).Port));
                return (listener, held);
            }
            catch (SocketException) when (attempt < 50)
            {
                // Another program has the port there.
                held.Dispose();
                listener.Dispose();
            }
        }
    }

    private Task<TargetOutcome> DialAsync(TargetDialer dialer, string text)
    {
        Assert.True(ServiceTarget.TryParse(text.Replace("PORT", $"{Port}", StringComparison.Ordinal), out var target));
        return dialer.DialAsync(target, _leash.Token);
    }
}
