namespace Rings.Protocol.Ring;

/// <summary>What a request is for.</summary>
internal enum Errand
{
    /// <summary>A head, or the node that may become one, is asked what it sees.</summary>
    Neighbours,

    /// <summary>A predecessor with a rival is asked whether it is there.</summary>
    Rival,

    /// <summary>A suspect link is asked whether it is there.</summary>
    Probe,

    /// <summary>One step of a look-up.</summary>
    Lookup,
}
