using Rings.Actors.Public;


namespace Rings.TestKit;

/// <summary>A node's chances, all from one seed.</summary>
/// <param name="seed">Of them.</param>
/// <param name="drawn">Told all bytes that were drawn; null: nobody is.</param>
internal sealed class SeededRandom(int seed, Action<byte[]>? drawn = null) : INodeRandom
{
    private readonly Random _random = new(seed);

    public void Fill(Span<byte> target)
    {
        lock (_random) _random.NextBytes(target);
        drawn?.Invoke(target.ToArray());
    }

    public Random Next()
    {
        lock (_random) return new Random(_random.Next());
    }
}
