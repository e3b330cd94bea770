using System.Collections.Immutable;
using Rings.Protocol;

namespace Rings.Sovereign.Secrets;

/// <summary>A secret that this node claims.</summary>
/// <param name="Sheet">What its owner had laid away.</param>
/// <param name="BegunAt">Since when.</param>
/// <param name="IsRehearsal">Whether it only asks who is there: no number is opened, so no share can move.</param>
public sealed record RecoveryTask(RecoverySheet Sheet, Instant BegunAt, bool IsRehearsal)
{
    /// <summary>What there is to do with each guardian.</summary>
    public ImmutableDictionary<Did, RecoveryPart> Parts { get; init; } = ImmutableDictionary<Did, RecoveryPart>.Empty;
}
