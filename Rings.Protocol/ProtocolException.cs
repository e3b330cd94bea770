namespace Rings.Protocol;

/// <summary>
/// Bytes or text from outside that break a rule of the protocol. The only exception that a parser throws.
/// </summary>
/// <param name="field">
/// The field that is wrong, in the words of protocol.md, such as <c>Delegation.expires_ms</c>.
/// </param>
/// <param name="expected">What was expected there, as a phrase: "32 bytes", "a time after issued_ms".</param>
/// <param name="inner">The failure beneath, if any.</param>
public sealed class ProtocolException(string field, string expected, Exception? inner = null)
    : Exception($"{field}: expected {expected}.", inner)
{
    /// <summary>The field that is wrong.</summary>
    public string Field { get; } = field;

    /// <summary>What was expected there.</summary>
    public string Expected { get; } = expected;
}
