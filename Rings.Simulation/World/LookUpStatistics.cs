using Rings.Simulation.Measures;


namespace Rings.Simulation.World;

/// <summary>How look-ups ended.</summary>
internal sealed class LookUpStatistics
{
    /// <summary>Hops of those that found the right owner: links that the question of the successful attempt
    /// crossed.</summary>
    public Histogram Hops { get; } = new();

    /// <summary>Attempts beyond the first, of all.</summary>
    public long Retries { get; private set; }

    /// <summary>Those that named a node which did not own the key while the look-up was under way.</summary>
    public long Wrong { get; private set; }

    /// <summary>Those that ended without an owner.</summary>
    public long Failed { get; private set; }

    /// <summary>Microseconds of virtual time that the right ones took, added up.</summary>
    public long Microseconds { get; private set; }

    /// <summary>All that ended.</summary>
    public long Count => Hops.Count + Wrong + Failed;

    /// <summary>Wrong and failed ones for 10,000.</summary>
    public double FailuresPer10000 => Count == 0 ? 0 : 10_000.0 * (Wrong + Failed) / Count;

    /// <summary>Retries per look-up.</summary>
    public double MeanRetries => Count == 0 ? 0 : (double)Retries / Count;

    /// <summary>Milliseconds of virtual time that a right one took on average.</summary>
    public double MeanMilliseconds => Hops.Count == 0 ? 0 : Microseconds / 1000.0 / Hops.Count;

    internal void AddRight(int hops, int attempts, TimeSpan took)
    {
        Hops.Add(hops);
        Retries += Math.Max(0, attempts - 1);
        Microseconds += took.Ticks / TimeSpan.TicksPerMicrosecond;
    }

    internal void AddWrong(int attempts)
    {
        Wrong++;
        Retries += Math.Max(0, attempts - 1);
    }

    internal void AddFailed() => Failed++;
}
