using Akka.Actor;
using Akka.Event;
using Rings.Actors.Context;
using Rings.Actors.Disk;
using Rings.Actors.Frames;
using Rings.Protocol;
using Rings.Protocol.Storage;
using Rings.Protocol.Wire;
using static Rings.Actors.Messages.GateProtocol;
using static Rings.Actors.Storage.StorageProtocol;

namespace Rings.Actors.Storage;

/// <summary>
/// Keeps this node's share of the records: turns messages into inputs of <see cref="Replication"/> and its effects into
/// messages. Owns the store, opens it anew when it is restarted, and makes writes durable in groups: one commit for all
/// that waited in its mailbox.
/// </summary>
/// <remarks>
/// SQLite has no asynchronous calls: the actor runs on a dispatcher of its own, where waiting for the disk holds up
/// nobody else.
/// </remarks>
internal sealed partial class StorageActor : UntypedActor, IWithTimers
{
    /// <summary>The longest wait: a clock that was set would otherwise silence the upkeep.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(1);

    private readonly ILoggingAdapter _log = Context.GetLogger();
    private readonly NodeContext _node;
    private readonly StorageMemory _memory;
    private readonly IRecordStore _store;
    private readonly IOwnRecordStore _own;
    private readonly StoreHealth _health;
    private readonly StoreHealth _ownHealth;
    private readonly Replication _replication;
    private readonly Dictionary<StorageReplyTo, Arrived> _questions = [];
    private IActorRef _handOver = ActorRefs.Nobody;
    private long _lastQuestion;

    public StorageActor(NodeContext node, StorageMemory memory)
    {
        var settings = node.Settings.Storage;
        (_node, _memory) = (node, memory);
        (_health, _ownHealth) = (HealthOf(memory.Source.Schema), HealthOf(memory.Own.Schema));
        (_store, var setAside) = memory.Source.Open();
        _health.Opened(memory.Source.Schema, setAside);
        (_own, setAside) = memory.Own.Open();
        _ownHealth.Opened(memory.Own.Schema, setAside);
        var rules = new RecordRules(node.Ring, node.Budget.Delegations, settings.Records);
        _replication = new Replication(node.Self, settings, rules, _store, this, node.Random.Next());
    }

    public ITimerScheduler Timers { get; set; } = null!;

    /// <param name="node">What the node's actors share.</param>
    /// <param name="memory">What must outlive this storage.</param>
    public static Props Props(NodeContext node, StorageMemory memory) =>
        Akka.Actor.Props.Create(() => new StorageActor(node, memory));

    /// <summary>A restarted storage goes on with the ring's last word.</summary>
    protected override void PreStart()
    {
        BeginRenewals();
        if (_memory.Owned is { } owned) _replication.OwnershipChanged(owned.Predecessor, _node.Now);
        if (_memory.Neighbours is { } neighbours) _replication.NeighboursChanged(neighbours, _node.Now);
        WatchAgain();
    }

    protected override void PostStop()
    {
        EndOperations();
        (_store as IDisposable)?.Dispose();
        _own.Dispose();
    }

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case Arrived arrived:
                Receive(arrived);
                break;

            case Replied { Tag: StorageRequestId id } replied:
                Answered(id, replied.Reply);
                break;

            case RequestFailed { Tag: StorageRequestId id }:
                _replication.Undeliverable(id, _node.Now);
                break;

            case CommitDue:
                Commit();
                break;

            case ProbeDue:
                Probe();
                break;

            case Wake:
                _replication.Tick(_node.Now);
                break;

            case RenewDue:
                Renew();
                break;

            case NewNeighbours changed:
                _memory.Neighbours = changed.Neighbours;
                _replication.NeighboursChanged(changed.Neighbours, _node.Now);
                break;

            case Owned owned:
                _memory.Owned = owned;
                _replication.OwnershipChanged(owned.Predecessor, _node.Now);
                break;

            case AskHoldings:
                Sender.Tell(new Holdings(_store.Bytes, _renewals.Count));
                break;

            case HandOver handOver:
                _handOver = handOver.ReplyTo;
                _replication.Leave(_node.Now);
                break;

            default:
                ReceiveFromUsers(message);
                break;
        }
    }

    private void Receive(Arrived arrived)
    {
        try
        {
            switch (StorageCodec.Read(arrived.Body))
            {
                case StorageMessage.Question question:
                    var to = new StorageReplyTo(++_lastQuestion);
                    _questions.Add(to, arrived);
                    _replication.Receive(arrived.From, arrived.Link, question, to, _node.Now);
                    break;

                case null:
                    _memory.Gate.Tell(new Respond(
                        arrived, Kind.Unsupported, new Unsupported(Kind.Storage, "").ToBytes()));
                    break;
            }
        }
        catch (ProtocolException wrong)
        {
            _log.Debug("A storage message of {From} breaks a rule: {Rule}", arrived.From, wrong.Message);
            _node.Instruments.Dropped("malformed");
        }
    }

    private void Answered(StorageRequestId id, Arrived reply)
    {
        StorageMessage.Answer? answer = null;
        try
        {
            if (reply.Kind == Kind.Storage) answer = StorageCodec.Read(reply.Body) as StorageMessage.Answer;
        }
        catch (ProtocolException wrong)
        {
            _log.Debug("A storage answer of {From} breaks a rule: {Rule}", reply.From, wrong.Message);
        }

        if (answer is null) _replication.Undeliverable(id, _node.Now);
        else _replication.Answered(id, reply.From, answer, _node.Now);
    }

    private sealed record CommitDue : INoSerializationVerificationNeeded
    {
        public static readonly CommitDue Instance = new();
    }

    private StoreHealth HealthOf(StoreSchema schema) => new(schema.File, _log, Context.Parent);

    private sealed record ProbeDue : INoSerializationVerificationNeeded
    {
        public static readonly ProbeDue Instance = new();
    }

    private sealed record Wake : INoSerializationVerificationNeeded
    {
        public static readonly Wake Instance = new();
    }
}
