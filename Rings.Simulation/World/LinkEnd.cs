using Rings.Protocol.Ring;

namespace Rings.Simulation.World;

/// <summary>One end of a link.</summary>
/// <param name="peer">The number of the node at the other end; −1: nobody is there.</param>
/// <param name="source">How the link came about.</param>
internal sealed class LinkEnd(int peer, LinkSource source)
{
    /// <summary>The number of the node at the other end; −1: nobody is there.</summary>
    public int Peer => peer;

    /// <summary>How the link came about.</summary>
    public LinkSource Source => source;

    /// <summary>The world's number of the link, the same at both ends; 0 until offer and answer are exchanged.</summary>
    public long Link { get; set; }

    /// <summary>Whether it has been ready.</summary>
    public bool IsUp { get; set; }
}
