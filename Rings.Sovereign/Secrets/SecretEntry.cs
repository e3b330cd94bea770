namespace Rings.Sovereign.Secrets;

/// <summary>One entry of the store, to be written or, without a value, to be removed.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Key">Its key among those of its kind.</param>
/// <param name="Value">Its bytes, secret; null: it goes.</param>
public sealed record SecretEntry(SecretEntryKind Kind, byte[] Key, byte[]? Value);
