using Rings.Actors.Node;

namespace Rings.Actors.Tests.Simulation;

/// <summary>A node's chances, all from one seed.</summary>
internal sealed class SeededRandom(int seed) : INodeRandom
{
    private readonly Random _random = new(seed);

    public void Fill(Span<byte> target)
    {
        lock (_random) _random.NextBytes(target);
    }

    public Random Next()
    {
        lock (_random) return new Random(_random.Next());
    }
}
