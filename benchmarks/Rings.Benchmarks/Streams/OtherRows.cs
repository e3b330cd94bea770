namespace Rings.Benchmarks.Streams;

/// <summary>
/// What else there is to know of streams over a relay process: the first byte, small messages beside bulk, how evenly many share.
/// </summary>
internal static class OtherRows
{
    private const int Runs = 5;

    /// <summary>Runs all, or one.</summary>
    /// <param name="only">first, ping, downloads or neighbours; null: all.</param>
    public static async Task<int> RunAsync(string? only)
    {
        Console.WriteLine("| what | figure | against | ratio | goal |");
        Console.WriteLine("| --- | --- | --- | --- | --- |");
        if (only is null or "first") await FirstBytesAsync(9);
        if (only is null or "ping" or "downloads")
        {
            using var chain = await StreamChain.StartAsync(1);
            await chain.FloodAsync(2);
            if (only != "downloads") await PingsAsync(chain);
            if (only != "ping") await DownloadsAsync(chain, 64);
        }

        if (only is null or "neighbours") await NeighboursAsync(64);
        return 0;
    }

    /// <summary>
    /// One caller, a relay, several far ends: the first byte of a stream to each, without a session, with a session only, and
    /// beside a set that stands. The first of them is there to compile what is used.
    /// </summary>
    private static async Task FirstBytesAsync(int count)
    {
        var row = Account.Row(count + 2);
        var (caller, relay, far) = (row[0], row[1], row.Skip(2).ToArray());
        using var first = await StreamChain.StartAsync([(caller, [relay.Did])]);
        using var middle = await StreamChain.StartAsync([(relay, [caller.Did, .. far.Select(one => one.Did)])]);
        using var last = await StreamChain.StartAsync([.. far.Select(one => (one, new[] { relay.Did }))]);
        await StreamChain.LinkAsync(first, 0, middle, 0, relay.Did);
        for (var number = 0; number < count; number++) await StreamChain.LinkAsync(last, number, middle, 0, relay.Did);
        await middle.AskAsync("links", $"{count + 1}", "ready");

        async Task<double> FirstAsync(Account to) => StreamChain.Numbers(await first.AskAsync("first", $"{to.Did}", "first"))[0];
        async Task<double> AllAsync()
        {
            var times = new List<double>();
            foreach (var one in far.Skip(1)) times.Add(await FirstAsync(one));
            return Median(times);
        }

        await FirstAsync(far[0]);
        var trip = StreamChain.Numbers(await first.AskAsync("ping", $"{far[0].Did} 500 1", "pings"))[0];
        var nothing = await AllAsync();
        var standing = await AllAsync();
        await Task.Delay(StreamCaller.SetIdle + TimeSpan.FromSeconds(2));
        var session = await AllAsync();
        Line("first byte, the set stands", standing, "ms", "round trip", trip, "≤ 1.2");
        Line("first byte, session only", session, "ms", "round trip", trip, "1 (+ 2 ms)");
        Line("first byte, nothing", nothing, "ms", "round trip", trip, "2 (+ 2 ms)");
    }

    private static async Task PingsAsync(StreamChain chain)
    {
        var (alone, beside) = (new List<double>(), new List<double>());
        for (var run = 0; run < Runs; run++)
        {
            alone.Add((await chain.AskAsync("ping", "pings", 400, 2))[1]);
            await chain.AskAsync("begin", "begun", 5);
            await Task.Delay(1000);
            beside.Add((await chain.AskAsync("ping", "pings", 400, 2))[1]);
            await Task.Delay(4000);
        }

        Line("ping beside bulk, p99", Median(beside), "ms", "without bulk", Median(alone), "≤ 3 (+ 10 ms)");
    }

    private static async Task DownloadsAsync(StreamChain chain, int count)
    {
        var shares = new List<(double Least, double Mean)>();
        for (var run = 0; run < Runs; run++)
        {
            var answer = await chain.AskAsync("download", "downloaded", count, 3);
            shares.Add((answer[0] / answer[2] / 1e6, answer[1] / count / answer[2] / 1e6));
        }

        var (least, mean) = shares.OrderBy(share => share.Least / share.Mean).ElementAt(Runs / 2);
        Line($"{count} downloads at once, the slowest", least, "MB/s", "mean", mean, "≥ 0.7");
    }

    /// <summary>
    /// Many nodes behind one neighbour of a relay, one behind another, all to one node behind the relay: what the one gets of
    /// half of the link.
    /// </summary>
    private static async Task NeighboursAsync(int count)
    {
        var row = Account.Row(count + 4);
        var many = row.Take(count).ToArray();
        var (neighbour, relay, one, far) = (row[count], row[count + 1], row[count + 2], row[count + 3]);
        using var crowd = await StreamChain.StartAsync([.. many.Select(who => (who, new[] { neighbour.Did }))]);
        using var beside = await StreamChain.StartAsync([(neighbour, [relay.Did, .. many.Select(who => who.Did)])]);
        using var middle = await StreamChain.StartAsync([(relay, [neighbour.Did, one.Did, far.Did])]);
        using var lone = await StreamChain.StartAsync([(one, [relay.Did])]);
        using var last = await StreamChain.StartAsync([(far, [relay.Did])]);
        for (var number = 0; number < count; number++) await StreamChain.LinkAsync(crowd, number, beside, 0, neighbour.Did);
        await StreamChain.LinkAsync(beside, 0, middle, 0, relay.Did);
        await StreamChain.LinkAsync(lone, 0, middle, 0, relay.Did);
        await StreamChain.LinkAsync(last, 0, middle, 0, relay.Did);
        await middle.AskAsync("links", "3", "ready");
        await Task.WhenAll(crowd.AskAsync("all", $"flood {far.Did} 1", "all"), lone.AskAsync("flood", $"{far.Did} 1", "flooded"));
        var ratios = new List<(double One, double Half)>();
        for (var run = 0; run < Runs; run++)
        {
            var all = crowd.AskAsync("all", $"flood {far.Did} 5", "all");
            await Task.Delay(1000);
            var own = StreamChain.Numbers(await lone.AskAsync("flood", $"{far.Did} 3", "flooded"));
            var rates = StreamChain.Numbers(await all).Chunk(2).Sum(pair => pair[0] / pair[1]);
            ratios.Add((own[0] / own[1] / 1e6, ((own[0] / own[1]) + rates) / 2e6));
        }

        var (rate, half) = ratios.OrderBy(pair => pair.One / pair.Half).ElementAt(Runs / 2);
        Line($"1 path beside {count} of another neighbour", rate, "MB/s", "half of the link", half, "≥ 0.8");
    }

    private static void Line(string what, double figure, string unit, string against, double other, string goal) =>
        Console.WriteLine(FormattableString.Invariant(
            $"| {what} | {figure:0.00} {unit} | {against}: {other:0.00} {unit} | {figure / other:0.00} × | {goal} × |"));

    private static double Median(IEnumerable<double> values) => values.Order().ToArray() is var sorted ? sorted[sorted.Length / 2] : 0;
}
