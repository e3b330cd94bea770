using Rings.Simulation.Invariants;
using Rings.Simulation.World;

namespace Rings.Simulation.Runs;

/// <summary>Checks Zave's invariant while a world runs, and stops it with a trace when it is broken.</summary>
internal sealed class InvariantWatch
{
    private const int TraceLines = 40;

    private readonly RingWorld _world;
    private readonly int _length;
    private long _lastChanges = -1;

    /// <summary>Watches a world.</summary>
    /// <param name="world">The world.</param>
    /// <param name="mode">How often.</param>
    public InvariantWatch(RingWorld world, InvariantMode mode)
    {
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
        if (ZaveInvariant.Check(_world.Snapshot(), _length) is not { } violation) return;
        var trace = _world.Journal.Last(node => node >= 0 && Concerns(violation, node), TraceLines, Name);
        throw new InvariantException(violation, _world.Options.Seed, _world.Events, [.. trace]);
    }

    private void CheckIfChanged()
    {
        if (_world.Changes == _lastChanges) return;
        _lastChanges = _world.Changes;
        Check();
    }

    private bool Concerns(Violation violation, int node) =>
        violation.Detail.Contains(_world.Nodes[node].Did.ToString(), StringComparison.Ordinal);

    private string Name(int node) => _world.Nodes[node].Did.ToString();
}
