namespace Rings.Transport;

/// <summary>
/// Fills a span with random bytes. The operating system's generator in a node, a seeded one in tests.
/// </summary>
internal delegate void RandomFill(Span<byte> destination);
