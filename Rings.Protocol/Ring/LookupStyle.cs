namespace Rings.Protocol.Ring;

/// <summary>Who walks the path of a look-up.</summary>
internal enum LookupStyle
{
    /// <summary>The question is routed from relay to relay to the owner (mode <c>OWNER</c>), which answers.</summary>
    Recursive,

    /// <summary>
    /// The asker asks each node on the path for the next ones and goes there itself (mode <c>NODE</c>).
    /// </summary>
    Iterative,
}
