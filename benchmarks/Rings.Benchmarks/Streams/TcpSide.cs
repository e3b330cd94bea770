using System.Buffers.Binary;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Rings.Benchmarks.Streams;

/// <summary>
/// A TCP server that pours as many bytes as it is asked for, and what a client gets through a tunnel that leads there.
/// </summary>
internal static class TcpSide
{
    /// <summary>The server: tells its port, and serves as long as its standard input is open.</summary>
    public static async Task<int> ServeAsync()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        Console.WriteLine($"port {((IPEndPoint)listener.LocalEndpoint).Port}");
        _ = AcceptAsync(listener);
        await Console.In.ReadToEndAsync();
        return 0;
    }

    /// <summary>The client: one download, and the processor time of some processes meanwhile.</summary>
    /// <param name="port">Where the tunnel begins on loopback.</param>
    /// <param name="megabytes">How much to ask for.</param>
    /// <param name="pids">The tunnel's processes; those that they started count, too.</param>
    public static async Task<int> AskAsync(string port, string megabytes, string[] pids)
    {
        var bytes = long.Parse(megabytes, CultureInfo.InvariantCulture) * 1_000_000;
        var roots = Array.ConvertAll(pids, pid => int.Parse(pid, CultureInfo.InvariantCulture));
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, int.Parse(port, CultureInfo.InvariantCulture));
        var (request, buffer) = (new byte[sizeof(long)], new byte[256 * 1024]);
        BinaryPrimitives.WriteInt64LittleEndian(request, bytes);
        var (before, clock, first, got) = (ProcessorTime(roots), Stopwatch.GetTimestamp(), 0.0, 0L);
        var stream = client.GetStream();
        await stream.WriteAsync(request);
        while (got < bytes && await stream.ReadAsync(buffer) is > 0 and var some)
        {
            if (got == 0) first = Stopwatch.GetElapsedTime(clock).TotalMilliseconds;
            got += some;
        }

        if (got != bytes) throw new InvalidOperationException($"{got} of {bytes} bytes came");
        var (seconds, used) = (Stopwatch.GetElapsedTime(clock).TotalSeconds, ProcessorTime(roots) - before);
        Console.WriteLine(FormattableString.Invariant($"{bytes / 1e6 / seconds:0.0} {bytes / 1e6 / used.TotalSeconds:0.0} {first:0.00}"));
        return 0;
    }

    private static async Task AcceptAsync(TcpListener listener)
    {
        while (true) _ = PourAsync(await listener.AcceptTcpClientAsync());
    }

    private static async Task PourAsync(TcpClient client)
    {
        using (client)
        {
            var (request, chunk) = (new byte[sizeof(long)], new byte[256 * 1024]);
            var stream = client.GetStream();
            await stream.ReadExactlyAsync(request);
            for (var left = BinaryPrimitives.ReadInt64LittleEndian(request); left > 0; left -= chunk.Length)
                await stream.WriteAsync(chunk.AsMemory(0, (int)Math.Min(chunk.Length, left)));
        }
    }

    /// <summary>User and system time of processes and of all that they started, from /proc, in ticks of 10 ms.</summary>
    public static TimeSpan ProcessorTime(int[] roots)
    {
        var known = new Dictionary<int, (int Parent, long Ticks)>();
        foreach (var folder in Directory.GetDirectories("/proc"))
        {
            if (!int.TryParse(Path.GetFileName(folder), CultureInfo.InvariantCulture, out var pid)) continue;
            if (!File.Exists($"{folder}/stat")) continue;
            var stat = File.ReadAllText($"{folder}/stat");
            var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
            known[pid] = (Number(fields[1]), Number(fields[11]) + Number(fields[12]));
        }

        bool IsOurs(int pid) => roots.Contains(pid) || (known.TryGetValue(pid, out var one) && one.Parent > 1 && IsOurs(one.Parent));
        return TimeSpan.FromMilliseconds(10 * known.Where(one => IsOurs(one.Key)).Sum(one => one.Value.Ticks));
    }

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}
