using Rings.Protocol.Storage;

namespace Rings.Simulation.Storage;

/// <summary>What a trial of storage does.</summary>
internal sealed record StorageTrial
{
    /// <summary>The repair time that is promised: by then a crashed holder is replaced.</summary>
    public static readonly TimeSpan RepairTime = TimeSpan.FromSeconds(10);

    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>Nodes at the start.</summary>
    public required int Nodes { get; init; }

    /// <summary>Where all chance comes from.</summary>
    public required ulong Seed { get; init; }

    /// <summary>New records, written at random moments.</summary>
    public int Writes { get; init; } = 10_000;

    /// <summary>Later values for records that were acknowledged.</summary>
    public int Overwrites { get; init; } = 2_000;

    /// <summary>Reads at <see cref="Consistency.Quorum"/> of records that were acknowledged.</summary>
    public int Reads { get; init; } = 10_000;

    /// <summary>How long all that goes on, in virtual time.</summary>
    public TimeSpan For { get; init; } = TimeSpan.FromHours(1);

    /// <summary>Joins per second.</summary>
    public double Joins { get; init; }

    /// <summary>Departures in good order per second.</summary>
    public double Leaves { get; init; }

    /// <summary>Crashes per second; what crashes never comes back.</summary>
    public double Crashes { get; init; }
}
