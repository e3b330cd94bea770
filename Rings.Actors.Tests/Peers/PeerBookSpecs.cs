using System.Collections.Immutable;
using Akka.Actor;
using Rings.Actors.Peers;
using Rings.Protocol;
using Rings.TestKit;
using static Rings.Actors.Peers.PeerBookProtocol;
using static Rings.Actors.Public.RingsNodeProtocol;

namespace Rings.Actors.Tests.Peers;

/// <summary>The book alone, in virtual time; the links are a list.</summary>
public sealed class PeerBookSpecs : IDisposable
{
    private static readonly Did One = Did.Zero.Finger(1);
    private static readonly Did Two = Did.Zero.Finger(2);
    private static readonly Uri Address = new("http://192.0.2.1:50001/");

    private readonly SimulatedRing _ring = new(seed: 1);
    private readonly SimulatedRing.Inbox _links;
    private readonly Store _store = new();
    private readonly IActorRef _book;

    public PeerBookSpecs()
    {
        _links = new SimulatedRing.Inbox(_ring.System, "links");
        var node = _ring.NewContext("self");
        var peers = new RememberedPeers(node.Settings.Peers.Remembered);
        _book = _ring.System.ActorOf(PeerBook.Props(node, peers, _store, _links.Actor), "book");
        Run(TimeSpan.Zero);
    }

    public void Dispose() => _ring.Dispose();

    [Fact]
    public void The_links_hear_whom_they_can_dial_at_each_change()
    {
        Assert.Empty(Contacts);

        Tell(new LinkOpened(One), new Reached(One, Address, true), new LinkOpened(Two));
        Assert.Equal([One], Contacts.Select(contact => contact.Did));

        Tell(new Reached(Two, Address, true), new Missed(Two));
        Assert.Equal([One, Two], Contacts.Select(contact => contact.Did));
    }

    [Fact]
    public void News_is_written_down_once_for_all_that_came_within_some_seconds()
    {
        Tell(new LinkOpened(One), new LinkOpened(Two), new Reached(One, Address, true));
        Run(TimeSpan.FromSeconds(4.9));
        Assert.Equal(0, _store.Saves);

        Run(TimeSpan.FromSeconds(0.2));
        Assert.Equal(1, _store.Saves);
        Assert.Equal(Address, _store.Peers.Single(peer => peer.Did == One).Address);
    }

    [Fact]
    public void Linked_peers_are_seen_again_and_again()
    {
        Tell(new LinkOpened(One), new LinkOpened(Two), new LinkClosed(Two, "gone"));

        Run(TimeSpan.FromMinutes(11));

        var seen = _store.Peers.ToDictionary(peer => peer.Did, peer => peer.LastSeen);
        Assert.Equal(TimeSpan.FromMinutes(10), seen[One] - seen[Two]);
    }

    [Fact]
    public void A_book_that_stops_writes_what_it_knows()
    {
        Tell(new LinkOpened(One));

        _ring.System.System.Stop(_book);
        Run(TimeSpan.Zero);

        Assert.Equal(One, Assert.Single(_store.Peers).Did);
    }

    [Fact]
    public void A_disk_that_is_full_stops_no_book_and_is_tried_again()
    {
        _store.IsFull = true;
        Tell(new LinkOpened(One));
        Run(TimeSpan.FromSeconds(6));
        Tell(new LinkOpened(Two));
        Run(TimeSpan.FromSeconds(6));
        Assert.Empty(_store.Peers);

        _store.IsFull = false;
        Tell(new LinkClosed(Two, "gone"));
        Run(TimeSpan.FromSeconds(6));

        Assert.Equal(2, _store.Peers.Count);
    }

    private ImmutableArray<PeerContact> Contacts => _links.Received.OfType<SetContacts>().Last().Contacts;

    private void Tell(params object[] news)
    {
        foreach (var one in news)
        {
            _book.Tell(one);
            Run(TimeSpan.Zero);
        }
    }

    private void Run(TimeSpan span) => _ring.World.Run(span);

    private sealed class Store : IPeerStore
    {
        public IReadOnlyCollection<RememberedPeer> Peers { get; private set; } = [];

        public int Saves { get; private set; }

        public bool IsFull { get; set; }

        public (IReadOnlyList<RememberedPeer> Peers, string? Wrong) Load() => ([], null);

        public void Save(IReadOnlyCollection<RememberedPeer> peers)
        {
            if (IsFull) throw new IOException("no space");
            (Peers, Saves) = (peers, Saves + 1);
        }
    }
}
