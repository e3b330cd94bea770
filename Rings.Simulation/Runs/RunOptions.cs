namespace Rings.Simulation.Runs;

/// <summary>How a run is watched; none of it changes what happens in it.</summary>
internal sealed record RunOptions
{
    /// <summary>When the invariant is checked.</summary>
    public InvariantMode Invariant { get; init; }

    /// <summary>Whether a SHA-256 of all events is kept.</summary>
    public bool Trace { get; init; }

    /// <summary>Virtual seconds between two samples.</summary>
    public double SampleEvery { get; init; } = 1;

    /// <summary>Called at each sample, for a progress line; null for none.</summary>
    public Action<Sample>? Progress { get; init; }
}
