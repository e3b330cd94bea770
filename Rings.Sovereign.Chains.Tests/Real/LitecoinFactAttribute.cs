namespace Rings.Sovereign.Chains.Tests.Real;

/// <summary>A test that starts litecoind; skipped where it is not installed.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class LitecoinFactAttribute : FactAttribute
{
    public LitecoinFactAttribute() => Skip = Parts.Missing(litecoin: true, npm: false);
}
