namespace Rings.Simulation.Runs;

/// <summary>When the ring's invariant is checked.</summary>
internal enum InvariantMode
{
    /// <summary>Never: for measurements, or where failures beyond the fault model are wanted.</summary>
    Off,

    /// <summary>At every sample.</summary>
    Periodic,

    /// <summary>After every event that changed a table or a member: for small runs.</summary>
    Always,
}
