namespace Rings.Simulation.Experiments;

/// <summary>One point of the <see cref="ScaleCurve"/>.</summary>
internal sealed record ScalePoint
{
    /// <summary>The look-ups.</summary>
    public required ExperimentRow Row { get; init; }

    /// <summary>Managed memory that the simulation holds per node, the network between them included.</summary>
    public required long BytesPerNode { get; init; }

    /// <summary>Mean entries of a successor list.</summary>
    public required double Successors { get; init; }

    /// <summary>Mean number of different fingers.</summary>
    public required double Fingers { get; init; }

    /// <summary>Events handled.</summary>
    public required long Events { get; init; }

    /// <summary>Frames sent per node and minute, those of the look-ups too.</summary>
    public required double FramesPerNodeMinute { get; init; }
}
