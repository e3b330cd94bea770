using Rings.Protocol.Ring;

namespace Rings.Protocol.Tests.Ring;

/// <summary>
/// Random histories of a small ring: joins, deaths and departures, as many at a time as the fault model allows, with
/// Zave's invariants held up after every event, and the ideal state awaited at the end.
/// </summary>
internal static class Histories
{
    private static readonly TimeSpan Calm = TimeSpan.FromSeconds(120);

    /// <summary>Runs one history; null, or what went wrong with the seed and the moment.</summary>
    public static string? Run(int seed, RingRules broken = RingRules.None)
    {
        var random = new Random(seed);
        var settings = RingSettings.Default with { Successors = random.Next(2, 5), MaxSuccessors = 5 };
        var count = random.Next(2, 33);
        var isGrown = random.Next(2) == 0;
        var world = new RingWorld(seed, settings)
        {
            Broken = broken,
            Duplicates = random.Next(3) * 0.05,
            Delay = (5, 20 + random.Next(200)),
            Detection = (50, 100 + random.Next(3000)),
        };
        var principals = isGrown ? 0 : Math.Min(settings.Successors + 1, count);
        if (isGrown) world.Add(world.AnyDid(), contact: null);
        else world.AddIdeal([.. Enumerable.Range(0, count).Select(_ => world.AnyDid())]);
        if (isGrown) Grow(world, count);
        var fault = default(string);
        var last = "start";
        world.AfterChange = () => fault ??= RingInvariants.Violation(world, principals);
        for (var step = random.Next(2, 12); step > 0 && fault is null; step--)
        {
            last = Disturb(world, random, principals);
            fault ??= RingInvariants.Violation(world, principals);
            if (fault is null) world.RunUntil(() => fault is not null, TimeSpan.FromMilliseconds(random.Next(1, 4000)));
        }

        if (fault is null && !world.RunUntil(() => fault is not null || RingInvariants.IsIdeal(world), Calm))
        {
            fault ??= "the ideal state does not come";
        }

        return fault is null ? null : $"seed {seed}, {world.Hosts.Count} nodes, after {last}: {fault}\n{world}";
    }

    private static void Grow(RingWorld world, int count)
    {
        var seed = world.Members.First().Did;
        for (var index = 1; index < count; index++)
        {
            world.Add(world.AnyDid(), seed);
            if (world.Random.Next(4) == 0) world.Run(TimeSpan.FromMilliseconds(world.Random.Next(500)));
        }

        world.RunUntil(() => RingInvariants.IsIdeal(world), Calm);
    }

    private static string Disturb(RingWorld world, Random random, int principals)
    {
        var members = world.Members.Select(host => host.Did).ToArray();
        var victim = members[random.Next(members.Length)];
        switch (random.Next(3))
        {
            case 0 when world.Hosts.Count < 32:
                world.Add(world.AnyDid(), victim);
                return "a join";

            case 1 when MayGo(world, victim, principals):
                world.Kill(victim);
                return $"the death of {victim}";

            case 2 when MayGo(world, victim, principals):
                world.Leave(victim);
                return $"the departure of {victim}";

            default:
                return "nothing";
        }
    }

    /// <summary>The fault model: a node may go while everybody keeps a live successor, the ring stays one with enough
    /// principal members, and nobody is just joining by it.</summary>
    private static bool MayGo(RingWorld world, Did victim, int principals) =>
        world.Members.Count() > 1
        && RingInvariants.Violation(world, principals, without: victim) is null
        && world.Hosts.Values.All(host => host.Ring.Phase == RingPhase.Member || (host.Contact != victim && !host.Links.Contains(victim)));
}
