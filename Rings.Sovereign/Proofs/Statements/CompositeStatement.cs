using System.Collections.Immutable;
using Rings.Protocol;

namespace Rings.Sovereign.Proofs.Statements;

/// <summary>Statements put together (Cramer, Damgård, Schoenmakers, 1994).</summary>
public abstract class CompositeStatement : GroupStatement
{
    /// <summary>The most parts.</summary>
    public const int MaxParts = 16;

    private protected CompositeStatement(ImmutableArray<GroupStatement> parts)
    {
        if (parts.Length is < 2 or > MaxParts) throw new ProtocolException("ProofStatement.parts", "2 to 16");
        Parts = parts;
        Nodes = 1 + parts.Sum(part => part.Nodes);
        Depth = 1 + parts.Max(part => part.Depth);
        if (Nodes > MaxNodes || Depth > MaxDepth) throw new ProtocolException("ProofStatement.parts", "at most 64 in all, 4 deep");
    }

    /// <summary>What it is put together of.</summary>
    public ImmutableArray<GroupStatement> Parts { get; }

    /// <inheritdoc/>
    public override bool TakesTellingTime => Parts.Any(part => part.TakesTellingTime);

    internal override int Nodes { get; }

    internal override int Depth { get; }

    /// <inheritdoc/>
    public override bool Lists(Did did) => Parts.Any(part => part.Lists(did));

    private protected string Join(string word) => string.Join(word, Parts.Select(part => $"({part.Claim})"));
}
