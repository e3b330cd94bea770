using System.Collections.Immutable;
using Rings.Protocol;

namespace Rings.Sovereign.Secrets;

/// <summary>All that a guardian keeps of one secret.</summary>
/// <param name="Versions">Its shares by version; one each.</param>
/// <param name="Committed">The version below which all have ended; <see cref="SecretMessage.EveryVersion"/>: all.</param>
public sealed record KeptSecret(ImmutableSortedDictionary<uint, KeptVersion> Versions, uint Committed)
{
    /// <summary>One version of it.</summary>
    public KeptVersion Any => Versions.First().Value;

    /// <summary>
    /// The delay before a share leaves. It is the oldest version's: one that a thief of the owner's session key deals
    /// cannot change it.
    /// </summary>
    public TimeSpan Delay => TimeSpan.FromHours(Any.Deal.DelayHours);

    /// <summary>Ends versions; what has ended before stays as it is.</summary>
    /// <param name="committed">Those below it.</param>
    /// <param name="now">When.</param>
    public KeptSecret EndBelow(uint committed, Instant now) => new(
        Versions.Select(pair => pair.Key < committed && pair.Value.EndedAt is null
            ? KeyValuePair.Create(pair.Key, pair.Value with { EndedAt = now })
            : pair).ToImmutableSortedDictionary(), committed);
}
