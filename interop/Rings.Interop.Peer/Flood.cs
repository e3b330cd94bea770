using System.Diagnostics;
using System.Text.Json.Nodes;
using Rings.Transport;

namespace Rings.Interop.Peer;

/// <summary>Sends as fast as the channels take it, for so many bytes or seconds.</summary>
internal sealed class Flood(IReadOnlyList<ChannelRecord> targets, JsonObject command, Action<JsonObject> say)
{
    private readonly int _size = command["size"]?.GetValue<int>() ?? 65_536;
    private readonly long _limit = (long)(command["bytes"]?.GetValue<double>() ?? 500e6);
    private readonly TimeSpan _time = TimeSpan.FromSeconds(command["seconds"]?.GetValue<double>() ?? 10);
    private readonly long _high = (long)(command["high"]?.GetValue<double>() ?? 1 << 20);

    public Task RunAsync() => Task.Factory.StartNew(
        Run, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    private void Run()
    {
        var started = Stopwatch.GetTimestamp();
        var cpu = Environment.CpuUsage.TotalTime;
        var (messages, sent) = Send(started);
        var drained = Stopwatch.GetTimestamp();
        using var never = new ManualResetEventSlim();
        while (targets.Any(target => target.IsOpen && target.Channel.BufferedAmount > 0)
            && Stopwatch.GetElapsedTime(drained) < TimeSpan.FromSeconds(30))
            never.Wait(2);
        say(new JsonObject
        {
            ["ev"] = "flood-done",
            ["messages"] = messages,
            ["bytes"] = sent,
            ["rejected"] = 0,
            ["ms"] = Stopwatch.GetElapsedTime(started).TotalMilliseconds,
            ["drain_ms"] = Stopwatch.GetElapsedTime(drained).TotalMilliseconds,
            ["cpu_ms"] = (Environment.CpuUsage.TotalTime - cpu).TotalMilliseconds,
        });
    }

    private (int Messages, long Bytes) Send(long started)
    {
        var message = Pattern.Of(_size);
        var sequences = new int[targets.Count];
        var (messages, sent, turn) = (0, 0L, 0);
        foreach (var target in targets)
            target.Channel.BufferedAmountLowThreshold = _high / 4;
        while (sent < _limit && ((messages & 63) != 0 || Stopwatch.GetElapsedTime(started) < _time))
        {
            var target = targets[turn];
            if (!target.IsOpen)
                break;

            Pattern.Stamp(message, Pattern.Flood, sequences[turn]);
            if (target.Channel.BufferedAmount >= _high || target.Channel.TrySend(message) != SendResult.Sent)
            {
                target.WaitForRoom();
                continue;
            }

            sequences[turn]++;
            sent += _size;
            messages++;
            turn = (turn + 1) % targets.Count;
        }

        return (messages, sent);
    }
}
