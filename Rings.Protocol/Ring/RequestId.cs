namespace Rings.Protocol.Ring;

/// <summary>Names one request of a <see cref="ChordRing"/> to its host, never on the wire; not used again.</summary>
/// <param name="Value">1, 2, 3, … in the order of asking.</param>
internal readonly record struct RequestId(uint Value);
