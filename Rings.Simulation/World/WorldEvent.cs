namespace Rings.Simulation.World;

/// <summary>One event of a <see cref="RingWorld"/>. What the fields mean depends on the kind.</summary>
/// <param name="Kind">What happens.</param>
/// <param name="Node">The number of the node that it happens to.</param>
/// <param name="Peer">The number of the other node, if there is one.</param>
/// <param name="Tag">The link's number, so that what was meant for an older link is known; or a flag.</param>
/// <param name="Content">An <see cref="Envelope"/>, an <see cref="Action"/>, or nothing.</param>
internal readonly record struct WorldEvent(WorldEventKind Kind, int Node, int Peer, long Tag, object? Content);
