namespace Rings.Transport;

/// <summary>A session description that breaks a rule, or asks for what this stack does not do.</summary>
/// <param name="message">Which line, what was expected.</param>
public sealed class SdpException(string message) : Exception(message);
