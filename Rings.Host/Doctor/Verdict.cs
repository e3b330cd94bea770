namespace Rings.Host.Doctor;

/// <summary>How a thing is.</summary>
internal enum Verdict
{
    /// <summary>As it should be.</summary>
    Well,

    /// <summary>It works, and something is worth knowing.</summary>
    Note,

    /// <summary>It keeps the node from working.</summary>
    Wrong,
}
