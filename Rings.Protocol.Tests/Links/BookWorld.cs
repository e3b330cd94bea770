using Rings.Protocol.Links;
using Rings.Protocol.Tests.Identity;
using Rings.Protocol.Tests.Wire;
using Rings.Protocol.Wire;

namespace Rings.Protocol.Tests.Links;

/// <summary>
/// Nodes with books, and what lies between them: offers, answers and connections, in an order that a seed draws.
/// </summary>
internal sealed class BookWorld
{
    private readonly Random _random;
    private readonly LinkLimits _limits;
    private readonly LinkRules _broken;
    private readonly List<Action> _pending = [];
    private readonly List<BookRequest> _requests = [];
    private int _lastId;

    public BookWorld(int seed, LinkRules broken, int nodes = 2, LinkLimits? limits = null)
    {
        (_random, _broken, _limits) = (new Random(seed), broken, limits ?? new());
        Nodes = [.. Enumerable.Range(1, nodes).Select(number => new BookNode(this, DidOf(number), broken, _limits))];
    }

    public BookNode[] Nodes { get; }

    public Instant Now { get; private set; } = TestAccounts.Now;

    public List<LinkOffer> Offers { get; } = [];

    public IReadOnlyList<BookRequest> Requests => _requests;

    /// <summary>Dids grow with their numbers: of two crossing offers the one from the smaller number stands.</summary>
    public static Did DidOf(int number)
    {
        var bytes = new byte[Did.Bytes];
        (bytes[0], bytes[1]) = ((byte)(number >> 8), (byte)number);
        return Did.Read(bytes);
    }

    public static PayloadHash HashOf(LinkOffer offer) => PayloadHash.Of(offer.ToBytes());

    public void Post(Action action) => _pending.Add(action);

    public void Pass(TimeSpan time) => Now += time;

    /// <summary>Does one of the things that wait; false: none does.</summary>
    public bool Step()
    {
        if (_pending.Count == 0) return false;
        var next = _random.Next(_pending.Count);
        var action = _pending[next];
        _pending.RemoveAt(next);
        action();
        return true;
    }

    public void Run()
    {
        while (Step()) Pass(TimeSpan.FromMilliseconds(1));
    }

    public LinkOffer Offer(Did from, Did to, LinkId? id = null)
    {
        var bytes = new byte[LinkId.Bytes];
        BitConverter.TryWriteBytes(bytes, ++_lastId);
        var offer = new LinkOffer
        {
            VersionMin = LinkCheck.Version,
            VersionMax = LinkCheck.Version,
            Ring = TestAccounts.Ring,
            From = from,
            To = to,
            LinkId = id ?? LinkId.Read(bytes),
            Sdp = Any.Sdp,
            IssuedMs = (ulong)Now.UnixMilliseconds,
            ExpiresMs = (ulong)(Now + TimeSpan.FromMinutes(1)).UnixMilliseconds,
        };
        Offers.Add(offer);
        return offer;
    }

    public LinkAnswer Answer(LinkOffer offer, PayloadHash hash) => new()
    {
        Version = LinkCheck.Version,
        OfferHash = hash,
        From = offer.To,
        To = offer.From,
        LinkId = offer.LinkId,
        Sdp = Any.Sdp,
        IssuedMs = (ulong)Now.UnixMilliseconds,
    };

    /// <summary>Brings an offer to its node, or loses it.</summary>
    public void Deliver(BookNode from, LinkNumber link, LinkOffer offer, bool outside)
    {
        var request = new BookRequest(from, link);
        _requests.Add(request);
        Post(() =>
        {
            if (Find(offer.To) is not { } to) Lose(request);
            else to.Book.OfferCame(offer, HashOf(offer), null, outside
                ? new LinkWay.FromOutside(request, "192.0.2.1") : new LinkWay.FromRing(from.Did, request), Now);
        });
    }

    /// <summary>Brings an answer back: to whatever waits for it.</summary>
    public void Return(BookRequest request, LinkAnswer answer) => Post(() =>
    {
        if (request.From.Book.OfferOf(request.Link) is { } sent && HashOf(sent) == answer.OfferHash)
            request.From.Book.AnswerCame(request.Link, answer, PayloadHash.Of(answer.ToBytes()), null);
    });

    public void Fail(BookRequest request, LinkFailure reason) =>
        Post(() => request.From.Book.ExchangeFailed(request.Link, reason, "refused", []));

    /// <summary>One end of a connection knows what it is: once the other does, it is up at both.</summary>
    public void Meet(BookNode node, LinkNumber link) => Post(() =>
    {
        if (!node.Connections.TryGetValue(link, out var here) || OtherEnd(node, here) is not ({ } other, var there))
            return;
        node.Book.PathFound(link);
        other.Book.PathFound(there);
        Post(() => node.Book.Up(link));
        Post(() => other.Book.Up(there));
    });

    /// <summary>A node closes a connection: it is gone at both ends.</summary>
    public void Close(BookNode node, LinkNumber link, GoAwayReason reason) => Post(() =>
    {
        if (!node.Connections.TryGetValue(link, out var here)) return;
        if (OtherEnd(node, here) is ({ } other, var there)) Post(() => End(other, there, reason));
        End(node, link, null);
    });

    /// <summary>A connection breaks, or never came up: both ends notice.</summary>
    public void Break(BookNode node, LinkNumber link)
    {
        if (!node.Connections.TryGetValue(link, out var here)) return;
        if (OtherEnd(node, here) is ({ } other, var there)) Post(() => End(other, there, null));
        Post(() => End(node, link, null));
    }

    public BookNode? Find(Did did) => Array.Find(Nodes, node => node.Did == did);

    private static void End(BookNode node, LinkNumber link, GoAwayReason? goAway)
    {
        if (!node.Connections.Remove(link)) return;
        node.Book.Closing(link, "it ends", goAway, []);
        node.Book.Down(link);
    }

    private void Lose(BookRequest request)
    {
        request.Settle();
        request.From.Book.ExchangeFailed(request.Link, LinkFailure.Unreachable, "lost", []);
    }

    private (BookNode Node, LinkNumber Link)? OtherEnd(
        BookNode node, (Did Peer, (LinkId, PayloadHash, PayloadHash)? Bound) here)
    {
        if (here.Bound is null || Find(here.Peer) is not { } other || other == node) return null;
        foreach (var (link, there) in other.Connections)
            if (there.Peer == node.Did && there.Bound == here.Bound) return (other, link);
        return null;
    }
}
