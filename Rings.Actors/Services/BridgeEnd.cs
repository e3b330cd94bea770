namespace Rings.Actors.Services;

/// <summary>How much a bridge carried, and why it ended.</summary>
/// <param name="FromTarget">Bytes that came from the socket.</param>
/// <param name="ToTarget">Bytes that went to it.</param>
/// <param name="Trouble">What broke it off; null: both sides had ended.</param>
internal sealed record BridgeEnd(long FromTarget, long ToTarget, string? Trouble);
