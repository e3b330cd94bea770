namespace Rings.Protocol.Links;

/// <summary>
/// How an offer travels, and its answer back. What a way leads to is the host's: the book only hands it back.
/// </summary>
internal abstract record LinkWay
{
    private LinkWay()
    {
    }

    /// <summary>Whether this node made the offer.</summary>
    public bool IsOwn => this is OverRing or ToContact or ByHand;

    /// <summary>Whether the ring asked for the link, and waits to hear if nothing comes of it.</summary>
    public bool IsForRing => this is OverRing { Via: not null };

    /// <summary>Over the ring.</summary>
    /// <param name="Via">
    /// The neighbour to send it to first, which only the ring names (<see cref="IsForRing"/>); null: wherever the routes
    /// lead.
    /// </param>
    public sealed record OverRing(Did? Via) : LinkWay
    {
        /// <summary>Whether the ring can do without the link: it is opened only while the link budget has room.</summary>
        public bool IsSpare { get; init; }
    }

    /// <summary>To a seed or remembered peer, by its public address.</summary>
    /// <param name="Address">Where it answers offers.</param>
    public sealed record ToContact(Uri Address) : LinkWay;

    /// <summary>By hand: whoever asked carries it.</summary>
    public sealed record ByHand : LinkWay
    {
        /// <summary>The only one there is.</summary>
        public static readonly ByHand Instance = new();
    }

    /// <summary>It came over the ring.</summary>
    /// <param name="Introducer">The neighbour that handed it over.</param>
    /// <param name="Request">What the host needs to answer it.</param>
    public sealed record FromRing(Did Introducer, object Request) : LinkWay;

    /// <summary>It came from outside the ring: over HTTP, or by hand.</summary>
    /// <param name="ReplyTo">What the host needs to answer it.</param>
    /// <param name="Address">The sender's IP address; null: somebody with the node's own token brought it.</param>
    public sealed record FromOutside(object ReplyTo, string? Address) : LinkWay;
}
