namespace Rings.Simulation.Scenarios;

/// <summary>What a hostile node does.</summary>
internal enum HostileBehaviour
{
    /// <summary>Keeps the rules: no node is hostile.</summary>
    None,

    /// <summary>Answers questions for its neighbours with members that are not its neighbours, and with Dids of
    /// nobody.</summary>
    Lie,

    /// <summary>Takes look-ups and messages that it should pass on, and drops them.</summary>
    BlackHole,

    /// <summary>Sends its links a hundred needless questions a second.</summary>
    Flood,
}
