using System.Collections.Immutable;

namespace Rings.Actors.Public;

/// <content>How a link finds its way from one end to the other.</content>
public static partial class RingsNodeProtocol
{
    /// <summary>An address at which an end of a link may be reached.</summary>
    /// <param name="Address">As "address:port".</param>
    /// <param name="Type">Where it comes from: Host, PeerReflexive, ServerReflexive or Relayed.</param>
    /// <param name="Base">At this end: what packets are sent from; null at the other.</param>
    public sealed record LinkCandidate(string Address, string Type, string? Base);

    /// <summary>What a link has to choose from, and what it has tried.</summary>
    /// <param name="Local">Addresses of this end.</param>
    /// <param name="Remote">Addresses of the other end that were taken.</param>
    /// <param name="Pairs">One of each that are tried together, the best first, each with its state: <c>A -> B: Failed</c>.</param>
    public sealed record LinkPath(
        ImmutableArray<LinkCandidate> Local, ImmutableArray<LinkCandidate> Remote, ImmutableArray<string> Pairs)
    {
        /// <summary>Of a transport that tells nothing.</summary>
        public static readonly LinkPath None = new([], [], []);
    }
}
