using System.Collections.Immutable;
using Akka.Actor;
using Akka.Event;
using Rings.Actors.Disk;
using Rings.Sovereign.Actors.Context;
using Rings.Sovereign.Actors.Store;
using Rings.Sovereign.Secrets;
using static Rings.Actors.Public.RingsNodeProtocol;
using static Rings.Sovereign.Actors.Store.SecretStoreProtocol;

namespace Rings.Sovereign.Actors.Keeping;

/// <summary>
/// An actor beside a node that keeps what a pure machine decides on the disk before anything of it is sent, one step after
/// another. It waits for the disk, and sends by couriers; what the machine is, its heirs say.
/// </summary>
/// <remarks>Speaks to the node by its public messages only, as any application could.</remarks>
internal abstract class KeepingActor : FindingActor
{
    /// <summary>Messages of others that may wait; then the node answers <c>Busy</c>.</summary>
    public const int Window = 64;

    /// <summary>All that may wait for the disk; what comes beyond is refused.</summary>
    public const int MaxStashed = 512;

    /// <summary>The disk has answered by then, or this part begins anew.</summary>
    internal static readonly TimeSpan DiskPatience = TimeSpan.FromMinutes(1);

    private readonly string _protocol;
    private readonly TimeSpan _tickEvery;
    private readonly int _maxCouriers;
    private readonly IActorRef _store;
    private (ImmutableArray<SecretEntry> Entries, ImmutableArray<(SecretEntryKind Kind, byte[] Key)> Damaged)? _loaded;
    private Action<bool> _written = _ => { };
    private int _couriers;

    /// <param name="protocol">The name that its messages travel under.</param>
    /// <param name="tickEvery">How often time passes for the machine.</param>
    /// <param name="maxCouriers">Messages under way at once; what finds no room is sent again later, as what was lost.</param>
    /// <param name="node">The node.</param>
    /// <param name="setting">Clock and chance.</param>
    /// <param name="source">Opens the store.</param>
    protected KeepingActor(
        string protocol, TimeSpan tickEvery, int maxCouriers,
        IActorRef node, SecretSetting setting, StoreSource<ISecretStore> source)
        : base(node, setting)
    {
        (_protocol, _tickEvery, _maxCouriers) = (protocol, tickEvery, maxCouriers);
        _loaded = source.First.Load();
        _store = Context.ActorOf(StoreActor<ISecretStore>.Props(source).WithDispatcher(StorageDispatcher), "store");
    }

    internal static string StorageDispatcher =>
        Context.System.Dispatchers.HasDispatcher("rings.storage-dispatcher")
            ? "rings.storage-dispatcher"
            : "akka.actor.default-dispatcher";

    /// <summary>The machine from what lay on the disk.</summary>
    protected abstract void Load(
        SecretPlace place, ImmutableArray<SecretEntry> entries, ImmutableArray<(SecretEntryKind Kind, byte[] Key)> damaged);

    /// <summary>Runs what came; called for messages that <see cref="Waits"/> names, and for what came end to end.</summary>
    protected abstract void Run(object message);

    /// <summary>Time has passed.</summary>
    protected abstract void Advance();

    /// <summary>Whether a message waits its turn while the disk is asked.</summary>
    protected abstract bool Waits(object message);

    /// <summary>What whoever asked is told where there is no room to wait; null: nobody asked.</summary>
    protected abstract object? RefusalOf(object message);

    /// <summary>Writes entries on the disk, and then tells whether they are there. Nothing else happens before.</summary>
    protected void Keep(ImmutableArray<SecretEntry> entries, Action<bool> written)
    {
        if (entries.IsEmpty)
        {
            written(true);
            return;
        }

        _written = written;
        _store.Tell(new KeepEntries(entries));
        Timers.StartSingleTimer(DiskSilent.Instance, DiskSilent.Instance, DiskPatience);
        Become(Writing);
    }

    /// <summary>Has the node send a message.</summary>
    /// <param name="send">What.</param>
    /// <param name="delivered">What this actor is told when it has arrived, or lies in a mailbox.</param>
    protected void Post(Send send, object? delivered = null)
    {
        if (_couriers >= _maxCouriers) return;
        _couriers++;
        var courier = Context.ActorOf(Courier.Props(Node, send, delivered ?? Delivery.Instance));
        Context.WatchWith(courier, CourierGone.Instance);
    }

    protected sealed override void Begin(SecretPlace place)
    {
        var (entries, damaged) = _loaded!.Value;
        // What was read lies there in clear, and is not needed twice.
        _loaded = null;
        Load(place, entries, damaged);
        Node.Tell(new RegisterProtocol(_protocol, Self, Window));
        Timers.StartPeriodicTimer(Tick.Instance, Tick.Instance, _tickEvery);
        Become(Ready);
        Stash.UnstashAll();
        Self.Tell(Tick.Instance);
    }

    private void Ready(object message)
    {
        switch (message)
        {
            case Received received:
                Sender.Tell(new Taken(1));
                // What came in the clear could have been read on its way: it is not taken.
                if (received.IsSealed) Run(received);
                else Log.Debug("A message of {From} came in the clear and was not taken", received.From);
                break;

            case Tick:
                Advance();
                break;

            default:
                if (Waits(message)) Run(message);
                else Always(message);
                break;
        }
    }

    /// <summary>Writing: the disk is asked, and nothing else happens before it has answered.</summary>
    private void Writing(object message)
    {
        switch (message)
        {
            case EntriesKept:
                EndWriting(isKept: true);
                break;

            case EntriesNotKept:
                EndWriting(isKept: false);
                break;

            case DiskSilent:
                throw new InvalidOperationException("The store has not answered: what is on the disk has to be read anew.");

            default:
                Always(message);
                break;
        }
    }

    private void EndWriting(bool isKept)
    {
        Timers.Cancel(DiskSilent.Instance);
        Become(Ready);
        _written(isKept);
        Stash.UnstashAll();
    }

    private void Always(object message)
    {
        switch (message)
        {
            case CourierGone:
                _couriers--;
                break;

            case ProtocolTaken taken:
                Log.Error("Another receives {Protocol} at this node: nothing of it comes here", taken.Protocol);
                break;

            case ProtocolRegistered or Delivery or NodeStatus:
                break;

            case StoreFailing or StoreRestored:
                Node.Tell(message);
                break;

            default:
                Wait(message);
                break;
        }
    }

    protected sealed override void Wait(object message)
    {
        if (message is Terminated) Context.Stop(Self);
        else if (message is Tick) return; // The next one comes soon.
        else if (message is not Received && !Waits(message)) Unhandled(message);
        else if (Stash.Count < MaxStashed) Stash.Stash();
        else if (RefusalOf(message) is { } refusal) Sender.Tell(refusal);
    }

    private sealed record Tick : INoSerializationVerificationNeeded
    {
        public static readonly Tick Instance = new();
    }

    private sealed record DiskSilent : INoSerializationVerificationNeeded
    {
        public static readonly DiskSilent Instance = new();
    }

    private sealed record CourierGone : INoSerializationVerificationNeeded
    {
        public static readonly CourierGone Instance = new();
    }

    private sealed record Delivery : INoSerializationVerificationNeeded
    {
        public static readonly Delivery Instance = new();
    }
}
