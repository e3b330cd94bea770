using System.Globalization;
using Rings.Benchmarks.Actors;

namespace Rings.Benchmarks.Streams;

/// <summary>Two processes with one data channel between them, in messages of 16 KiB: what streams are measured beside.</summary>
internal sealed class BarePair : IBulk
{
    private readonly ChildProcess[] _processes = [new(BareChannel.Part), new(BareChannel.Part)];

    private BarePair()
    {
    }

    /// <inheritdoc/>
    public IReadOnlyList<ChildProcess> Processes => _processes;

    /// <summary>Starts and connects them.</summary>
    public static async Task<BarePair> StartAsync()
    {
        var pair = new BarePair();
        var (from, to) = (pair._processes[0], pair._processes[1]);
        var answer = await to.AskAsync("answer", await from.AskAsync("describe", "yes", "sdp"), "sdp");
        await from.AskAsync("accept", answer, "accepted");
        return pair;
    }

    /// <inheritdoc/>
    public async Task<(double Bytes, double Seconds)> FloodAsync(double seconds)
    {
        var answer = StreamChain.Numbers(
            await _processes[0].AskAsync("flood", seconds.ToString(CultureInfo.InvariantCulture), "flooded"));
        return (answer[0], answer[1]);
    }

    public void Dispose()
    {
        foreach (var process in _processes) process.Dispose();
    }
}
