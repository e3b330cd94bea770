using System.Diagnostics;

namespace Rings.Fuzz;

/// <summary>
/// A seeded run over one target: mutates, feeds, and watches what is thrown, allocated and how long it takes.
/// </summary>
/// <param name="target">The target.</param>
/// <param name="corpus">Where mutations start from. A guided run adds to it what took a new branch.</param>
/// <param name="seed">The same one gives the same inputs, as long as the time lets.</param>
/// <param name="coverage">What guides the run; null for one that is not guided.</param>
internal sealed class FuzzRun(IFuzzTarget target, List<byte[]> corpus, int seed, Coverage? coverage = null)
{
    /// <summary>One input that takes longer counts as a hang.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(2);

    private volatile byte[]? _current;

    /// <summary>The input that is being read now; null between two. Readable from any thread.</summary>
    public byte[]? Current => _current;

    /// <summary>Inputs fed.</summary>
    public long Runs { get; private set; }

    /// <summary>The most bytes that one input made the target allocate.</summary>
    public long MostAllocated { get; private set; }

    /// <summary>The longest time that one input took.</summary>
    public TimeSpan Slowest { get; private set; }

    /// <summary>Feeds inputs until the time or the count is used up, or one of them is a finding.</summary>
    /// <param name="time">How long, at most.</param>
    /// <param name="count">How many, at most.</param>
    /// <param name="least">So many are fed, however long that takes.</param>
    /// <returns>The finding, or null.</returns>
    public FuzzFinding? Go(TimeSpan time, long count, long least)
    {
        var mutator = new Mutator(new Random(seed), corpus);
        foreach (var input in corpus)
        {
            if (Feed(input, isFirst: Runs == 0) is { } finding) return finding;
            coverage?.IsNew();
        }

        for (var watch = Stopwatch.StartNew(); Runs < count && (Runs < least || watch.Elapsed < time);)
        {
            var input = mutator.Next(target.MaxBytes);
            if (Feed(input, isFirst: false) is { } finding) return finding;
            if (coverage?.IsNew() == true) corpus.Add(input);
        }

        return null;
    }

    /// <param name="input">The bytes.</param>
    /// <param name="isFirst">The first run pays for what .NET sets up once, and is not held to the bounds.</param>
    private FuzzFinding? Feed(byte[] input, bool isFirst)
    {
        if (coverage is not null) Coverage.Begin();
        var before = GC.GetAllocatedBytesForCurrentThread();
        var start = Stopwatch.GetTimestamp();
        _current = input;
        try
        {
            target.Run(input);
        }
        catch (Exception e)
        {
            return new(target, input, $"threw {e}");
        }
        finally
        {
            _current = null;
        }

        var took = Stopwatch.GetElapsedTime(start);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Runs++;
        if (isFirst) return null;
        if (took > Slowest) Slowest = took;
        if (allocated > MostAllocated) MostAllocated = allocated;
        if (allocated > target.MaxAllocatedBytes) return new(target, input, $"allocated {allocated:N0} bytes");
        return took > Longest && IsSlowEachTime(input) ? new(target, input, $"took {took.TotalSeconds:F1} s") : null;
    }

    /// <summary>Whether it is the input that is slow, and not a machine that was busy for a moment.</summary>
    private bool IsSlowEachTime(byte[] input)
    {
        for (var round = 0; round < 3; round++)
        {
            var start = Stopwatch.GetTimestamp();
            target.Run(input);
            if (Stopwatch.GetElapsedTime(start) <= Longest) return false;
        }

        return true;
    }
}
