namespace Rings.Simulation.Scenarios;

/// <summary>How the nodes of the beginning come together.</summary>
internal enum StartState
{
    /// <summary>The ideal ring is there at second 0, built directly.</summary>
    Ideal,

    /// <summary>Each node joins when the one before it has become a member.</summary>
    OneByOne,

    /// <summary>All nodes join in the same instant.</summary>
    AtOnce,
}
