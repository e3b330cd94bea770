using System.Globalization;
using Rings.Transport.WebRtc;

namespace Rings.Transport.Tests.WebRtc;

/// <summary>
/// Opening and closing leaves nothing behind. RTC_CHURN sets how many connections are opened: 30 by default, 5,000 in
/// the long run.
/// </summary>
[Collection(nameof(ChurnSpecs))]
public sealed class ChurnSpecs
{
    private static readonly int Count = int.Parse(
        Environment.GetEnvironmentVariable("RTC_CHURN") ?? "30", CultureInfo.InvariantCulture);

    [Fact]
    public async Task Opening_and_closing_leaves_no_timer_socket_thread_or_object_behind()
    {
        var before = Resources();
        var clock = new CountingClock();
        var connections = await ChurnAsync(clock);

        Assert.Equal(0, clock.Timers);
        Assert.True(SpinWait.SpinUntil(() => Resources() is var now && now.Sockets <= before.Sockets
            && now.Threads <= before.Threads, Peer.Leash), $"{before} before, {Resources()} after");
        Assert.True(
            SpinWait.SpinUntil(() => Alive(connections) == 0, Peer.Leash), $"{Alive(connections)} are still there");
    }

    [Fact]
    public async Task A_connection_that_never_had_an_answer_is_let_go_as_well()
    {
        var clock = new CountingClock();
        var factory = new WebRtcPeerConnectionFactory(Peer.Loopback, clock);
        var peer = new Peer(factory);
        peer.Open("a");
        await peer.Connection.CreateOfferAsync();

        await peer.DisposeAsync();

        Assert.Equal(0, factory.ConnectionCount);
        await factory.DisposeAsync();
        Assert.Equal(0, clock.Timers);
    }

    private static async Task<List<WeakReference>> ChurnAsync(TimeProvider clock)
    {
        var connections = new List<WeakReference>();
        await using var left = new WebRtcPeerConnectionFactory(Peer.Loopback, clock);
        await using var right = new WebRtcPeerConnectionFactory(Peer.Loopback, clock);
        for (var i = 0; i < Count; i++)
            connections.AddRange(await OneAsync(left, right, closeLeft: i % 2 == 0));
        Assert.Equal(0, left.ConnectionCount + right.ConnectionCount);
        return connections;
    }

    private static async Task<WeakReference[]> OneAsync(
        WebRtcPeerConnectionFactory left, WebRtcPeerConnectionFactory right, bool closeLeft)
    {
        var (a, b) = (new Peer(left), new Peer(right) { Echo = true });
        var channel = a.Open("churn");
        await Peer.ConnectAsync(a, b);
        await a.EventsAsync(1);
        channel.TrySend(new byte[100]);
        await a.EventsAsync(1);

        await (closeLeft ? a : b).DisposeAsync();
        await Task.WhenAll(a.EndedAsync(), b.EndedAsync());
        return [new WeakReference(a.Connection), new WeakReference(b.Connection)];
    }

    private static int Alive(List<WeakReference> references)
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        return references.Count(reference => reference.IsAlive);
    }

    // Linux tells both; elsewhere the timers and objects are what is checked.
    private static (int Sockets, int Threads) Resources() => OperatingSystem.IsLinux()
        ? (Directory.GetFiles("/proc/self/fd").Count(IsSocket),
            Directory.GetDirectories("/proc/self/task").Count(IsOurs))
        : (0, 0);

    private static bool IsSocket(string file)
    {
        try
        {
            return new FileInfo(file).LinkTarget?.StartsWith("socket:", StringComparison.Ordinal) == true;
        }
        catch (IOException)
        {
            return false; // Closed while it was looked at.
        }
    }

    private static bool IsOurs(string task)
    {
        try
        {
            var name = File.ReadAllText(Path.Combine(task, "comm"));
            return name.StartsWith("UDP ", StringComparison.Ordinal)
                || name.StartsWith("DTLS ", StringComparison.Ordinal);
        }
        catch (IOException)
        {
            return false; // Ended while it was looked at.
        }
    }
}
