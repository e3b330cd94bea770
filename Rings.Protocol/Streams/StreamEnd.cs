namespace Rings.Protocol.Streams;

/// <summary>How a stream ended. There is exactly one for each stream.</summary>
/// <param name="Kind">How.</param>
/// <param name="Code">Why, one of <see cref="StreamCode"/> or the application's; 0 where it finished.</param>
/// <param name="Written">Bytes that this end wrote.</param>
/// <param name="Acknowledged">How many of them, from the first on, the other end is known to have taken.</param>
/// <param name="Received">Bytes that this end was given.</param>
public readonly record struct StreamEnd(StreamEndKind Kind, long Code, long Written, long Acknowledged, long Received);
