using System.Collections.Immutable;

namespace Rings.Protocol.Ring;

/// <summary>A look-up that has no outcome yet.</summary>
internal sealed class OpenLookup(LookupPurpose purpose, Did key, LookupStyle style)
{
    /// <summary>Nodes that an iterative look-up keeps to fall back on.</summary>
    private const int MaxFrontier = 16;

    /// <summary>Who wants to know.</summary>
    public LookupPurpose Purpose { get; } = purpose;

    /// <summary>The key.</summary>
    public Did Key { get; } = key;

    /// <summary>Who walks the path.</summary>
    public LookupStyle Style { get; } = style;

    /// <summary>The host's name for it.</summary>
    public LookupId Id { get; init; }

    /// <summary>The one link that its questions have to go over; null for any.</summary>
    public Did? Via { get; init; }

    /// <summary>A number of its purpose: the finger's exponent, or the meeting's id.</summary>
    public ulong Tag { get; init; }

    /// <summary>First hops, or iterative steps, that have been tried.</summary>
    public List<Did> Tried { get; } = [];

    /// <summary>Questions sent.</summary>
    public int Attempts { get; set; }

    /// <summary>The answer that stands if no better one comes.</summary>
    public LookupAnswer? Best { get; set; }

    /// <summary>Iterative: steps that were answered.</summary>
    public int Steps { get; set; }

    /// <summary>Iterative: the mark of the next step.</summary>
    public bool Final { get; set; }

    /// <summary>Iterative: whom to ask next, best first, and who named it.</summary>
    public List<(Did Node, Did Source)> Frontier { get; } = [];

    /// <summary>Iterative: a step named these nodes, the best first; they are asked before all others.</summary>
    public void Push(ImmutableArray<Did> nodes, Did source)
    {
        for (var index = Math.Min(nodes.Length, RoutingTable.Alternatives) - 1; index >= 0; index--)
        {
            Frontier.Insert(0, (nodes[index], source));
        }

        if (Frontier.Count > MaxFrontier) Frontier.RemoveRange(MaxFrontier, Frontier.Count - MaxFrontier);
    }
}
