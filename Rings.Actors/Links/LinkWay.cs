using Akka.Actor;
using Rings.Actors.Frames;
using Rings.Protocol;

namespace Rings.Actors.Links;

/// <summary>How an offer travels, and its answer back.</summary>
internal abstract record LinkWay
{
    private LinkWay()
    {
    }

    /// <summary>Over the ring, first to a neighbour; null: wherever the routes lead.</summary>
    public sealed record OverRing(Did? Via) : LinkWay;

    /// <summary>To a seed, by its public address.</summary>
    public sealed record ToSeed(Uri Seed) : LinkWay;

    /// <summary>By hand: whoever asked carries it.</summary>
    public sealed record ByHand : LinkWay
    {
        public static readonly ByHand Instance = new();
    }

    /// <summary>It came over the ring.</summary>
    public sealed record FromRing(Arrived Request) : LinkWay;

    /// <summary>It came from outside the ring: over HTTP, or by hand.</summary>
    public sealed record FromOutside(IActorRef ReplyTo, string? Address) : LinkWay;
}
