namespace Rings.Actors.Public;

/// <summary>How a stream's bytes go at present.</summary>
/// <param name="IsDirect">Whether over a link between the two ends; else by way of other nodes of the ring.</param>
/// <param name="Hops">
/// Links that they go over; 0: not known yet. 1 where they go direct; above that it is what the nodes between said.
/// </param>
/// <param name="RoundTrip">What a round trip takes; null: not known.</param>
/// <param name="Since">Since when they go this way.</param>
public sealed record StreamWay(bool IsDirect, int Hops, TimeSpan? RoundTrip, DateTimeOffset Since);
