namespace Rings.Protocol.Streams;

/// <summary>Whether a stream set may ask for a link of its own. The numbers are those of the wire.</summary>
public enum DirectPolicy
{
    /// <summary>A link is asked for when enough goes over more than one hop.</summary>
    Auto = 0,

    /// <summary>No link beyond those that the ring has.</summary>
    Never = 1,

    /// <summary>Nothing goes but over a link between the two ends.</summary>
    Only = 2,
}
