using System.Collections.Immutable;

namespace Rings.Protocol.Wire;

/// <summary>The names of optional parts of the protocol in offers and answers.</summary>
internal static class LinkFeatures
{
    /// <summary>Path frames may be sent on the link (docs/protocol, 7.1).</summary>
    public const string Paths = "paths/1";

    /// <summary>In an offer: the offerer carries the paths of others. In the answer: the answerer does.</summary>
    public const string Relay = "relay/1";

    /// <summary>
    /// What an offerer names in place of <see cref="Relay"/> that does not carry the paths of others; in the answer it says
    /// that the answerer does.
    /// </summary>
    public const string AsksForRelay = "asks-relay/1";

    /// <summary>The most names in one message.</summary>
    public const int MaxCount = 32;

    /// <summary>The longest name, in characters.</summary>
    public const int MaxLength = 64;

    /// <summary>What a node's offers name.</summary>
    public static ImmutableArray<string> Offered(bool relays) => [Paths, relays ? Relay : AsksForRelay];

    /// <summary>What a node's answer to an offer names.</summary>
    public static ImmutableArray<string> Answered(ImmutableArray<string> offered, bool relays) =>
        Common(offered, relays ? new HashSet<string> { Paths, Relay, AsksForRelay } : [Paths]);

    /// <summary>The features of an offer that this node has too, in the offer's order: what the answer names.</summary>
    public static ImmutableArray<string> Common(ImmutableArray<string> offered, IReadOnlySet<string> own) =>
        [.. offered.Where(own.Contains).Distinct(StringComparer.Ordinal)];

    /// <summary>Whether every feature of an answer was offered.</summary>
    public static bool IsSubset(ImmutableArray<string> answered, ImmutableArray<string> offered) =>
        answered.All(feature => offered.Contains(feature, StringComparer.Ordinal));
}
