namespace Rings.Protocol.Wire;

/// <summary>How far a node is part of the ring.</summary>
public enum NodePhase
{
    /// <summary>Not said, or not known to this version: treated as <see cref="Joining"/>.</summary>
    Unknown = 0,

    /// <summary>Owns nothing and answers for nobody yet.</summary>
    Joining = 1,

    /// <summary>A full member.</summary>
    Member = 2,
}
