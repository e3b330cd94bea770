namespace Rings.Host.Speed;

/// <summary>Nothing can be measured: nothing arrives.</summary>
/// <param name="message">Why.</param>
internal sealed class SpeedException(string message) : Exception(message);
