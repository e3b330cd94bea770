namespace Rings.Actors.Public;

/// <summary>How much a call to a service carried, and why it ended.</summary>
/// <param name="FromTarget">Bytes that came from the service's target.</param>
/// <param name="ToTarget">Bytes that went to it.</param>
/// <param name="Trouble">What went wrong, as a clause; null: nothing, or only what is the caller's affair.</param>
internal sealed record CallEnd(long FromTarget, long ToTarget, string? Trouble);
