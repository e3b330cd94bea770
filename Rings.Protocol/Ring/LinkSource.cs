namespace Rings.Protocol.Ring;

/// <summary>How a link came about, which tells whether both ends are on one ring.</summary>
internal enum LinkSource
{
    /// <summary>The offer travelled over the ring (<c>Connect</c>): both ends are on it.</summary>
    Ring,

    /// <summary>
    /// A seed, a remembered peer or a hand-carried offer: the peer may be on another ring, to be merged with.
    /// </summary>
    Contact,
}
