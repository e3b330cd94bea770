namespace Rings.HouseNumbers;

/// <summary>What one file holds of a top-level type.</summary>
/// <param name="Name">The full name.</param>
/// <param name="Lines">Lines from its first modifier to its end.</param>
/// <param name="Fields">Fields of an instance.</param>
/// <param name="IsActor">Whether it derives from an actor here.</param>
internal sealed record TypePart(string Name, int Lines, int Fields, bool IsActor);
