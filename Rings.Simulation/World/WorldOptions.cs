using Rings.Protocol.Ring;
using Rings.Simulation.Scenarios;

namespace Rings.Simulation.World;

/// <summary>What a <see cref="RingWorld"/> is made of.</summary>
internal sealed record WorldOptions
{
    /// <summary>Where all chance comes from.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>The rings' settings.</summary>
    public RingSettings Ring { get; init; } = RingSettings.Default;

    /// <summary>The network between the nodes.</summary>
    public NetworkConditions Network { get; init; } = new();

    /// <summary>What the nodes' storage is made of; null where they keep nothing.</summary>
    public StorageOptions? Storage { get; init; }

    /// <summary>Whether a SHA-256 of all events is kept; costs about as much time as the events themselves.</summary>
    public bool Trace { get; init; }

    /// <summary>Whether the last events are kept, to be printed when a rule is broken.</summary>
    public bool Journal { get; init; }
}
