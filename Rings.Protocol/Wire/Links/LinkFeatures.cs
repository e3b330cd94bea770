using System.Collections.Immutable;

namespace Rings.Protocol.Wire;

/// <summary>The names of optional parts of the protocol in offers and answers.</summary>
public static class LinkFeatures
{
    /// <summary>The most names in one message.</summary>
    public const int MaxCount = 32;

    /// <summary>The longest name, in characters.</summary>
    public const int MaxLength = 64;

    /// <summary>The features of an offer that this node has too, in the offer's order: what the answer names.</summary>
    public static ImmutableArray<string> Common(ImmutableArray<string> offered, IReadOnlySet<string> own) =>
        [.. offered.Where(own.Contains).Distinct(StringComparer.Ordinal)];

    /// <summary>Whether every feature of an answer was offered.</summary>
    public static bool IsSubset(ImmutableArray<string> answered, ImmutableArray<string> offered) =>
        answered.All(feature => offered.Contains(feature, StringComparer.Ordinal));
}
