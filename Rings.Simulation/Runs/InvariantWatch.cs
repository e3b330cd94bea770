using Rings.Simulation.Engine;
using Rings.Simulation.Invariants;
using Rings.Simulation.World;

namespace Rings.Simulation.Runs;

/// <summary>Checks Zave's invariant while a world runs, and stops it with a trace when it is broken.</summary>
internal sealed class InvariantWatch
{
    private const int TraceLines = 40;

    private readonly RingWorld _world;
    private readonly int _length;
    private readonly bool _isDivided;
    private long _lastChanges = -1;
    private bool _hasBase;

    /// <summary>Watches a world.</summary>
    /// <param name="world">The world.</param>
    /// <param name="mode">How often.</param>
    /// <param name="isDivided">Whether there are two rings for a time: then only the rules for single members
    /// count.</param>
    public InvariantWatch(RingWorld world, InvariantMode mode, bool isDivided)
    {
        _isDivided = isDivided;
        (_world, _length) = (world, world.Options.Ring.Successors);
        if (mode == InvariantMode.Always) world.Stepped += CheckIfChanged;
    }

    /// <summary>How often it has checked.</summary>
    public long Checks { get; private set; }

    /// <summary>Checks now.</summary>
    /// <exception cref="InvariantException">The invariant does not hold.</exception>
    public void Check()
    {
        Checks++;
        if (Find(_world.Snapshot()) is not { } violation) return;
        var trace = _world.Journal.Last(node => node >= 0 && Concerns(violation, node), TraceLines, Name);
        throw new InvariantException(violation, _world.Options.Seed, _world.Events, [.. trace]);
    }

    // Zave's model begins with r + 1 principals. A ring that grows from one node has none of that until it has them.
    private Violation? Find(RingSnapshot ring)
    {
        if (_isDivided) return ZaveInvariant.CheckLists(ring);
        _hasBase |= ring.Count > _length && ZaveInvariant.CountPrincipals(ring) > _length;
        return ZaveInvariant.Check(ring, _hasBase ? _length : ring.Count);
    }

    private void CheckIfChanged()
    {
        if (_world.Changes == _lastChanges) return;
        _lastChanges = _world.Changes;
        Check();
    }

    private bool Concerns(Violation violation, int node) =>
        violation.Detail.Contains(Name(node), StringComparison.Ordinal);

    private string Name(int node) => Describe.Did(_world.Nodes[node].Did);
}
