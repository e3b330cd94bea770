using Rings.Protocol;
using Rings.Protocol.Ring;
using Rings.Protocol.Storage;
using Rings.Protocol.Wire;

namespace Rings.Simulation.World;

/// <summary>What an <see cref="Envelope"/> carries.</summary>
internal enum EnvelopeKind
{
    /// <summary>A message to a linked peer that wants no reply.</summary>
    Tell,

    /// <summary>A question of a ring.</summary>
    Question,

    /// <summary>An offer of a link.</summary>
    Offer,

    /// <summary>A message of the application, whose arrival or end is all that counts.</summary>
    Application,

    /// <summary>A question of storage.</summary>
    Storage,
}

/// <summary>A message under way, with what a relay reads and the crumbs that lead a reply back.</summary>
internal sealed class Envelope
{
    private List<int> _path = [];

    /// <summary>What it carries.</summary>
    public required EnvelopeKind Kind { get; init; }

    /// <summary>What its target means.</summary>
    public RouteMode Mode { get; init; }

    /// <summary>The node or key.</summary>
    public Did Target { get; init; }

    /// <summary>The node that sent it.</summary>
    public required int Origin { get; init; }

    /// <summary>
    /// The ring's name for the request, the book's number of the link, or the world's of an application message.
    /// </summary>
    public long Id { get; init; }

    /// <summary>The ring's message; null in offers and application messages.</summary>
    public RingMessage? Message { get; init; }

    /// <summary>The question of storage, where it is one.</summary>
    public StorageMessage.Question? Question { get; init; }

    /// <summary>The answer to it; null on the way back means <c>Unreachable</c>.</summary>
    public StorageMessage.Answer? Answer { get; set; }

    /// <summary>The storage that asked: one that was started since is told nothing.</summary>
    public StorageHost? Asker { get; init; }

    /// <summary>Bytes of what it carries of storage.</summary>
    public int Bytes { get; set; }

    /// <summary>The route's mark.</summary>
    public bool Final { get; set; }

    /// <summary>The nodes that have sent it on, the origin first: the crumbs.</summary>
    public IReadOnlyList<int> Path => _path;

    /// <summary>Whether this is the way back.</summary>
    public bool IsReply { get; private set; }

    /// <summary>Where the question's route ended; on the way back only.</summary>
    public int Answerer { get; private set; }

    /// <summary>The reply; null on the way back means <c>Unreachable</c>.</summary>
    public RingMessage? Reply { get; private set; }

    /// <summary>The offer, where it is one.</summary>
    public LinkOffer? Offer { get; init; }

    /// <summary>The reply to it; null on the way back: it found no way.</summary>
    public OfferReply? OfferReply { get; set; }

    /// <summary>Whether the crumbs were lost, and the way back is routed to the origin instead.</summary>
    public bool CrumbsLost { get; set; }

    /// <summary>Frames that carried it, both ways.</summary>
    public int Transmissions { get; set; }

    /// <summary>Notes a node that sends it on.</summary>
    /// <param name="node">The node.</param>
    public void PassedBy(int node) => _path.Add(node);

    /// <summary>Turns it round.</summary>
    /// <param name="answerer">Where the route ended.</param>
    /// <param name="reply">The reply; null for <c>Unreachable</c>.</param>
    public void TurnBack(int answerer, RingMessage? reply) => (IsReply, Answerer, Reply) = (true, answerer, reply);

    /// <summary>Takes up the crumb of the node that it came through last on the way there.</summary>
    public int TakeCrumb()
    {
        var previous = _path[^1];
        _path.RemoveAt(_path.Count - 1);
        return previous;
    }

    /// <summary>A second copy, on its own way from here.</summary>
    public Envelope Copy()
    {
        var copy = (Envelope)MemberwiseClone();
        copy._path = [.. _path];
        return copy;
    }
}
