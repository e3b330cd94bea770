using System.Diagnostics;
using System.Globalization;
using Rings.Actors.Public;
using Rings.Protocol;
using Rings.Protocol.Streams;

namespace Rings.Benchmarks.Streams;

/// <summary>What a node of a benchmark does with streams that it opens: one word and its values, and a line as the answer.</summary>
/// <param name="node">The node.</param>
internal sealed class StreamCaller(RingsClient node)
{
    /// <summary>How long a set may be without streams here.</summary>
    public static readonly TimeSpan SetIdle = TimeSpan.FromSeconds(5);

    private const int PingBytes = 64;
    private const int Warm = 100;
    private const int Lanes = 16;

    /// <param name="word">What to do.</param>
    /// <param name="values">The other end's Did, and what the word says.</param>
    public async Task<string> DoAsync(string word, string[] values)
    {
        var to = Did.Parse(values[0], null);
        var numbers = values[1..].Select(value => double.Parse(value, CultureInfo.InvariantCulture)).ToArray();
        return word switch
        {
            "flood" => await FloodAsync(to, TimeSpan.FromSeconds(numbers[0])),
            "begin" => Begin(to, TimeSpan.FromSeconds(numbers[0])),
            "ping" => await PingAsync(to, (int)numbers[0], TimeSpan.FromMilliseconds(numbers[1])),
            "first" => await FirstAsync(to),
            "download" => await DownloadAsync(to, (int)numbers[0], TimeSpan.FromSeconds(numbers[1])),
            "idle" => await IdleAsync(to, (int)numbers[0]),
            "churn" => await ChurnAsync(to, (int)numbers[0]),
            _ => throw new InvalidOperationException($"'{word}' is not known"),
        };
    }

    /// <summary>One stream as fast as it goes for a time: bytes, and seconds until the other end has all of it.</summary>
    private async Task<string> FloodAsync(Did to, TimeSpan time)
    {
        await using var stream = await OpenAsync(to, StreamServer.Sink);
        var (clock, bytes) = (Stopwatch.GetTimestamp(), 0L);
        while (Stopwatch.GetElapsedTime(clock) < time)
        {
            stream.Output.GetMemory(StreamServer.Chunk);
            stream.Output.Advance(StreamServer.Chunk);
            bytes += StreamServer.Chunk;
            await stream.Output.FlushAsync();
        }

        await stream.Output.CompleteAsync();
        await StreamServer.DrainAsync(stream.Input);
        return Line("flooded", bytes, Stopwatch.GetElapsedTime(clock).TotalSeconds);
    }

    /// <summary>The same beside what is asked for next.</summary>
    private string Begin(Did to, TimeSpan time)
    {
        _ = FloodAsync(to, time);
        return "begun yes";
    }

    /// <summary>Round trips of 64 bytes on a stream that stands: median, p99 and longest, in milliseconds.</summary>
    private async Task<string> PingAsync(Did to, int count, TimeSpan pause)
    {
        await using var stream = await OpenAsync(to, StreamServer.Echo, isInteractive: true);
        var times = new double[count];
        for (var number = -Warm; number < count; number++)
        {
            var clock = Stopwatch.GetTimestamp();
            await stream.Output.WriteAsync(new byte[PingBytes]);
            var read = await stream.Input.ReadAtLeastAsync(PingBytes);
            stream.Input.AdvanceTo(read.Buffer.End);
            if (number >= 0) times[number] = Stopwatch.GetElapsedTime(clock).TotalMilliseconds;
            await Task.Delay(pause);
        }

        Array.Sort(times);
        return Line("pings", times[count / 2], times[count * 99 / 100], times[^1]);
    }

    /// <summary>The first byte of a new stream, from the command to the answer; nothing waits for acceptance.</summary>
    private async Task<string> FirstAsync(Did to)
    {
        var clock = Stopwatch.GetTimestamp();
        await using var stream = await OpenAsync(to, StreamServer.Echo, isInteractive: true, isOptimistic: true);
        await stream.Output.WriteAsync(new byte[1]);
        var read = await stream.Input.ReadAtLeastAsync(1);
        stream.Input.AdvanceTo(read.Buffer.End);
        return Line("first", Stopwatch.GetElapsedTime(clock).TotalMilliseconds);
    }

    /// <summary>Streams at once, all poured by the other end for a time: bytes of the slowest and of all.</summary>
    private async Task<string> DownloadAsync(Did to, int count, TimeSpan time)
    {
        var streams = await Task.WhenAll(Enumerable.Range(0, count).Select(_ => OpenAsync(to, StreamServer.Pour)));
        var (bytes, isCounted) = (new long[count], false);
        var readers = streams.Select((stream, number) => Task.Run(async () =>
        {
            try
            {
                await StreamServer.DrainAsync(stream.Input, some => bytes[number] += Volatile.Read(ref isCounted) ? some : 0);
            }
            catch (StreamResetException)
            {
                return; // As asked for below.
            }
        })).ToArray();
        await Task.Delay(time / 4);
        Volatile.Write(ref isCounted, true);
        await Task.Delay(time);
        Volatile.Write(ref isCounted, false);
        foreach (var stream in streams) stream.Reset(StreamCode.Cancelled);
        await Task.WhenAll(readers);
        return Line("downloaded", bytes.Min(), bytes.Sum(), time.TotalSeconds);
    }

    /// <summary>Opens streams and leaves them alone.</summary>
    private async Task<string> IdleAsync(Did to, int count)
    {
        for (var number = 0; number < count; number++) await OpenAsync(to, StreamServer.Echo);
        return "idle yes";
    }

    /// <summary>Opens streams, says and hears a word by each, and ends it.</summary>
    private async Task<string> ChurnAsync(Did to, int count)
    {
        var left = count;
        await Task.WhenAll(Enumerable.Range(0, Lanes).Select(async _ =>
        {
            while (Interlocked.Decrement(ref left) >= 0)
            {
                await using var stream = await OpenAsync(to, StreamServer.Echo);
                await stream.Output.WriteAsync(new byte[PingBytes]);
                await stream.Output.CompleteAsync();
                if (await StreamServer.DrainAsync(stream.Input) != PingBytes) throw new InvalidOperationException("not all came back");
            }
        }));
        return "churned yes";
    }

    private async Task<RingsStream> OpenAsync(Did to, string protocol, bool isInteractive = false, bool isOptimistic = false)
    {
        var options = new StreamOptions { IsInteractive = isInteractive, IsOptimistic = isOptimistic, Direct = DirectPolicy.Never };
        for (var patience = Stopwatch.GetTimestamp(); ; await Task.Delay(100))
        {
            var outcome = await node.OpenStreamAsync(to, protocol, options);
            if (outcome is StreamOpened opened) return opened.Stream;
            if (Stopwatch.GetElapsedTime(patience) > TimeSpan.FromSeconds(20)) throw new InvalidOperationException($"{outcome}");
        }
    }

    private static string Line(string word, params double[] values) =>
        $"{word} {string.Join(' ', values.Select(value => value.ToString(CultureInfo.InvariantCulture)))}";
}
