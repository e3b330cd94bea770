namespace Rings.Protocol.Wire;

/// <summary>A large message that has become whole.</summary>
/// <param name="Kind">What the body holds.</param>
/// <param name="Body">The whole.</param>
internal sealed record ReassembledMessage(Kind Kind, ReadOnlyMemory<byte> Body);
