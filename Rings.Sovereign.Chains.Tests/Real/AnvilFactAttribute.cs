namespace Rings.Sovereign.Chains.Tests.Real;

/// <summary>A test that starts anvil, or runs what npm brought; skipped where that is not there.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class AnvilFactAttribute : FactAttribute
{
    public AnvilFactAttribute() => Skip = Parts.Missing(litecoin: false, npm: true);
}
