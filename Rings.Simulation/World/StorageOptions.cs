using Rings.Protocol.Storage;

namespace Rings.Simulation.World;

/// <summary>What the storage of a world's nodes is made of.</summary>
/// <param name="Settings">The numbers of replication.</param>
/// <param name="Rules">Judges records; one for all nodes, so that each delegation is verified once.</param>
internal sealed record StorageOptions(StorageSettings Settings, RecordRules Rules)
{
    /// <summary>What is broken on purpose, so that a check can show that it would notice.</summary>
    internal StorageFlaw Flaw { get; init; } = StorageFlaw.None;
}
