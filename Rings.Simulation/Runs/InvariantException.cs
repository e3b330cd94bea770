using Rings.Simulation.Invariants;

namespace Rings.Simulation.Runs;

/// <summary>A run that broke the ring's invariant. The message holds all that is needed to see it again.</summary>
/// <param name="violation">The rule.</param>
/// <param name="seed">The seed of the run.</param>
/// <param name="number">The number of the event after which the rule did not hold, from 1.</param>
/// <param name="trace">The last events that concern the nodes of the violation.</param>
internal sealed class InvariantException(Violation violation, ulong seed, long number, IReadOnlyList<string> trace)
    : Exception(string.Join(Environment.NewLine, trace.Prepend($"seed {seed}, event {number}: {violation}")))
{
    /// <summary>The rule.</summary>
    public Violation Violation { get; } = violation;

    /// <summary>The seed of the run.</summary>
    public ulong Seed { get; } = seed;

    /// <summary>The number of the event.</summary>
    public long Number { get; } = number;

    /// <summary>The last events that concern the nodes of the violation.</summary>
    public IReadOnlyList<string> Trace { get; } = trace;
}
