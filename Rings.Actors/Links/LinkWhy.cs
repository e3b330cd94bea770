using Rings.Actors.Public;
using static Rings.Actors.Public.RingsNodeProtocol;

namespace Rings.Actors.Links;

/// <summary>Why a link is not ready yet, and what to do about it, by the addresses that it has and the pairs that it tried.</summary>
internal static class LinkWhy
{
    private const string Reflexive = "ServerReflexive";
    private const string Relayed = "Relayed";
    private const string Succeeded = ": Succeeded";

    /// <summary>The reason with the advice, a sentence without its full stop; null where there is nothing to say.</summary>
    /// <param name="state">How far the link is.</param>
    /// <param name="path">What it has to choose from, and what it tried.</param>
    public static string? Of(LinkState state, LinkPath path)
    {
        if (state == LinkState.Offered) return "its offer waits for the other end's answer";
        if (state != LinkState.Connecting) return null;
        if (path.Local.IsEmpty && path.Remote.IsEmpty) return "its addresses are being gathered";
        if (path.Remote.IsEmpty) return "the other end has not told its addresses yet: its answer is under way, or is not coming";
        if (path.Local.IsEmpty) return "this end has no address to offer. Is the network up? rings.transport.bind-addresses says which are used";
        if (path.Pairs.IsEmpty) return NothingFits(path);
        if (path.Pairs.Any(pair => pair.EndsWith(Succeeded, StringComparison.Ordinal)))
            return "packets come through; the two ends are agreeing on keys";
        var tried = path.Pairs.Length == 1 ? "the only pair of addresses" : $"any of {path.Pairs.Length} pairs of addresses";
        return $"no answer comes over {tried}. {Advice(path)}";
    }

    private static string NothingFits(LinkPath path) => path.Local.Any(IsLoopback) != path.Remote.Any(IsLoopback)
        ? "one end is only on loopback and the other is not, so no address fits. Give the one on loopback an address of the network: "
            + "rings run --external, or rings.transport.bind-addresses"
        : "no address of one end fits one of the other: one may have only IPv4, the other only IPv6. A TURN server joins them: rings.transport.ice-servers";

    private static string Advice(LinkPath path)
    {
        if (Has(path, Relayed)) return "A TURN server is there and no packet comes through it: rings doctor tries it";
        return path.Local.Any(candidate => candidate.Type == Reflexive)
            ? "Both may be behind NATs that no packet passes: a TURN server on one side joins them (rings.transport.ice-servers)"
            : "Is UDP let through between the two? Across networks a STUN or TURN server is needed: rings.transport.ice-servers";
    }

    private static bool Has(LinkPath path, string type) => path.Local.Concat(path.Remote).Any(candidate => candidate.Type == type);

    private static bool IsLoopback(LinkCandidate candidate) =>
        candidate.Address.StartsWith("127.", StringComparison.Ordinal) || candidate.Address.StartsWith("[::1]", StringComparison.Ordinal);
}
