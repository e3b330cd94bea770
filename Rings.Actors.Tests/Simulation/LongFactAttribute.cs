namespace Rings.Actors.Tests.Simulation;

/// <summary>A test that takes minutes: skipped, visibly, unless <c>RINGS_LONG</c> is set.</summary>
internal sealed class LongFactAttribute : FactAttribute
{
    public LongFactAttribute()
    {
        if (Environment.GetEnvironmentVariable("RINGS_LONG") is null) Skip = "Takes minutes: set RINGS_LONG=1.";
    }
}
