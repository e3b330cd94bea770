using System.Globalization;
using Rings.Benchmarks.Actors;

namespace Rings.Benchmarks.Streams;

/// <summary>What streams cost that nobody uses, and what those leave that are over. Each says whether it is within its bounds.</summary>
internal static class StreamCosts
{
    private const long IdleBytes = 64L << 20;
    private const double IdlePercent = 1;
    private const long LeftBytes = 4L << 20;
    private const double LeftHandles = 4;

    private static readonly TimeSpan Rest = StreamCaller.SetIdle + TimeSpan.FromSeconds(5);

    /// <summary>Idle streams to many Dids, each over its own link.</summary>
    /// <param name="dids">How many Dids.</param>
    /// <param name="each">Streams to each.</param>
    /// <param name="seconds">How long the processor is looked at, without them and with them.</param>
    public static async Task<int> IdleAsync(string dids, string each, string seconds)
    {
        var (count, span) = (int.Parse(dids, CultureInfo.InvariantCulture), TimeSpan.FromSeconds(double.Parse(seconds, CultureInfo.InvariantCulture)));
        var row = Account.Row(count + 1);
        using var caller = await StreamChain.StartAsync([(row[0], [.. row.Skip(1).Select(one => one.Did)])]);
        using var crowd = await StreamChain.StartAsync([.. row.Skip(1).Select(one => (one, new[] { row[0].Did }))]);
        for (var number = 0; number < count; number++) await StreamChain.LinkAsync(crowd, number, caller, 0, row[0].Did);
        await caller.AskAsync("links", $"{count}", "ready");
        // One stream to each first: what is compiled and what a session takes is no matter of idle streams.
        foreach (var one in row.Skip(1)) await caller.AskAsync("first", $"{one.Did}", "first");
        await Task.Delay(Rest);
        var (before, idle) = (await LeftAsync(caller), await ShareAsync(caller, span));
        foreach (var one in row.Skip(1)) await caller.AskAsync("idle", $"{one.Did} {each}", "idle");
        await Task.Delay(Rest);
        var (after, used) = (await LeftAsync(caller), await ShareAsync(caller, span));
        var (heap, resident) = (after[0] - before[0], after[1] - before[1]);
        Console.WriteLine(FormattableString.Invariant(
            $"{after[4]} idle streams in {after[5]} sets: {heap / 1048576:0.0} MiB of heap, {resident / 1048576:0.0} MiB resident (at most 64), {used - idle:0.00} % of a core (at most 1; {idle:0.00} % without them)"));
        var isRight = after[4] == count * double.Parse(each, CultureInfo.InvariantCulture) && after[5] == count;
        return isRight && Math.Max(heap, resident) <= IdleBytes && used - idle <= IdlePercent ? 0 : 1;
    }

    /// <summary>Streams that are opened, used and ended, one after another in a few lanes.</summary>
    /// <param name="streams">How many.</param>
    public static async Task<int> ChurnAsync(string streams)
    {
        using var chain = await StreamChain.StartAsync(1);
        await chain.AskAsync("churn", "churned", 1000);
        await Task.Delay(Rest);
        var before = await AllAsync(chain);
        var done = 0;
        for (var count = int.Parse(streams, CultureInfo.InvariantCulture); done < count; done += 1000)
            await chain.AskAsync("churn", "churned", Math.Min(1000, count - done));
        await Task.Delay(Rest);
        var after = await AllAsync(chain);
        var isRight = true;
        foreach (var (number, (was, now)) in before.Zip(after).Index())
        {
            Console.WriteLine(FormattableString.Invariant(
                $"process {number + 1} of 3, after {done} streams: {(now[0] - was[0]) / 1048576:0.00} MiB of heap, {now[2] - was[2]} handles, {now[3] - was[3]} timers more; {now[4]} streams, {now[5]} sets, {now[6]} paths are left"));
            isRight &= now[0] - was[0] <= LeftBytes && Math.Abs(now[2] - was[2]) <= LeftHandles
                && Math.Abs(now[3] - was[3]) <= LeftHandles && now[4] + now[5] + now[6] == 0;
        }

        return isRight ? 0 : 1;
    }

    private static async Task<double[][]> AllAsync(StreamChain chain)
    {
        var all = new List<double[]>();
        foreach (var process in chain.Processes) all.Add(await LeftAsync(process));
        return [.. all];
    }

    private static async Task<double[]> LeftAsync(ChildProcess process) =>
        StreamChain.Numbers(await process.AskAsync("left", "now", "left"));

    /// <summary>Percent of a core that a process takes.</summary>
    private static async Task<double> ShareAsync(ChildProcess process, TimeSpan span)
    {
        var before = process.Processor;
        await Task.Delay(span);
        return 100 * ((process.Processor - before) / span);
    }
}
