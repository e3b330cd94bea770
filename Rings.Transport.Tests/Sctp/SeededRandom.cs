using System.Security.Cryptography;

namespace Rings.Transport.Tests.Sctp;

/// <summary>Randomness that a seed replays.</summary>
internal sealed class SeededRandom(int seed) : RandomNumberGenerator
{
    private readonly Random _random = new(seed);

    public override void GetBytes(byte[] data) => _random.NextBytes(data);

    public override void GetBytes(Span<byte> data) => _random.NextBytes(data);
}
