namespace Rings.Sovereign.Chains.Tests.Real;

/// <summary>A test on both chains that takes long: <c>.ci/long swaps</c> runs it.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class LongFactAttribute : FactAttribute
{
    public LongFactAttribute() => Skip = new LongTheoryAttribute().Skip;
}
