using Rings.Simulation.Engine;

namespace Rings.Simulation.Nemesis;

/// <summary>
/// Draws faults. Those that take a node away come one at a time, the next one not before the ring could repair itself:
/// more at once may cost what was acknowledged, and proves nothing. The others come at any time.
/// </summary>
internal static class FaultSchedule
{
    private static readonly FaultKind[] OneAtATime =
        [FaultKind.Kill, FaultKind.Wipe, FaultKind.Pause, FaultKind.Partition, FaultKind.DiskError];

    private static readonly FaultKind[] AtAnyTime = [FaultKind.ClockJump, FaultKind.Loss, FaultKind.Duplication];

    /// <summary>The faults of a run, in the order of time.</summary>
    /// <param name="random">Where chance comes from.</param>
    /// <param name="begin">The first moment, since the start.</param>
    /// <param name="end">No fault begins later.</param>
    public static IReadOnlyList<Fault> Draw(ref SplitRandom random, TimeSpan begin, TimeSpan end)
    {
        var faults = new List<Fault>();
        for (var at = begin; at < end;)
        {
            var fault = Draw(ref random, OneAtATime, at, longest: 20);
            faults.Add(fault);
            at += fault.Span + TimeSpan.FromSeconds(15 + (20 * random.NextDouble()));
        }

        for (var at = begin; at < end;)
        {
            var fault = Draw(ref random, AtAnyTime, at, longest: 20);
            faults.Add(fault);
            at += fault.Span + TimeSpan.FromSeconds(20 * random.NextDouble());
        }

        return [.. faults.OrderBy(fault => fault.At)];
    }

    private static Fault Draw(ref SplitRandom random, FaultKind[] kinds, TimeSpan at, double longest) => new(
        kinds[random.Next(kinds.Length)], at, TimeSpan.FromSeconds(0.5 + (longest * random.NextDouble())),
        random.NextUInt64());
}
