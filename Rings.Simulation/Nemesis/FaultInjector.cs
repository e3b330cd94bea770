using Rings.Simulation.Invariants;
using Rings.Simulation.Scenarios;
using Rings.Simulation.Storage;
using Rings.Simulation.World;

namespace Rings.Simulation.Nemesis;

/// <summary>Does faults to a world and undoes them, and notes in the history when it was divided.</summary>
internal sealed class FaultInjector(RingWorld world, History history)
{
    private const double MostLoss = 0.05;
    private const double MostDuplication = 0.2;
    private const double FarthestClock = 20;

    private static readonly TimeSpan LookInterval = TimeSpan.FromSeconds(1);

    /// <summary>Schedules a fault.</summary>
    public void Schedule(Fault fault) => world.At(fault.At, () => Begin(fault));

    /// <summary>Whether every table is right and every node knows all that it holds.</summary>
    public bool IsCalm()
    {
        var alive = world.Nodes.Where(node => node.IsAlive).ToArray();
        return alive.All(node => node.IsMember && node.PausedUntil <= world.Now && !node.Storage!.IsCatchingUp)
            && world.MemberCount == alive.Length
            && IdealState.Measure(world.Snapshot(), world.Options.Ring.Successors).IsReached;
    }

    private void Begin(Fault fault)
    {
        switch (fault.Kind)
        {
            case FaultKind.Kill:
                Kill(fault, withDisk: true);
                break;
            case FaultKind.Wipe:
                Kill(fault, withDisk: false);
                break;
            case FaultKind.Pause:
                var paused = Choose(fault);
                history.Note(fault, paused.Did);
                world.Pause(paused, fault.Span);
                break;
            case FaultKind.Partition:
                Divide(fault);
                break;
            case FaultKind.ClockJump:
                var jumping = Choose(fault);
                jumping.ClockOffset = TimeSpan.FromSeconds(FarthestClock * ((2 * Share(fault)) - 1));
                history.Note(fault, jumping.Did);
                break;
            case FaultKind.DiskError:
                var failing = Choose(fault);
                failing.IsDiskBroken = true;
                history.Note(fault, failing.Did);
                break;
            default:
                Disturb(fault);
                break;
        }
    }

    private void Kill(Fault fault, bool withDisk)
    {
        var node = Choose(fault);
        history.Note(fault, node.Did);
        world.Crash(node);
        After(fault.Span, () => world.StartJoining(world.Revive(node, withDisk), world.AnyMember().Index));
    }

    private void Divide(Fault fault)
    {
        foreach (var node in world.Nodes) node.Side = (int)(fault.Choice >> (node.Index % 64)) & 1;
        history.Note(fault, null);
        history.BeginDivision(world.Now);
        world.Divide();
        After(fault.Span, () =>
        {
            world.Heal();
            EndDivisionWhenCalm();
        });
    }

    // What a side took in for the other one has to find its way home, over a network that loses nothing.
    private void EndDivisionWhenCalm(int calmSeconds = 0)
    {
        var isCalm = world.Network.Loss == 0 && IsCalm();
        if (isCalm && calmSeconds >= StorageTrial.RepairTime.TotalSeconds) history.EndDivision(world.Now);
        else After(LookInterval, () => EndDivisionWhenCalm(isCalm ? calmSeconds + 1 : 0));
    }

    private void Disturb(Fault fault)
    {
        history.Note(fault, null);
        var before = world.Network;
        world.Network = fault.Kind == FaultKind.Loss
            ? before with { Loss = MostLoss * Share(fault) }
            : before with { Duplication = MostDuplication * Share(fault) };
        After(fault.Span, () => world.Network = new NetworkConditions());
    }

    private void After(TimeSpan span, Action action) => world.At(world.Elapsed + span, action);

    private RingNode Choose(Fault fault)
    {
        var alive = world.Nodes.Where(node => node.IsMember).ToArray();
        return alive[fault.Choice % (ulong)alive.Length];
    }

    private static double Share(Fault fault) => (fault.Choice >> 11) * (1.0 / (1UL << 53));
}
