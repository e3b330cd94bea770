namespace Rings.Simulation.Scenarios;

/// <summary>
/// What happens to a ring, and what must be true of it at the end: the content of a <c>scenarios/*.json</c> file. It
/// says nothing of how the nodes are run, so the simulator and tests of whole nodes read the same files.
/// </summary>
internal sealed record Scenario
{
    /// <summary>A short name, such as <c>flash-crowd</c>.</summary>
    public required string Name { get; init; }

    /// <summary>One sentence of what it shows.</summary>
    public required string Description { get; init; }

    /// <summary>Where all chance comes from.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>Nodes at the start, in all rings together.</summary>
    public required int Nodes { get; init; }

    /// <summary>Rings that the nodes of the start form, apart from each other: 1 or 2.</summary>
    public int Rings { get; init; } = 1;

    /// <summary>How they come together.</summary>
    public StartState Start { get; init; }

    /// <summary>Seconds of virtual time.</summary>
    public required double Seconds { get; init; }

    /// <summary>The network between the nodes.</summary>
    public NetworkConditions Network { get; init; } = new();

    /// <summary>The ring's settings.</summary>
    public RingConditions Ring { get; init; } = new();

    /// <summary>The nodes that do not keep the rules.</summary>
    public HostileConditions Hostile { get; init; } = new();

    /// <summary>What is done, in any order.</summary>
    public IReadOnlyList<ScenarioStep> Steps { get; init; } = [];

    /// <summary>What must be true at the end.</summary>
    public Expectations Expect { get; init; } = new();
}
