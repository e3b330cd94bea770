namespace Rings.Protocol.Storage;

/// <summary>Which way records go where a node and its neighbour differ.</summary>
internal enum ComparisonMode
{
    /// <summary>To this node what it lacks.</summary>
    Pull,

    /// <summary>To the neighbour what it lacks.</summary>
    Push,

    /// <summary>Both ways.</summary>
    Both,
}
