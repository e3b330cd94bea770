namespace Rings.Protocol.Wire;

/// <summary>How an envelope came to this node.</summary>
/// <param name="Link">The neighbour that sent it.</param>
/// <param name="Lane">The lane that it came by.</param>
/// <param name="Now">The present.</param>
internal readonly record struct Arrival(Did Link, Lane Lane, Instant Now);
