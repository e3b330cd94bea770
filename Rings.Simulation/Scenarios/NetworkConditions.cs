namespace Rings.Simulation.Scenarios;

/// <summary>The network between the nodes.</summary>
internal sealed record NetworkConditions
{
    /// <summary>One-way delay: <c>lan</c>, <c>wan</c>, or <c>50</c> (ms), or <c>10-100</c> (ms, uniform).</summary>
    public string Latency { get; init; } = "wan";

    /// <summary>The share of messages that never arrive, 0 to 1.</summary>
    public double Loss { get; init; }

    /// <summary>The share of messages that arrive twice, 0 to 1.</summary>
    public double Duplication { get; init; }

    /// <summary>Whether messages of one link arrive in the order of sending, as a data channel's do.</summary>
    public bool Ordered { get; init; }

    /// <summary>
    /// The share of nodes behind a NAT, 0 to 1: they reach others, but nobody reaches them with a dial that was not
    /// announced over the ring, and a link between two of them takes 2 s longer.
    /// </summary>
    public double Hidden { get; init; }

    /// <summary>Seconds from a crash until a neighbour on the ring takes the link for down.</summary>
    public double Detection { get; init; } = 4;

    /// <summary>Seconds from a crash until the other links are taken for down.</summary>
    public double SlowDetection { get; init; } = 18;
}
