using Rings.Protocol.Streams;

namespace Rings.Protocol.Tests.Streams;

/// <summary>What must hold of stream sets, each as a question that answers what went wrong, or null.</summary>
internal static class StreamProperties
{
    /// <summary>How many histories each property is looked at in: <c>STREAM_HISTORIES</c>, else 30.</summary>
    public static int Histories { get; } =
        int.TryParse(Environment.GetEnvironmentVariable("STREAM_HISTORIES"), out var histories) ? histories : 30;

    public static IReadOnlyDictionary<string, Func<StreamRules, string?>> All { get; } =
        new Dictionary<string, Func<StreamRules, string?>>
        {
            ["each reader gets what was written, once and in order, and all of it in the end"] =
                rules => Each(rules, world => Story(world, cuts: 6)),
            ["each stream ends once, for the reason that one of its ends gave"] =
                rules => Each(rules, world => Story(world, cuts: 1)),
            ["packets that a relay changed cost no more than their path"] =
                rules => Each(rules, world => Story(world, cuts: 3, mutates: true)),
            ["a link that comes up, fails or falls stops nothing"] = rules => Each(rules, Upgrade, share: 20),
            ["a slow reader gets no longer window"] = rules => Each(rules, SlowReader, share: 50),
            ["a reader that stalls stops its own stream only"] = rules => Each(rules, Stalled, share: 50),
            ["bytes go on within 5 s of the death of a relay, whichever it is and whoever reads"] =
                rules => Each(rules, world => Dead(world, world.Chance(0.5), isNoticed: true), share: 3),
            ["so do bytes that come seldom, and whose reader says nothing"] =
                rules => Each(rules, world => Dead(world, world.Chance(0.5), isNoticed: true, isSeldom: true), share: 3),
            ["a first hop that knows no way holds nothing up"] =
                rules => Each(rules, world => Dead(world, isFirstHop: false, isNoticed: true, isOtherLost: true), share: 3),
            ["a first hop that answers probes and drops what it carries costs 5 s"] =
                rules => Each(rules, world => Dead(world, isFirstHop: true, isNoticed: false), share: 3),
            ["a path that has gone silent is replaced"] = rules => Each(rules, Silent, share: 50),
            ["what is beyond a window is not taken"] = Beyond,
            ["what a reset stream did not send is given back"] = GivenBack,
            ["streams share a path"] = rules => Each(rules, Fair, share: 50),
        };

    private static string? Each(StreamRules rules, Func<StreamWorld, string?> story, int share = 1)
    {
        var histories = rules == StreamRules.None ? Histories : Math.Min(Histories, 100);
        for (var seed = 1; seed <= Math.Max(3, histories / share); seed++)
        {
            using var world = new StreamWorld(seed, rules);
            if ((story(world) ?? world.Wrong) is { } wrong) return $"seed {seed}: {wrong}";
        }

        return null;
    }

    private static string? Story(StreamWorld world, int cuts, bool mutates = false)
    {
        world.Refusals = world.Within(0.3);
        var streams = 1 + (int)world.Within(6);
        for (var i = 0; i < streams; i++) world.After(world.Within(4), () => OpenAny(world));
        for (var i = 0; i < cuts; i++)
        {
            world.After(world.Within(8), () =>
            {
                if (world.Whole.Skip((int)world.Within(world.Whole.Count())).FirstOrDefault() is not { } path) return;
                if (mutates) path.IsMutating = true;
                else path.Cut(world.Chance(0.8), world.Chance(0.8));
            });
        }

        world.Run(10);
        world.Calm();
        world.Run(90);
        return world.Wrong ?? Ends(world);
    }

    private static void OpenAny(StreamWorld world) => world.Open(
        world.Chance(0.4), world.Chance(0.3), (long)world.Within(world.Chance(0.3) ? 200_000 : 3000),
        (long)world.Within(world.Chance(0.3) ? 200_000 : 3000));

    /// <summary>What became of all streams: against a model that knows only what the applications did.</summary>
    private static string? Ends(StreamWorld world)
    {
        if (world.Opener.SetEnd is { } ended) return $"the set ended: {ended.Text}";
        foreach (var here in world.Opener.Streams.Values)
        {
            if (!world.Acceptor.Streams.TryGetValue(here.Id, out var there))
            {
                // Nobody need hear of a stream that was reset before its OPEN went.
                if (here.Reset is null) return $"stream {here.Id} was never offered";
                continue;
            }

            if (here.Ends.Count != 1 || there.Ends.Count != 1)
                return $"stream {here.Id} ended {here.Ends.Count} and {there.Ends.Count} times";
            if ((Direction(here, there) ?? Direction(there, here)) is { } wrong) return $"stream {here.Id}: {wrong}";
            if (Kind(here, there) is { } kind) return $"stream {here.Id}: {kind}";
        }

        return world.Opener.Set.Streams + world.Acceptor.Set.Streams + world.Opener.Set.Kept + world.Acceptor.Set.Kept == 0
            ? null
            : "something of streams that are over is left";
    }

    private static string? Direction(WorldStream writer, WorldStream reader)
    {
        var isWhole = writer.Reset is null && writer.WriteStopped is null && reader.Stopped is null && reader.Reset is null;
        if (isWhole && reader.Came != writer.Wants) return $"{reader.Came} of {writer.Wants} bytes came";
        if (isWhole && (!reader.ReadEnded || reader.ReadCode is not null)) return "the end was not read";
        if (reader.Came > writer.Written) return "more came than was written";
        if (reader.ReadCode is { } code && code != writer.Reset && code != writer.WriteStopped)
            return $"a reset carried the code {code}, which nobody gave";
        if (writer.WriteStopped is { } stop && stop != reader.Stopped && stop != reader.Reset)
            return $"a stop carried the code {stop}, which nobody gave";
        // What is written after a stop is dropped.
        return writer.Ends[0].Written > writer.Written || (isWhole && writer.Ends[0].Written != writer.Wants) ? "the end tells another number of bytes written" : null;
    }

    private static string? Kind(WorldStream here, WorldStream there)
    {
        var isCalm = here.Reset is null && there.Reset is null && here.Stopped is null && there.Stopped is null;
        if (!isCalm) return null;
        return here.Ends[0].Kind == StreamEndKind.Finished && there.Ends[0].Kind == StreamEndKind.Finished
            && here.Ends[0].Acknowledged == here.Wants && here.Ends[0].Received == there.Wants
            ? null
            : $"it ended as {here.Ends[0]} and {there.Ends[0]}";
    }

    /// <summary>A bulk flow while links come and go: no byte is lost, and no second either.</summary>
    private static string? Upgrade(StreamWorld world)
    {
        world.HasResets = false;
        var stream = world.Open(isInteractive: false, isOptimistic: false, 10_000_000, 0);
        world.Run(2);
        world.Calm();
        world.Acceptor.LastArrival = null;
        world.Run(60);
        if (world.Acceptor.LongestPause > 1) return $"nothing came for {world.Acceptor.LongestPause:F2} s";
        return stream is null || world.Acceptor.Streams[stream.Id].Came == 0 ? "nothing came" : null;
    }

    private static string? SlowReader(StreamWorld world)
    {
        (world.HasResets, world.ReadRate) = (false, 2000);
        var stream = world.Open(isInteractive: false, isOptimistic: false, 1_000_000, 0)!;
        world.Run(60);
        var first = world.Settings.StreamWindow;
        return world.Acceptor.Set.WindowOf(stream.Id) > first ? "the window of a slow reader grew" : null;
    }

    /// <summary>A stream beside one whose reader stalls has nine tenths at least of what it has alone, on the same path.</summary>
    private static string? Stalled(StreamWorld world)
    {
        using var same = new StreamWorld(world.Seed);
        var alone = Carried(same, isBesideStalled: false);
        return Carried(world, isBesideStalled: true) is var beside && beside < 0.9 * alone
            ? $"beside a stalled reader {beside} bytes came, and {alone} without it"
            : null;
    }

    private static long Carried(StreamWorld world, bool isBesideStalled)
    {
        (world.HasResets, world.LinksComeUp, world.ReadRate) = (false, 0, 1e7);
        var other = world.Open(isInteractive: false, isOptimistic: false, 60_000_000, 0)!;
        if (isBesideStalled)
        {
            var stalled = world.Open(isInteractive: false, isOptimistic: false, 1_000_000, 0)!;
            world.Run(1);
            if (world.Acceptor.Streams.TryGetValue(stalled.Id, out var there)) there.ReadRate = 0;
            world.Run(1);
        }
        else world.Run(2);

        var before = world.Acceptor.Streams[other.Id].Came;
        world.Run(4);
        return world.Acceptor.Streams[other.Id].Came - before;
    }

    private static string? Silent(StreamWorld world)
    {
        world.HasResets = false;
        world.LinksComeUp = 0;
        var stream = world.Open(isInteractive: false, isOptimistic: false, 3_000_000, 0)!;
        world.Run(2);
        world.Calm();
        foreach (var path in world.Whole.ToList()) path.Cut(openerHears: false, acceptorHears: false);
        world.Run(3600);
        return world.Acceptor.Streams[stream.Id].Came < 3_000_000 ? "nothing took the place of a silent path" : null;
    }

    /// <summary>Bytes flow in one direction, a relay dies at either place of the way, and after 5 s at most they go on.</summary>
    private static string? Dead(StreamWorld world, bool isFirstHop, bool isNoticed, bool isOtherLost = false, bool isSeldom = false)
    {
        (world.HasResets, world.LinksComeUp, world.LeastRate) = (false, 0, 1_000_000);
        var isDownload = world.Chance(0.5) || isSeldom;
        var (there, back) = isSeldom ? (0, WorldStream.Seldom) : isDownload ? (0, 60_000_000) : (60_000_000, 0);
        var stream = world.Open(isInteractive: false, isOptimistic: false, there, back)!;
        world.Calm();
        world.Run(2 + world.Within(1));
        var reader = isDownload ? world.Opener : world.Acceptor;
        world.Calm();
        reader.LongestPause = 0;
        var before = reader.Streams[stream.Id].Came;
        world.Die(new(isFirstHop, isBest: world.Chance(0.5), isNoticed, isOtherLost, world.Now));
        world.Run(12);
        if (before == 0 || before == 60_000_000) return "nothing was under way";
        if (reader.Streams[stream.Id].Came == before) return "nothing came after a relay had died";
        return reader.LongestPause > 5 ? $"nothing came for {reader.LongestPause:F2} s" : null;
    }

    private static string? Beyond(StreamRules rules)
    {
        using var liar = new StreamLiar(rules: rules);
        liar.Open(0);
        liar.OpenStream(0);
        for (var i = 0; i < 100; i++) liar.SayData(0, i * 10_000L, 10_000);
        return liar.Bytes > new StreamSettings().StreamWindow ? $"{liar.Bytes} bytes were taken" : null;
    }

    private static string? GivenBack(StreamRules rules)
    {
        using var liar = new StreamLiar(rules: rules);
        liar.Open(0);
        liar.OpenStream(0);
        liar.SayData(0, 20_000, 1000);
        liar.Say((ref PacketWriter writer) => writer.TryReset(0, 8, 50_000));
        return liar.Set.Unread == 0 ? null : $"{liar.Set.Unread} bytes of the window are lost";
    }

    private static string? Fair(StreamWorld world)
    {
        (world.HasResets, world.ReadRate) = (false, 10_000_000);
        var streams = Enumerable.Range(0, 4).Select(_ => world.Open(false, false, 10_000_000, 0)!).ToList();
        world.Run(1);
        world.Calm();
        world.Run(20);
        var came = streams.ConvertAll(stream => world.Acceptor.Streams[stream.Id].Came);
        return came.Min() * 2 < came.Max() ? $"of four streams one got {came.Min()} bytes, another {came.Max()}" : null;
    }
}
