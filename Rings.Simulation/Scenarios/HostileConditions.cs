namespace Rings.Simulation.Scenarios;

/// <summary>The nodes that do not keep the rules.</summary>
internal sealed record HostileConditions
{
    /// <summary>The share of the starting nodes that is hostile, 0 to 1; drawn from the seed, never two
    /// neighbours.</summary>
    public double Share { get; init; }

    /// <summary>What they do; several behaviours are dealt out in turn.</summary>
    public IReadOnlyList<HostileBehaviour> Behaviours { get; init; } = [];
}
