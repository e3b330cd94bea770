using Akka.Actor;
using Akka.Event;
using Rings.Actors.Context;
using Rings.Actors.Disk;
using static Rings.Actors.Peers.PeerBookProtocol;
using static Rings.Actors.Public.RingsNodeProtocol;

namespace Rings.Actors.Peers;

/// <summary>
/// Runs the <see cref="RememberedPeers"/>: notes whom the node has links with, tells the links whom they can dial
/// without a ring, and writes all of it down, soon after news and when the node stops.
/// </summary>
/// <remarks>It waits for the disk, and so runs where the storage does.</remarks>
internal sealed class PeerBook : UntypedActor, IWithTimers
{
    private readonly NodeContext _node;
    private readonly RememberedPeers _peers;
    private readonly IPeerStore _store;
    private readonly IActorRef _links;
    private readonly StoreHealth _health;

    public PeerBook(NodeContext node, RememberedPeers peers, IPeerStore store, IActorRef links)
    {
        (_node, _peers, _store, _links) = (node, peers, store, links);
        _health = new(PeerFile.NameOf(node.Ring), Context.GetLogger(), Context.Parent);
    }

    public ITimerScheduler Timers { get; set; } = null!;

    /// <param name="node">What the node's actors share.</param>
    /// <param name="peers">Whom it remembers: they outlive a book that fails.</param>
    /// <param name="store">Where they are written down.</param>
    /// <param name="links">Hears whom it can dial.</param>
    public static Props Props(NodeContext node, RememberedPeers peers, IPeerStore store, IActorRef links) =>
        Akka.Actor.Props.Create(() => new PeerBook(node, peers, store, links));

    protected override void PreStart()
    {
        var interval = _node.Settings.Peers.RefreshInterval;
        Timers.StartPeriodicTimer(RefreshDue.Instance, RefreshDue.Instance, interval);
        Publish();
    }

    protected override void PostStop()
    {
        _peers.Refresh(_node.Now);
        Save();
    }

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case LinkOpened opened:
                _peers.Linked(opened.Peer, _node.Now);
                NoteNews();
                break;

            case LinkClosed closed:
                _peers.Unlinked(closed.Peer, _node.Now);
                NoteNews();
                break;

            case Reached reached:
                _peers.Reached(reached.Peer, reached.Address, reached.Announced, _node.Now);
                NoteNews();
                break;

            case Missed missed:
                _peers.Missed(missed.Peer);
                Publish();
                break;

            case RefreshDue:
                _peers.Refresh(_node.Now);
                NoteNews();
                break;

            case SaveDue:
                Save();
                break;

            default:
                Unhandled(message);
                break;
        }
    }

    private void NoteNews()
    {
        Publish();
        if (Timers.IsTimerActive(SaveDue.Instance)) return; // The first news says when, or a busy node never would.
        Timers.StartSingleTimer(SaveDue.Instance, SaveDue.Instance, _node.Settings.Peers.SaveAfter);
    }

    private void Publish() => _links.Tell(new SetContacts(_peers.Contacts));

    /// <summary>A full disk stops no node: it is told once, and tried again soon.</summary>
    private void Save()
    {
        try
        {
            _store.Save(_peers.All);
            _health.Written();
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            _health.Failed(StoreException.Of(PeerFile.NameOf(_node.Ring), failure).Message);
            Timers.StartSingleTimer(SaveDue.Instance, SaveDue.Instance, _node.Settings.Peers.SaveAfter);
        }
    }

    private sealed record SaveDue : INoSerializationVerificationNeeded
    {
        public static readonly SaveDue Instance = new();
    }

    private sealed record RefreshDue : INoSerializationVerificationNeeded
    {
        public static readonly RefreshDue Instance = new();
    }
}
