namespace Rings.Host.Http;

/// <summary>What a listener takes.</summary>
/// <param name="Body">The longest request body, in bytes.</param>
/// <param name="Connections">The most connections at a time; those beyond are closed at once.</param>
internal readonly record struct ListenerBounds(int Body, int Connections);
