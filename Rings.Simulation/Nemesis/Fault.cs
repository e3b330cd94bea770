namespace Rings.Simulation.Nemesis;

/// <summary>What the nemesis does to a ring.</summary>
internal enum FaultKind
{
    /// <summary>A node stops at once, and is started again with its disk.</summary>
    Kill,

    /// <summary>A node stops at once, and is started again with an empty disk.</summary>
    Wipe,

    /// <summary>A node stands still for a time.</summary>
    Pause,

    /// <summary>The network falls into two parts.</summary>
    Partition,

    /// <summary>A node's clock jumps.</summary>
    ClockJump,

    /// <summary>Frames are lost.</summary>
    Loss,

    /// <summary>Frames arrive twice.</summary>
    Duplication,

    /// <summary>A node's next commit fails; its storage starts again with what was durable.</summary>
    DiskError,
}

/// <summary>One fault.</summary>
/// <param name="Kind">What happens.</param>
/// <param name="At">When, since the start.</param>
/// <param name="Span">For how long; meaningless for a jump of a clock and for an error of a disk.</param>
/// <param name="Choice">Chance: which node, which sides, how far.</param>
internal sealed record Fault(FaultKind Kind, TimeSpan At, TimeSpan Span, ulong Choice)
{
    /// <inheritdoc/>
    public override string ToString() =>
        FormattableString.Invariant($"{At.TotalSeconds:0.000} {Kind} for {Span.TotalSeconds:0.000} s");
}
