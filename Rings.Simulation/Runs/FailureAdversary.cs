using Rings.Simulation.Invariants;
using Rings.Simulation.World;

namespace Rings.Simulation.Runs;

/// <summary>
/// Crashes the neighbours that it hurts most to lose, but never more than the fault model allows: afterwards each
/// member still has a live successor, and r + 1 principals remain (Zave 2017, "fail").
/// </summary>
/// <param name="world">Whose nodes.</param>
internal sealed class FailureAdversary(RingWorld world)
{
    private readonly int _length = world.Options.Ring.Successors;

    /// <summary>How many nodes it has crashed.</summary>
    public int Crashed { get; private set; }

    /// <summary>Crashes a run of neighbours, the longest that is allowed at a random place.</summary>
    public void Strike()
    {
        var place = world.Choices.Next(Math.Max(1, world.MemberCount));
        for (var count = Math.Min(_length - 1, world.MemberCount - _length - 2); count > 0; count--)
        {
            var victims = Enumerable.Range(place, count).Select(i => world.Nodes[world.Members.At(i)]).ToArray();
            if (!IsAllowed(victims)) continue;
            foreach (var victim in victims) world.Crash(victim);
            Crashed += count;
            return;
        }
    }

    private bool IsAllowed(RingNode[] victims)
    {
        var survivors = world.Members.Nodes.Select(index => world.Nodes[index]).Except(victims);
        return ZaveInvariant.Check(RingWorld.Snapshot(survivors), _length) is null;
    }
}
