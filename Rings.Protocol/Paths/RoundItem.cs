namespace Rings.Protocol.Paths;

/// <summary>Something that takes its turn in a <see cref="DeficitRound{T}"/>.</summary>
internal abstract class RoundItem
{
    private protected RoundItem() => Place = new(this);

    /// <summary>Its place in the round, used again and again.</summary>
    internal LinkedListNode<RoundItem> Place { get; }

    /// <summary>Bytes that it may still send in its turn.</summary>
    internal long Deficit { get; set; }
}
