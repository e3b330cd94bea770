namespace Rings.Sovereign.Chains.Tests.Real;

/// <summary>Tests on both chains that take minutes: <c>.ci/long swaps</c> runs them.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class LongTheoryAttribute : TheoryAttribute
{
    public LongTheoryAttribute() => Skip = Parts.Missing(litecoin: true, npm: true)
        ?? (Environment.GetEnvironmentVariable("RINGS_SWAPS_FULL") is null ? "part of .ci/long swaps" : null);
}
