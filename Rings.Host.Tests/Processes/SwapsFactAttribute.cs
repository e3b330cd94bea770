namespace Rings.Host.Tests.Processes;

/// <summary>A test with litecoind, anvil and nodes as processes, which has a job of its own: <c>.ci/jobs/swaps</c>.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class SwapsFactAttribute : FactAttribute
{
    public SwapsFactAttribute()
    {
        if (Environment.GetEnvironmentVariable("RINGS_SWAPS_E2E") is null) Skip = "run by .ci/jobs/swaps";
    }
}
