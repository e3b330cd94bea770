using Rings.Protocol;

namespace Rings.Sovereign.Secrets;

/// <summary>A share that a guardian keeps.</summary>
/// <param name="Deal">As it was dealt.</param>
/// <param name="EndedAt">Since when another version stands in its place; null: it stands.</param>
public sealed record KeptVersion(SecretMessage.Deal Deal, Instant? EndedAt);
