using Rings.Protocol;
using Rings.Protocol.Storage;
using Rings.Simulation.World;

namespace Rings.Simulation.Storage;

/// <summary>
/// What an observer who sees every disk knows: which acknowledged records have how many durable copies, how long repairs
/// took, and which records are lost and why.
/// </summary>
internal sealed class CopyLedger
{
    private readonly RingWorld _world;
    private readonly Dictionary<Did, StoredRecord> _acknowledged = [];
    private readonly Dictionary<Did, List<int>> _placed = [];
    private readonly Dictionary<Did, List<(Instant At, StoredRecord Record)>> _deaths = [];
    private readonly Dictionary<Did, Instant> _broken = [];
    private readonly List<Did> _keys = [];
    private readonly HashSet<int> _watched = [];

    /// <summary>Makes a ledger of a world whose nodes keep records.</summary>
    public CopyLedger(RingWorld world) => _world = world;

    /// <summary>Keys with an acknowledged record, in the order of their first acknowledgement.</summary>
    public IReadOnlyList<Did> Keys => _keys;

    /// <summary>Seconds from the crash of a holder until a key had all its copies again.</summary>
    public List<double> Repairs { get; } = [];

    /// <summary>How many copies were ever placed: each node once for each key.</summary>
    public int Placements { get; private set; }

    /// <summary>Keys that wait for their copies.</summary>
    public int Broken => _broken.Count;

    /// <summary>Records of which no copy was left, with how many copies died within one repair time before.</summary>
    public Dictionary<Did, int> Lost { get; } = [];

    private int Wanted => Math.Min(_world.Storage!.Settings.Copies, _world.Members.Count);

    /// <summary>The newest acknowledged record under a key.</summary>
    public StoredRecord Acknowledged(Did key) => _acknowledged[key];

    /// <summary>Watches the disks of nodes that were added since the last call.</summary>
    public void WatchNewNodes()
    {
        for (var i = _watched.Count; i < _world.Nodes.Count; i++)
        {
            var index = i;
            _watched.Add(index);
            _world.Nodes[index].Storage!.Disk.Flushed += key => Place(key, index);
        }
    }

    /// <summary>Notes that a record was acknowledged.</summary>
    public void Acknowledge(Did key, StoredRecord record)
    {
        if (!_acknowledged.TryGetValue(key, out var older)) _keys.Add(key);
        else if (!record.Supersedes(older.Fields.Seq, older.Hash)) return;
        _acknowledged[key] = record;
        if (CopiesOf(key) == 0) Lose(key);
    }

    /// <summary>Live nodes with a durable copy of what was acknowledged last.</summary>
    public int CopiesOf(Did key) => _placed.TryGetValue(key, out var nodes)
        ? nodes.Count(index => _world.Nodes[index].IsAlive && Keeps(index, key))
        : 0;

    /// <summary>How many of the members that ought to hold a key do, by the true order of the circle.</summary>
    public int HoldersWith(Did key) => Holders(key).Count(index => Keeps(index, key));

    /// <summary>The members that ought to hold a key, the owner first.</summary>
    public IEnumerable<int> Holders(Did key)
    {
        var owner = _world.Members.OwnerPlace(key);
        return Enumerable.Range(owner, Wanted).Select(_world.Members.At);
    }

    /// <summary>Crashes nodes at one instant, and notes what that does to each record.</summary>
    public void Crash(IReadOnlyList<RingNode> nodes)
    {
        foreach (var node in nodes) Mourn(node);
        foreach (var node in nodes) _world.Crash(node);
        foreach (var key in nodes.SelectMany(node => node.Storage!.Disk.Durable.Keys).Distinct())
        {
            if (_acknowledged.ContainsKey(key) && !Lost.ContainsKey(key) && CopiesOf(key) == 0) Lose(key);
        }
    }

    /// <summary>Looks which keys have their copies again. To be called often: it is the resolution of repair times.</summary>
    public void Poll()
    {
        foreach (var (key, since) in _broken.ToArray())
        {
            if (!Lost.ContainsKey(key) && HoldersWith(key) < Wanted) continue;
            _broken.Remove(key);
            if (!Lost.ContainsKey(key)) Repairs.Add((_world.Now - since).TotalSeconds);
        }
    }

    private bool Keeps(int index, Did key) => _world.Nodes[index].Storage!.Disk.Keeps(key, _acknowledged[key]);

    private void Place(Did key, int node)
    {
        if (!_placed.TryGetValue(key, out var nodes)) _placed.Add(key, nodes = []);
        if (nodes.Contains(node)) return;
        nodes.Add(node);
        Placements++;
    }

    private void Mourn(RingNode node)
    {
        foreach (var (key, set) in node.Storage!.Disk.Durable)
        {
            if (!_deaths.TryGetValue(key, out var deaths)) _deaths.Add(key, deaths = []);
            foreach (var record in set.Records) deaths.Add((_world.Now, record));
            if (_acknowledged.ContainsKey(key) && Holders(key).Contains(node.Index)) _broken.TryAdd(key, _world.Now);
        }
    }

    private void Lose(Did key)
    {
        var record = _acknowledged[key];
        var deaths = _deaths.GetValueOrDefault(key, [])
            .Where(death => !record.Supersedes(death.Record.Fields.Seq, death.Record.Hash)).ToList();
        var last = deaths.Count == 0 ? _world.Now : deaths.Max(death => death.At);
        Lost[key] = deaths.Count(death => last - death.At <= StorageTrial.RepairTime);
    }
}
