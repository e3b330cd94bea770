using Rings.Protocol;
using Rings.Protocol.Storage;
using Rings.Simulation.Engine;
using Rings.Simulation.Storage;
using Rings.Simulation.World;

namespace Rings.Simulation.Nemesis;

/// <summary>Users who put, add, remove and get through any node that runs, by that node's clock.</summary>
internal sealed class NemesisUsers
{
    private const int Registers = 6;
    private const int Sets = 3;
    private const int Tags = 4;
    private const int LastTries = 20;

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);

    private readonly Authors _authors = new(Registers);
    private readonly RingWorld _world;
    private readonly History _history;
    private readonly Did[] _keys;
    private SplitRandom _random;
    private int _count;

    /// <summary>Makes users.</summary>
    /// <param name="world">The ring that they use.</param>
    /// <param name="history">What they do is written there.</param>
    /// <param name="random">Chance of their own, so that fewer faults change nothing in what they want.</param>
    public NemesisUsers(RingWorld world, History history, SplitRandom random)
    {
        (_world, _history, _random) = (world, history, random);
        _keys =
        [
            .. Enumerable.Range(0, Registers).Select(i => StorageKey.OfRegister(_authors[i], "register")),
            .. Enumerable.Range(0, Sets).Select(i => StorageKey.OfSet(SetName(i))),
        ];
    }

    /// <summary>Does one random operation, if the node that chance names is there to take it.</summary>
    public void Act()
    {
        var (what, which, author, tag, place) = (
            _random.NextDouble(), _random.Next(_keys.Length), _random.Next(_authors.Count), _random.Next(Tags),
            _random.NextUInt64());
        var members = _world.Nodes.Where(node => node.IsMember && node.PausedUntil <= _world.Now).ToArray();
        if (members.Length == 0) return;
        var node = members[place % (ulong)members.Length];
        if (what < 0.5) Get(node, _keys[which], what < 0.45 ? Consistency.Quorum : Consistency.One);
        else Put(node, _keys[which], Write(node, which, author, tag, isRemoval: what > 0.8));
    }

    /// <summary>Reads every key until the answer is final, or for too long.</summary>
    public void ReadLast()
    {
        foreach (var key in _keys) ReadLast(key, LastTries);
    }

    private void ReadLast(Did key, int tries)
    {
        var node = _world.AnyMember();
        var began = _world.Now;
        node.Storage!.Get(key, Consistency.Quorum, outcome =>
        {
            if (outcome is GetOutcome.Found { IsFinal: true } || tries == 1)
                _history.Begin(key, node.Did, began, isLast: true).End(outcome, _world.Now);
            else
                _world.At(_world.Elapsed + Pause, () => ReadLast(key, tries - 1));
        });
    }

    private StoredRecord Write(RingNode node, int which, int author, int tag, bool isRemoval)
    {
        var clock = _world.Now + node.ClockOffset;
        var value = BitConverter.GetBytes(++_count);
        if (which < Registers) return _authors.Register(which, "register", clock, value);
        var (set, name) = (SetName(which - Registers), new RecordTag([(byte)tag]));
        return isRemoval
            ? _authors.Removal(author, set, name, clock)
            : _authors.Element(author, set, name, clock, value);
    }

    private void Put(RingNode node, Did key, StoredRecord record)
    {
        var operation = _history.Begin(key, node.Did, _world.Now, record);
        node.Storage!.Put(key, record, Consistency.Quorum, outcome => operation.End(outcome, _world.Now));
    }

    private void Get(RingNode node, Did key, Consistency consistency)
    {
        var operation = _history.Begin(key, node.Did, _world.Now, isApart: node.Ring.Neighbours.Head is null);
        node.Storage!.Get(key, consistency, outcome => operation.End(outcome, _world.Now));
    }

    private static string SetName(int number) => $"set/{number}";
}
