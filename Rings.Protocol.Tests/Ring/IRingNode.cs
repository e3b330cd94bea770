using Rings.Protocol.Ring;

namespace Rings.Protocol.Tests.Ring;

/// <summary>A node of a test's world, as the invariants see it.</summary>
internal interface IRingNode
{
    ChordRing Ring { get; }

    Did Did { get; }

    List<Did> Links { get; }

    Did? Owned { get; }
}
