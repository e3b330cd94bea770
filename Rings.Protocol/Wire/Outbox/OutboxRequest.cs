using Rings.Protocol.Ring;

namespace Rings.Protocol.Wire;

/// <summary>A message that a node wants to send, and what it wants to hear of it.</summary>
/// <param name="Kind">What the body holds.</param>
/// <param name="Mode">To a node, to the owner of a key, or, as a reply, back the way the request came.</param>
/// <param name="Destination">The node or key.</param>
/// <param name="Body">The message; not to be written to.</param>
/// <param name="Patience">How long it may take.</param>
internal sealed record OutboxRequest(
    Kind Kind, RouteMode Mode, Did Destination, ReadOnlyMemory<byte> Body, TimeSpan Patience)
{
    /// <summary>The link to send it by; null: as the routes say. A reply's: the link that its request came by.</summary>
    public Did? FirstHop { get; init; }

    /// <summary>The route's mark as it leaves by <see cref="FirstHop"/>.</summary>
    public bool IsFinal { get; init; }

    /// <summary>
    /// Links that it may cross, 1 to <see cref="Route.MaxHops"/>. With fewer it explores the way: that the route ended is
    /// an answer then, and no reason to try another way.
    /// </summary>
    public int MaxHops { get; init; } = Route.MaxHops;

    /// <summary>Whether any reply is wanted.</summary>
    public bool WantsReply { get; init; } = true;

    /// <summary>
    /// Whether a receipt of the destination is the reply, for which the message is sent again until it comes.
    /// </summary>
    public bool WantsReceipt { get; init; }

    /// <summary>Whether the hand-over to the first link is enough.</summary>
    public bool OnlyHandOver { get; init; }

    /// <summary>The transaction that it answers.</summary>
    public TransactionId? ReplyTo { get; init; }

    /// <summary>Whether somebody waits for its outcome. Of other messages nobody hears again.</summary>
    public bool IsAwaited => WantsReply || WantsReceipt || OnlyHandOver;

    /// <summary>Whether it asks how far a route leads.</summary>
    public bool Explores => MaxHops < Route.MaxHops;

    /// <summary>The answer to a request: it travels on the request's crumbs, and nobody waits for it.</summary>
    /// <param name="to">The request's origin.</param>
    /// <param name="link">The neighbour that brought the request; the node itself for its own.</param>
    /// <param name="request">The request's transaction.</param>
    /// <param name="kind">What the body holds.</param>
    /// <param name="body">The answer.</param>
    public static OutboxRequest Reply(
        Did to, Did link, TransactionId request, Kind kind, ReadOnlyMemory<byte> body) =>
        new(kind, RouteMode.Back, to, body, TimeSpan.FromMilliseconds(TransactionDraft.DefaultTtlMs))
        {
            FirstHop = link,
            ReplyTo = request,
            WantsReply = false,
        };
}
