using Rings.Benchmarks.Actors;

namespace Rings.Benchmarks.Streams;

/// <summary>Something that carries bytes from one process to another.</summary>
internal interface IBulk : IDisposable
{
    /// <summary>All processes that take part.</summary>
    IReadOnlyList<ChildProcess> Processes { get; }

    /// <summary>Carries as much as it can for a time.</summary>
    /// <returns>Bytes, and seconds until the last of them was there.</returns>
    Task<(double Bytes, double Seconds)> FloodAsync(double seconds);
}
