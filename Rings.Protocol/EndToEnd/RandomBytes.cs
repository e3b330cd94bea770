namespace Rings.Protocol.EndToEnd;

/// <summary>Fills a span with random bytes: a cryptographic generator in a node, a seeded one in tests.</summary>
public delegate void RandomBytes(Span<byte> target);
