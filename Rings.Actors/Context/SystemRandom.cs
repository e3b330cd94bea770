using System.Security.Cryptography;
using Rings.Actors.Public;

namespace Rings.Actors.Context;

/// <summary>The operating system's generator.</summary>
public sealed class SystemRandom : INodeRandom
{
    /// <summary>The only one there is.</summary>
    public static SystemRandom Instance { get; } = new();

    private SystemRandom()
    {
    }

    /// <inheritdoc/>
    public void Fill(Span<byte> target) => RandomNumberGenerator.Fill(target);

    /// <inheritdoc/>
    public Random Next() => new(RandomNumberGenerator.GetInt32(int.MaxValue));
}
