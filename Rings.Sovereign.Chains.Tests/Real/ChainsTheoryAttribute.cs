namespace Rings.Sovereign.Chains.Tests.Real;

/// <summary>Tests that start both litecoind and anvil; skipped where one is not there.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class ChainsTheoryAttribute : TheoryAttribute
{
    public ChainsTheoryAttribute() => Skip = Parts.Missing(litecoin: true, npm: true);
}
