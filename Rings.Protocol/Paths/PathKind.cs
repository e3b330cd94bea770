namespace Rings.Protocol.Paths;

/// <summary>What a path is to a node.</summary>
internal enum PathKind
{
    /// <summary>It comes by one link and goes on by another.</summary>
    Passes,

    /// <summary>The node opens it.</summary>
    Own,

    /// <summary>It comes by a link and ends at the node.</summary>
    Ends,
}
