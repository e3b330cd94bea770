using Rings.TestKit.Deterministic;

namespace Rings.Actors.Tests.Simulation;

/// <summary>A clock that stands until a test sets it.</summary>
internal sealed class SetTime : TimeProvider
{
    private DateTimeOffset _now = SimulatedWorld.Epoch;

    public override DateTimeOffset GetUtcNow() => _now;

    public void Advance(TimeSpan span) => _now += span;
}
