using Rings.Protocol;
using Rings.Protocol.Ring;
using Rings.Protocol.Storage;
using Rings.Simulation.Engine;

namespace Rings.Simulation.World;

/// <summary>The storage of one node: the production core, its disk, and what a host does beside it.</summary>
internal sealed class StorageHost : IStorageEffects
{
    private static readonly TimeSpan CommitDelay = TimeSpan.FromMilliseconds(3);

    private readonly RingWorld _world;
    private readonly RingNode _node;
    private readonly Dictionary<long, Envelope> _questions = [];
    private readonly Dictionary<long, Action<PutOutcome>> _puts = [];
    private readonly Dictionary<long, Action<GetOutcome>> _gets = [];
    private readonly Replication _core;
    private Action? _handedOver;
    private Instant? _wake;
    private Instant? _scheduled;
    private long _last;

    /// <summary>Makes the storage of a node.</summary>
    /// <param name="world">Its world.</param>
    /// <param name="node">The node.</param>
    /// <param name="disk">What was durable before.</param>
    public StorageHost(RingWorld world, RingNode node, SimulatedDisk disk)
    {
        (_world, _node, Disk) = (world, node, disk);
        var options = world.Storage!;
        _core = new(
            node.Did, options.Settings, options.Rules, options.Flaw.Around(disk), this,
            new SeededRandom(world.SplitStorageStream()));
    }

    /// <summary>Its disk, which outlives it.</summary>
    public SimulatedDisk Disk { get; }

    /// <summary>Whether some range that it holds is not known to be complete.</summary>
    public bool IsCatchingUp => _core.IsCatchingUp;

    private bool IsRunning => _node.IsAlive && _node.Storage == this;

    private Instant Now => _world.Now + _node.ClockOffset;

    /// <summary>Puts a record into the ring as this node's user.</summary>
    public void Put(Did key, StoredRecord record, Consistency consistency, Action<PutOutcome> end)
    {
        _puts.Add(++_last, end);
        _core.Put(_last, key, record, consistency, Now);
    }

    /// <summary>Gets what is under a key as this node's user.</summary>
    public void Get(Did key, Consistency consistency, Action<GetOutcome> end)
    {
        _gets.Add(++_last, end);
        _core.Get(_last, key, consistency, Now);
    }

    /// <summary>Hands over what it holds.</summary>
    /// <param name="end">Called when that is done or hopeless.</param>
    public void Leave(Action end)
    {
        _handedOver = end;
        _core.Leave(Now);
    }

    /// <summary>What the ring tells goes through the node's queue, as between actors.</summary>
    public void NeighboursChanged(RingNeighbours neighbours) => Soon(() => _core.NeighboursChanged(neighbours, Now));

    /// <summary>What the ring tells goes through the node's queue, as between actors.</summary>
    public void OwnershipChanged(Did? predecessor) => Soon(() => _core.OwnershipChanged(predecessor, Now));

    /// <summary>A question has come to the end of its route.</summary>
    public void Receive(Envelope envelope)
    {
        _questions.Add(++_last, envelope);
        var from = _world.Nodes[envelope.Origin].Did;
        _core.Receive(from, link: from, envelope.Question!, new(_last), Now);
    }

    /// <summary>A question of this node's has come back, with or without an answer.</summary>
    public void Return(Envelope envelope)
    {
        if (envelope.Asker != this) return;
        if (envelope.Answer is { } answer)
            _core.Answered(new(envelope.Id), _world.Nodes[envelope.Answerer].Did, answer, Now);
        else
            _core.Undeliverable(new(envelope.Id), Now);
    }

    void IStorageEffects.Ask(StorageRequest request)
    {
        var envelope = new Envelope
        {
            Kind = EnvelopeKind.Storage,
            Mode = request.Mode,
            Target = request.Target,
            Origin = _node.Index,
            Id = request.Id.Value,
            Question = request.Message,
            Asker = this,
            Bytes = StorageCodec.Write(request.Message).Length,
        };
        Soon(() => _world.Route(_node, envelope));
    }

    void IStorageEffects.Reply(StorageReplyTo to, StorageMessage.Answer answer)
    {
        if (!_questions.Remove(to.Value, out var envelope)) return;
        envelope.Answer = _world.Storage!.Flaw.Say(answer);
        envelope.Bytes = StorageCodec.Write(answer).Length;
        Soon(() => _world.Answer(_node, envelope));
    }

    void IStorageEffects.Commit(long number)
    {
        var position = Disk.Position;
        After(CommitDelay, () =>
        {
            if (_node.IsDiskBroken)
            {
                _world.RestartStorage(_node);
                return;
            }

            Disk.Flush(position);
            _core.Committed(number, Now);
        });
    }

    void IStorageEffects.PutEnded(long operation, PutOutcome outcome)
    {
        if (_puts.Remove(operation, out var end)) end(outcome);
    }

    void IStorageEffects.GetEnded(long operation, GetOutcome outcome)
    {
        if (_gets.Remove(operation, out var end)) end(outcome);
    }

    void IStorageEffects.Changed(Did key, StoredRecord record)
    {
    }

    void IStorageEffects.Watched(Did key)
    {
    }

    void IStorageEffects.News(Did key, StoredRecord record)
    {
    }

    void IStorageEffects.HandedOver() => _handedOver?.Invoke();

    void IStorageEffects.WakeAt(Instant at)
    {
        _wake = at;
        if (_scheduled is { } scheduled && scheduled <= at) return;
        _scheduled = at;
        After(at > Now ? at - Now : TimeSpan.Zero, () => Wake(at));
    }

    private void Wake(Instant due)
    {
        if (_scheduled != due) return;
        _scheduled = null;
        if (_wake is not { } wanted) return;
        if (wanted > Now) ((IStorageEffects)this).WakeAt(wanted);
        else _core.Tick(Now);
    }

    private void Soon(Action action) => After(TimeSpan.Zero, action);

    private void After(TimeSpan delay, Action action) => _world.At(_node, delay, () =>
    {
        if (IsRunning) action();
    });
}
