namespace Rings.Sovereign.Tests;

/// <summary>Random bytes of a seed that a failing test prints.</summary>
internal sealed class SeededBytes(int seed)
{
    private readonly Random _random = new(seed);

    public void Fill(Span<byte> target) => _random.NextBytes(target);

    public byte[] Next(int length)
    {
        var bytes = new byte[length];
        Fill(bytes);
        return bytes;
    }
}
