using Rings.Protocol;

namespace Rings.Simulation.Engine;

/// <summary>The calendar of simulated worlds.</summary>
internal static class VirtualTime
{
    /// <summary>Where virtual time begins: 2026-01-01T00:00:00Z.</summary>
    public static Instant Start => Instant.FromUnixMilliseconds(1_767_225_600_000);
}
