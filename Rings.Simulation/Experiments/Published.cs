namespace Rings.Simulation.Experiments;

/// <summary>Figures that others have published, to stand beside ours.</summary>
/// <remarks>
/// Chord: Stoica et al., Chord: A Scalable Peer-to-Peer Lookup Protocol for Internet Applications, IEEE/ACM
/// Transactions on Networking 11(1), 2003, tables II and III: 1,000 nodes, 10,000 look-ups, r = 20, a round every 15 to
/// 45 s. Rust node: RingsNetwork/rings, benchmark-results/dht, 2026-07-05: 1,600 nodes, 64 look-ups per node, 160
/// fingers; its mean hops count the nodes that are asked, the one that knows the owner included.
/// </remarks>
internal static class Published
{
    /// <summary>Chord, table II: share of nodes failed at once, mean path, time-outs per look-up.</summary>
    public static (double Failed, double Path, double TimeOuts)[] Failures { get; } =
        [(0, 3.84, 0), (0.1, 4.03, 0.60), (0.2, 4.22, 1.17), (0.3, 4.44, 2.02), (0.4, 4.69, 3.23), (0.5, 5.09, 5.10)];

    /// <summary>Chord, table III: joins and leaves per second, mean path, time-outs, failures per 10,000.</summary>
    public static (double Rate, double Path, double TimeOuts, int Failures)[] Churn { get; } =
    [
        (0.05, 3.90, 0.05, 0), (0.10, 3.83, 0.11, 0), (0.15, 3.84, 0.16, 2), (0.20, 3.81, 0.23, 5),
        (0.25, 3.83, 0.30, 6), (0.30, 3.91, 0.34, 8), (0.35, 3.94, 0.42, 16), (0.40, 4.06, 0.46, 15),
    ];

    /// <summary>The Rust node: share of nodes failed at once, mean hops, time-outs per look-up, failures per
    /// 10,000.</summary>
    public static (double Failed, double Hops, double TimeOuts, double Failures)[] RustFailures { get; } =
        [(0, 5.469, 0, 0), (0.1, 5.758, 0.734, 98.2), (0.2, 6.186, 1.890, 314.7)];

    /// <summary>The Rust node: share of nodes replaced at once, mean hops, time-outs per look-up, failures per
    /// 10,000.</summary>
    public static (double Replaced, double Hops, double TimeOuts, double Failures)[] RustChurn { get; } =
    [
        (0.05, 5.617, 0.361, 546.2), (0.10, 5.756, 0.725, 1043.4), (0.15, 5.923, 1.210, 1605.3),
        (0.20, 6.151, 1.815, 2211.6),
        (0.25, 6.270, 2.355, 3019.9), (0.30, 6.485, 3.194, 3713.6), (0.35, 6.659, 3.994, 4436.9),
        (0.40, 6.746, 4.604, 5161.1),
    ];
}
