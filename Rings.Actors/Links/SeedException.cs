namespace Rings.Actors.Links;

/// <summary>A seed that cannot be reached, or refuses.</summary>
/// <param name="message">What happened and what to do.</param>
/// <param name="inner">The failure beneath, if any.</param>
public sealed class SeedException(string message, Exception? inner = null) : Exception(message, inner);
