using System.Reflection;
using Xunit.Sdk;

namespace Rings.TestKit;

/// <summary>
/// Runs a theory of one number, the seed, with many seeds: from 1 to <c>RINGS_SEEDS</c>, or only that of <c>RINGS_SEED</c>.
/// </summary>
/// <param name="count">How many seeds where the environment says nothing, 1 and up.</param>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ManySeedsAttribute(int count) : DataAttribute
{
    /// <summary>How many seeds where the environment says nothing.</summary>
    public int Count => count;

    /// <inheritdoc/>
    public override IEnumerable<object[]> GetData(MethodInfo testMethod) => RingSeeds.All(count).Select(seed => new object[] { seed });
}
