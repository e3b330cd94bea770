namespace Rings.Protocol.Links;

/// <summary>A link's number in its <see cref="LinkBook"/>: 1, 2, 3 …, never used again.</summary>
/// <param name="Value">The number.</param>
internal readonly record struct LinkNumber(long Value);
