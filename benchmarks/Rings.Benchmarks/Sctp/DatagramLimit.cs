using System.Diagnostics;
using System.Globalization;
using System.Net;
using Rings.Transport;
using Rings.Transport.Dtls;
using Rings.Transport.Udp;

namespace Rings.Benchmarks.Sctp;

/// <summary>
/// What this machine can carry at most between two processes over loopback: DTLS records of ours over UDP sockets of
/// ours, without SCTP. The receiver opens each record and says how many bytes have come; the sender keeps a window.
/// </summary>
internal sealed class DatagramLimit : IDatagramSink, IDisposable
{
    private const int Window = 1024 * 1024;
    private const int BufferSize = 4 * 1024 * 1024;
    private const int Run = 60_000;

    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(50);

    private readonly DtlsRecordLayer _records;
    private readonly byte[] _plain = new byte[32 * 1024];
    private readonly ManualResetEventSlim _news = new();
    private readonly UdpSocket _socket;
    private TransportAddress _remote;
    private long _received;
    private long _confirmed;

    private DatagramLimit(bool offload)
    {
        var key = new byte[16];
        _records = new DtlsRecordLayer(new DtlsKeys(key, new byte[4], key, new byte[4]), 1, []);
        _socket = new UdpSocket(new IPEndPoint(IPAddress.Loopback, 0), this, BufferSize, offload);
    }

    /// <summary>Measures each way of sending for so many seconds, and prints a table.</summary>
    public static async Task<int> RunAsync(string seconds)
    {
        var time = TimeSpan.FromSeconds(double.Parse(seconds, CultureInfo.InvariantCulture));
        Console.WriteLine("| datagrams | offload | MB/s |\n| --- | --- | --- |");
        foreach (var size in new[] { 1200, 1472, 8972, 16_421 })
        {
            foreach (var offload in new[] { true, false })
            {
                var rate = await MeasureAsync(size, offload, time).ConfigureAwait(false);
                Console.WriteLine(string.Create(
                    CultureInfo.InvariantCulture, $"| {size} | {(offload ? "yes" : "no")} | {rate:F0} |"));
            }
        }

        return 0;
    }

    /// <summary>The receiving process: says its port, and ends with its standard input.</summary>
    public static async Task<int> ReceiveAsync(string offload)
    {
        using var end = new DatagramLimit(offload == "True");
        Console.WriteLine(end._socket.LocalAddress.Port);
        await Console.In.ReadLineAsync().ConfigureAwait(false);
        return 0;
    }

    void IDatagramSink.OnDatagram(UdpSocket socket, TransportAddress remote, ReadOnlySpan<byte> datagram)
    {
        _remote = remote;
        if (datagram.Length == sizeof(long))
        {
            Volatile.Write(ref _confirmed, BitConverter.ToInt64(datagram));
            _news.Set();
        }
        else if (DtlsRecord.TryTake(ref datagram, out var record) && _records.TryOpen(record, _plain, out var size))
        {
            _received += size;
        }
    }

    void IDatagramSink.OnBatchEnd()
    {
        if (_received > 0)
            _socket.Send(_remote, BitConverter.GetBytes(_received));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _socket.Dispose();
        _records.Dispose();
        _news.Dispose();
    }

    private static async Task<double> MeasureAsync(int size, bool offload, TimeSpan time)
    {
        using var receiver = Process.Start(new ProcessStartInfo(
            "dotnet", [typeof(DatagramLimit).Assembly.Location, "limit-receive", offload.ToString()])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
        var port = await receiver.StandardOutput.ReadLineAsync().ConfigureAwait(false);
        using var sender = new DatagramLimit(offload);
        var target = TransportAddress.From(IPAddress.Loopback, int.Parse(port!, CultureInfo.InvariantCulture));
        sender.Flood(target, size, time / 4); // Warm.
        var before = Volatile.Read(ref sender._confirmed);
        var start = Stopwatch.GetTimestamp();
        sender.Flood(target, size, time);
        var rate = (Volatile.Read(ref sender._confirmed) - before) / Stopwatch.GetElapsedTime(start).TotalSeconds / 1e6;
        receiver.StandardInput.Close();
        await receiver.WaitForExitAsync().ConfigureAwait(false);
        return rate;
    }

    private void Flood(TransportAddress target, int size, TimeSpan time)
    {
        var run = new byte[Run];
        var count = Run / size;
        var plain = size - DtlsRecordLayer.Overhead;
        var sent = Volatile.Read(ref _confirmed);
        for (var start = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(start) < time;)
        {
            while (sent - Volatile.Read(ref _confirmed) > Window)
            {
                _news.Reset();
                if (!_news.Wait(Patience))
                    sent = Volatile.Read(ref _confirmed); // Lost: the window is free again.
            }

            for (var i = 0; i < count; i++)
                _records.Seal(DtlsRecord.ApplicationData, run.AsSpan(i * size, size), plain);

            _socket.Send(target, run.AsSpan(0, count * size), size);
            sent += (long)count * plain;
        }
    }
}
