using Rings.Protocol.Ring;
using Rings.Protocol.Storage;
using Rings.Protocol.Tests.Identity;

namespace Rings.Protocol.Tests.Storage;

/// <summary>
/// Many <see cref="Replication"/>s in one virtual time, on a ring that is always right: membership is told to everybody
/// some time after it changes. The same seed gives the same run.
/// </summary>
internal sealed class StorageCluster(int seed, StorageSettings? settings = null)
{
    /// <summary>How long until a crash is noticed, and a newcomer known.</summary>
    public static readonly TimeSpan Detection = TimeSpan.FromSeconds(2);

    private readonly StorageSettings _settings = settings ?? new();
    private readonly PriorityQueue<Action, (Instant At, long Order)> _events = new();
    private readonly SortedDictionary<string, ClusterNode> _live = [];
    private long _order;

    public Random Random { get; } = new(seed);

    public Instant Now { get; private set; } = TestRecords.Now;

    /// <summary>Messages that arrived so far.</summary>
    public int Delivered { get; private set; }

    /// <summary>Called before each delivery, with its number.</summary>
    public Action<int>? BeforeDelivery { get; set; }

    /// <summary>The share of messages that are lost without a word.</summary>
    public double Loss { get; set; }

    /// <summary>What a node says in the place of its honest answer; null: all are honest.</summary>
    public Func<ClusterNode, StorageMessage.Question, StorageMessage.Answer, StorageMessage.Answer>? Lie { get; set; }

    /// <summary>Which side of a partition a node is on; all on one where this is null.</summary>
    public Func<Did, int>? Side { get; set; }

    public IReadOnlyCollection<ClusterNode> Live => _live.Values;

    public RecordRules Rules { get; } = new(
        TestAccounts.Ring,
        new(TestAccounts.Ring, new() { PerLinkAndSecond = 1_000_000, PerSecond = 1_000_000 }), new());

    public ClusterNode Join(Did did)
    {
        var node = new ClusterNode(this, did, _settings);
        _live.Add($"{did:N}", node);
        Announce();
        return node;
    }

    public ClusterNode[] Join(int count)
    {
        var first = Join(AnyDid());
        Run(Detection + TimeSpan.FromMilliseconds(1));
        ClusterNode[] nodes = [first, .. Enumerable.Range(1, count - 1).Select(_ => Join(AnyDid()))];
        Run(Detection + TimeSpan.FromSeconds(5));
        return nodes;
    }

    public Did AnyDid()
    {
        var bytes = new byte[Did.Bytes];
        Random.NextBytes(bytes);
        return Did.Read(bytes);
    }

    public void Crash(ClusterNode node)
    {
        _live.Remove($"{node.Did:N}");
        Announce();
    }

    /// <summary>Tells every node its neighbours, some time from now.</summary>
    public void Announce() => After(Detection, TellNeighbours);

    public void After(TimeSpan delay, Action action) => _events.Enqueue(action, (Now + delay, _order++));

    public void Run(TimeSpan time)
    {
        var end = Now + time;
        while (_events.TryPeek(out var action, out var due) && due.At <= end)
        {
            _events.Dequeue();
            Now = due.At;
            action();
        }

        Now = end;
    }

    /// <summary>Runs until something has happened; fails if it does not within a minute.</summary>
    public T Await<T>(Func<T?> happened)
        where T : class
    {
        for (var waited = TimeSpan.Zero; waited < TimeSpan.FromMinutes(1); waited += TimeSpan.FromMilliseconds(10))
        {
            if (happened() is { } result) return result;
            Run(TimeSpan.FromMilliseconds(10));
        }

        throw new InvalidOperationException("It did not happen within a virtual minute.");
    }

    public ClusterNode OwnerOf(Did key) => Live.MinBy(node => key.DistanceTo(node.Did))!;

    public ClusterNode[] HoldersOf(Did key) => [.. Live.OrderBy(node =>
        key.DistanceTo(node.Did)).Take(_settings.Copies)];

    public int CopiesOf(Did key, StoredRecord record) =>
        HoldersOf(key).Count(node => node.Store.Find(key)?.Find(record.Slot)?.Hash == record.Hash);

    public TimeSpan AnyDelay() => TimeSpan.FromMilliseconds(5 + Random.Next(40));

    /// <summary>Carries a question to where its route ends, and the answer back.</summary>
    public void Carry(ClusterNode from, StorageRequest request) => After(AnyDelay(), () =>
    {
        var side = Reachable(from);
        var to = request.Mode == RouteMode.Owner
            ? side.MinBy(node => request.Target.DistanceTo(node.Did))
            : side.FirstOrDefault(node => node.Did == request.Target);
        if (Random.NextDouble() < Loss) return;
        if (to is null)
        {
            After(AnyDelay(), () => from.Storage.Undeliverable(request.Id, Now));
            return;
        }

        Deliver(to, () => to.Ask(from.Did, request.Message, answer => After(AnyDelay(), () =>
        {
            if (Random.NextDouble() < Loss || !Reachable(to).Contains(from)) return;
            var said = request.Message is StorageMessage.Question question && Lie is not null
                ? Lie(to, question, answer)
                : answer;
            Deliver(from, () => from.Storage.Answered(request.Id, to.Did, said, Now));
        })));
    });

    public bool IsLive(ClusterNode node) => _live.ContainsValue(node);

    private void Deliver(ClusterNode to, Action action)
    {
        Delivered++;
        BeforeDelivery?.Invoke(Delivered);
        if (IsLive(to)) action();
    }

    private List<ClusterNode> Reachable(ClusterNode from) =>
        [.. Live.Where(node => Side is null || Side(node.Did) == Side(from.Did))];

    private void TellNeighbours()
    {
        foreach (var node in Live.ToList())
        {
            var others = Reachable(node).Where(other => other != node).Select(other => other.Did).ToList();
            var successors = others.OrderBy(node.Did.DistanceTo).Take(4).ToList();
            var predecessors = others.OrderBy(other => other.DistanceTo(node.Did)).Take(4).ToList();
            node.Storage.NeighboursChanged(new([.. predecessors], [.. successors]), Now);
            node.Storage.OwnershipChanged(predecessors.Count == 0 ? node.Did : predecessors[0], Now);
        }
    }
}
