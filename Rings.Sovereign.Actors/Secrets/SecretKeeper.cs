using Akka.Actor;
using Akka.Event;
using Rings.Actors.Disk;
using Rings.Protocol.Identity;
using Rings.Sovereign.Actors.Context;
using Rings.Sovereign.Actors.Proofs;
using Rings.Sovereign.Actors.Store;
using Rings.Sovereign.Secrets;
using static Rings.Actors.Public.RingsNodeProtocol;
using static Rings.Sovereign.Actors.Public.RingsSecretsProtocol;
using static Rings.Sovereign.Actors.Store.SecretStoreProtocol;

namespace Rings.Sovereign.Actors.Secrets;

/// <summary>
/// Owner, guardian and claimant of one node: what they decide is on the disk before anything of it is sent, one step after
/// another. Everything they say goes end to end.
/// </summary>
/// <remarks>Speaks to the node by its public messages only, as any application could.</remarks>
internal sealed partial class SecretKeeper : UntypedActor, IWithTimers, IWithStash
{
    /// <summary>The name that its messages travel under.</summary>
    public const string Protocol = "secret/1";

    /// <summary>Messages of others that may wait; then the node answers <c>Busy</c>.</summary>
    public const int Window = 64;

    /// <summary>All that may wait for the disk; what comes beyond is refused.</summary>
    public const int MaxStashed = 512;

    /// <summary>Messages under way at once; what finds no room is sent again later, as what was lost.</summary>
    public const int MaxCouriers = 256;

    /// <summary>The disk has answered by then, or this part begins anew.</summary>
    internal static readonly TimeSpan DiskPatience = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan TickEvery = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan AskNodeEvery = TimeSpan.FromSeconds(5);

    private readonly IActorRef _node;
    private readonly SecretSetting _setting;
    private readonly IActorRef _store;
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private Func<SecretPlace, SecretsView>? _load;
    private SecretsView _states = null!;
    private IActorRef _proofs = ActorRefs.Nobody;
    private ProbeRound _probes = null!;
    private Action<bool> _written = _ => { };
    private int _couriers;

    public SecretKeeper(IActorRef node, SecretSetting setting, StoreSource<ISecretStore> source)
    {
        (_node, _setting) = (node, setting);
        var (entries, damaged) = source.First.Load();
        _load = place => new(
            SecretOwner.Load(place, entries), Guardian.Load(place, entries, damaged), SecretRecovery.Load(place, entries));
        _store = Context.ActorOf(StoreActor<ISecretStore>.Props(source).WithDispatcher(StorageDispatcher), "store");
    }

    public ITimerScheduler Timers { get; set; } = null!;

    public IStash Stash { get; set; } = null!;

    private static string StorageDispatcher =>
        Context.System.Dispatchers.HasDispatcher("rings.storage-dispatcher")
            ? "rings.storage-dispatcher"
            : "akka.actor.default-dispatcher";

    /// <param name="node">The node.</param>
    /// <param name="setting">Clock and chance.</param>
    /// <param name="source">Opens the store.</param>
    public static Props Props(IActorRef node, SecretSetting setting, StoreSource<ISecretStore> source) =>
        Akka.Actor.Props.Create(() => new SecretKeeper(node, setting, source));

    protected override void PreStart()
    {
        Context.Watch(_node);
        _node.Tell(GetStatus.Instance);
        Timers.StartPeriodicTimer(AskNode.Instance, AskNode.Instance, AskNodeEvery);
    }

    /// <summary>Finding: until the node has said who it is.</summary>
    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case NodeStatus status:
                Timers.Cancel(AskNode.Instance);
                Begin(new(RingId.Read(Convert.FromHexString(status.Ring)), status.Did));
                break;

            case AskNode:
                _node.Tell(GetStatus.Instance);
                break;

            default:
                Wait(message);
                break;
        }
    }

    private void Begin(SecretPlace place)
    {
        _states = _load!(place);
        // What was read lies there in clear, and is not needed twice.
        _load = null;
        if (!_states.Guardian.Damaged.IsEmpty)
            _log.Error("{Count} shares that were kept here cannot be read any more", _states.Guardian.Damaged.Count);
        _proofs = Context.ActorOf(ProofDesk.Props(_node, place, _setting), "proofs");
        _probes = new(_proofs, Self, _setting);
        _node.Tell(new RegisterProtocol(Protocol, Self, Window));
        Timers.StartPeriodicTimer(Tick.Instance, Tick.Instance, TickEvery);
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
                Hear(received);
                break;

            case ISecretCommand command:
                Command(command);
                break;

            case Tick:
                Advance();
                break;

            case ProofDesk.FindWitness find:
                var isHeld = _states.Guardian.TryFindShare(find.Verifier, find.Point, out var share);
                Sender.Tell(new ProofDesk.Witness(find, isHeld ? share : null));
                break;

            case ProofDesk.Proven proven:
                Note(proven);
                break;

            case HandedOver handed:
                _states = _states with { Guardian = _states.Guardian.Handed(handed.Message) };
                break;

            default:
                Always(message);
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

    private void Always(object message)
    {
        switch (message)
        {
            case CourierGone:
                _couriers--;
                break;

            case ProtocolTaken taken:
                _log.Error("Another receives {Protocol} at this node: nothing of it comes here", taken.Protocol);
                break;

            case ProtocolRegistered or Delivery:
                break;

            case StoreFailing or StoreRestored:
                _node.Tell(message);
                break;

            case Terminated gone when gone.ActorRef.Equals(_node):
                Context.Stop(Self);
                break;

            default:
                Wait(message);
                break;
        }
    }

    private void Wait(object message)
    {
        if (message is Terminated) Context.Stop(Self);
        else if (message is not (Received or ISecretCommand or Tick or ProofDesk.FindWitness or ProofDesk.Proven or HandedOver))
            Unhandled(message);
        else if (message is Tick)
            return; // The next one comes soon.
        else if (Stash.Count < MaxStashed)
            Stash.Stash();
        else if (message is ISecretCommand command)
            Sender.Tell(RefusalOf(command));
    }

    /// <summary>Writes what a step needs on the disk, and then takes its state, sends what it says and answers.</summary>
    private void Run<T>(SecretStep<T> step, Func<T, SecretsView> with, Action<SecretOutcome> answer)
    {
        void Done(bool isKept)
        {
            if (isKept)
            {
                _states = with(step.State);
                foreach (var send in step.Sends) Post(send);
            }

            answer(isKept ? step.Outcome : SecretOutcome.NotKept);
        }

        if (step.Entries.IsEmpty)
        {
            Done(isKept: true);
            return;
        }

        _written = Done;
        _store.Tell(new KeepEntries(step.Entries));
        Timers.StartSingleTimer(DiskSilent.Instance, DiskSilent.Instance, DiskPatience);
        Become(Writing);
    }

    private void EndWriting(bool isKept)
    {
        Timers.Cancel(DiskSilent.Instance);
        Become(Ready);
        _written(isKept);
        Stash.UnstashAll();
    }

    private void Post(SecretSend send)
    {
        if (_couriers >= MaxCouriers) return;
        _couriers++;
        // Of everything else an answer tells that it has come.
        object delivered = send.Message is SecretMessage.Return or SecretMessage.Warning
            ? new HandedOver(send.Message)
            : Delivery.Instance;
        var courier = Context.ActorOf(Courier.Props(
            _node, new Send(send.To, Protocol, SecretCodec.Write(send.Message)), delivered));
        Context.WatchWith(courier, CourierGone.Instance);
    }

    private sealed record Tick : INoSerializationVerificationNeeded
    {
        public static readonly Tick Instance = new();
    }

    private sealed record AskNode : INoSerializationVerificationNeeded
    {
        public static readonly AskNode Instance = new();
    }

    private sealed record DiskSilent : INoSerializationVerificationNeeded
    {
        public static readonly DiskSilent Instance = new();
    }

    private sealed record CourierGone : INoSerializationVerificationNeeded
    {
        public static readonly CourierGone Instance = new();
    }

    private sealed record HandedOver(SecretMessage Message) : INoSerializationVerificationNeeded;

    private sealed record Delivery : INoSerializationVerificationNeeded
    {
        public static readonly Delivery Instance = new();
    }
}
