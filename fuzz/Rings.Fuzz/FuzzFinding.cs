namespace Rings.Fuzz;

/// <summary>An input that did what no input may do.</summary>
/// <param name="Target">Whose input.</param>
/// <param name="Input">The bytes.</param>
/// <param name="What">What happened.</param>
internal sealed record FuzzFinding(IFuzzTarget Target, byte[] Input, string What);
