namespace Rings.TestKit;

/// <summary>A test of many seeds failed with one of them.</summary>
public sealed class RingSeedException : Exception
{
    internal RingSeedException(int seed, string test, Exception failure)
        : base($"Seed {seed} fails: {failure.Message}\nReplay: {RingSeeds.SeedVariable}={seed} dotnet test --filter FullyQualifiedName~{test}", failure) =>
        Seed = seed;

    /// <summary>The seed.</summary>
    public int Seed { get; }
}
