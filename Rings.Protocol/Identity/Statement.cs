namespace Rings.Protocol.Identity;

/// <summary>What is put before an account to sign: a text for people, and where the kind asks for it the same as typed
/// data.</summary>
/// <param name="Text">The text.</param>
/// <param name="Typed">The same by named fields; null for texts that are no statement of the protocol.</param>
internal readonly record struct Statement(string Text, TypedStatement? Typed);
