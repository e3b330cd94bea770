using System.Diagnostics;
using Rings.Simulation.Scenarios;
using Rings.Simulation.World;

namespace Rings.Simulation.Runs;

/// <summary>Does one step of a scenario.</summary>
/// <param name="world">To which world.</param>
/// <param name="step">Which step.</param>
internal sealed class ScenarioPlayer(RingWorld world, ScenarioStep step)
{
    /// <summary>Schedules all that the step does.</summary>
    public void Schedule() => world.At(TimeSpan.FromSeconds(step.At), Begin);

    private void Begin()
    {
        switch (step)
        {
            case ScenarioStep.Crash crash:
                foreach (var node in Choose(crash.Share, crash.Count, crash.Successive)) world.Crash(node);
                break;
            case ScenarioStep.Strike strike:
                var adversary = new FailureAdversary(world);
                for (var at = 0.0; at <= strike.For; at += strike.Every) After(at, adversary.Strike);
                break;
            case ScenarioStep.Leave leave:
                foreach (var node in Choose(leave.Share, leave.Count, successive: false)) world.Leave(node);
                break;
            case ScenarioStep.Join join:
                for (var i = 0; i < join.Count; i++) After(join.Within * world.Choices.NextDouble(), Join);
                break;
            case ScenarioStep.Churn churn:
                Repeat(churn.Joins, churn.For, Join);
                Repeat(churn.Leaves, churn.For, () => world.Leave(world.AnyMember()));
                Repeat(churn.Crashes, churn.For, () => world.Crash(world.AnyMember()));
                break;
            case ScenarioStep.LookUps lookUps:
                for (var i = 0; i < lookUps.Count; i++) After(lookUps.For * world.Choices.NextDouble(), LookUp);
                break;
            case ScenarioStep.Partition partition:
                Divide(partition);
                break;
            case ScenarioStep.Meet:
                Meet();
                break;
            default:
                throw new UnreachableException($"No rule for {step.GetType().Name}.");
        }
    }

    private void Join()
    {
        var node = world.AddNode();
        world.StartJoining(node, OpenMember());
    }

    private int OpenMember()
    {
        var contact = world.AnyMember();
        for (var tries = 0; contact.IsHidden && tries < 64; tries++) contact = world.AnyMember();
        return contact.Index;
    }

    // Honest members ask; what a hostile one learns is nobody's concern.
    private void LookUp()
    {
        var asker = world.AnyMember();
        for (var tries = 0; asker.Behaviour != HostileBehaviour.None && tries < 64; tries++) asker = world.AnyMember();
        world.LookUp(asker, world.AnyKey());
    }

    private void Divide(ScenarioStep.Partition partition)
    {
        var nodes = world.Nodes.Where(node => node.IsAlive).ToArray();
        world.Choices.Shuffle(nodes.AsSpan());
        var small = (int)Math.Round(partition.Share * nodes.Length);
        for (var i = 0; i < nodes.Length; i++) nodes[i].Side = i < small ? 1 : 0;
        world.Divide();
        After(partition.For, world.Heal);
    }

    // The rings began as halves of the nodes, in the order of their numbers.
    private void Meet()
    {
        var members = world.Nodes.Where(node => node.IsMember).ToArray();
        world.Introduce(members[0], members[^1]);
    }

    private RingNode[] Choose(double share, int count, bool successive)
    {
        var wanted = Math.Min(share > 0 ? (int)Math.Round(share * world.MemberCount) : count, world.MemberCount - 1);
        if (successive)
        {
            var first = world.Choices.Next(world.MemberCount);
            return [.. Enumerable.Range(first, wanted).Select(place => world.Nodes[world.Members.At(place)])];
        }

        var members = world.Members.Nodes.Select(index => world.Nodes[index]).ToArray();
        world.Choices.Shuffle(members.AsSpan());
        return members[..wanted];
    }

    private void Repeat(double perSecond, double seconds, Action action)
    {
        if (perSecond <= 0) return;
        for (var at = Gap(perSecond); at < seconds; at += Gap(perSecond)) After(at, action);
    }

    private double Gap(double perSecond) => world.Choices.NextExponential() / perSecond;

    private void After(double seconds, Action action) =>
        world.At(world.Elapsed + TimeSpan.FromSeconds(seconds), action);
}
