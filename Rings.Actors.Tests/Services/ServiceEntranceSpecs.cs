using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.Extensions.Time.Testing;
using Rings.Actors.Public;
using Rings.Actors.Services;
using Rings.Actors.Settings;
using Rings.Actors.Telemetry;
using Rings.Protocol;
using Rings.Protocol.Entrance;

namespace Rings.Actors.Tests.Services;

/// <summary>An entrance whose browser and provider are played by the test.</summary>
public sealed class ServiceEntranceSpecs
{
    private static readonly Did Owner = Did.Zero.Finger(100);

    private readonly CancellationTokenSource _leash = new(TimeSpan.FromSeconds(30));
    private readonly FakeTimeProvider _time = new(DateTimeOffset.UnixEpoch.AddYears(56));
    private readonly TaskCompletionSource<string> _trouble = new(TaskCreationOptions.RunContinuationsAsynchronously);

    [Fact]
    public async Task A_connection_that_is_silent_both_ways_is_closed_after_its_time()
    {
        var stream = PlayedServices.NewStream();
        var services = new PlayedServices([Owner], (_, _, _) => Task.FromResult<IStreamOpenOutcome>(new StreamOpened(stream)));
        using var instruments = new EntranceInstruments();
        var settings = NodeSettings.From(NodeSettings.ReferenceConfig()).Services.Entrance;
        await using var entrance = Open(services, instruments, settings);
        using var browser = new TcpClient();
        await browser.ConnectAsync(entrance.Local, _leash.Token);
        var hello = Hello($"{Owner:N}.zone.example");

        await browser.Client.SendAsync(hello, SocketFlags.None, _leash.Token);
        var carried = await stream.Pipes.Outgoing.ReadAtLeastAsync(hello.Length, _leash.Token);
        Assert.Equal(hello, carried.Buffer.FirstSpan.ToArray());
        while (entrance.Bytes < hello.Length) await Task.Yield();
        _time.Advance(settings.IdlePatience - TimeSpan.FromSeconds(1));
        Assert.False(_trouble.Task.IsCompleted);
        _time.Advance(TimeSpan.FromSeconds(1));

        Assert.Contains("nothing went to or from", await _trouble.Task.WaitAsync(_leash.Token), StringComparison.Ordinal);
        Assert.True(await IsClosedAsync(browser), "the connection stays open");
    }

    [Fact]
    public async Task More_bytes_than_a_services_rate_wait_at_the_socket()
    {
        const int Rate = 10_000;
        var stream = PlayedServices.NewStream();
        var services = new PlayedServices([Owner], (_, _, _) => Task.FromResult<IStreamOpenOutcome>(new StreamOpened(stream)));
        using var instruments = new EntranceInstruments();
        var settings = NodeSettings.From(NodeSettings.ReferenceConfig()).Services.Entrance;
        settings = settings with { Limits = settings.Limits with { BytesPerSecond = Rate } };
        await using var entrance = Open(services, instruments, settings);
        using var browser = new TcpClient();
        await browser.ConnectAsync(entrance.Local, _leash.Token);
        var hello = Hello($"{Owner:N}.zone.example");
        await browser.Client.SendAsync(hello, SocketFlags.None, _leash.Token);
        while (entrance.Bytes < hello.Length) await Task.Yield();

        // Three seconds' worth at once: the next byte waits until two of them, and the hello's part, are paid off.
        await stream.Pipes.Incoming.WriteAsync(new byte[3 * Rate], _leash.Token);
        await browser.GetStream().ReadExactlyAsync(new byte[3 * Rate], _leash.Token);
        while (entrance.Bytes < hello.Length + (3 * Rate)) await Task.Yield();
        await stream.Pipes.Incoming.WriteAsync(new byte[] { 7 }, _leash.Token);
        var next = browser.Client.ReceiveAsync(new byte[1], SocketFlags.None, _leash.Token).AsTask();
        _time.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(hello.Length + (3 * Rate), entrance.Bytes);
        Assert.False(next.IsCompleted);
        _time.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(1, await next);
    }

    /// <summary>Whether the other side has closed; what the leash ends fails the test.</summary>
    private async Task<bool> IsClosedAsync(TcpClient client)
    {
        try
        {
            return await client.Client.ReceiveAsync(new byte[1], SocketFlags.None, _leash.Token) == 0;
        }
        catch (SocketException)
        {
            return true;
        }
    }

    private ServiceEntrance Open(PlayedServices services, EntranceInstruments instruments, EntranceSettings settings) => ServiceEntrance.Open(
        new EntranceTerms(
            new IPEndPoint(IPAddress.Loopback, 0), new EntranceNames("zone.example", [new EntranceRule(Owner, null, null)]), settings),
        new ServiceDialer(services, services, _time), instruments, why => _trouble.TrySetResult(why));

    private static byte[] Hello(string host)
    {
        var name = Encoding.ASCII.GetBytes(host);
        byte[] extension = [0, 0, 0, (byte)(name.Length + 5), 0, (byte)(name.Length + 3), 0, 0, (byte)name.Length, .. name];
        byte[] body = [3, 3, .. new byte[32], 0, 0, 2, 0x13, 1, 1, 0, 0, (byte)extension.Length, .. extension];
        return [22, 3, 1, 0, (byte)(body.Length + 4), 1, 0, 0, (byte)body.Length, .. body];
    }
}
