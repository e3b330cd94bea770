using Rings.Protocol.Ring;

namespace Rings.Protocol.Tests.Ring;

/// <summary>
/// Properties of the ring as functions: null when they hold, else what went wrong. The specs hold the core to them, and
/// the broken rules show that each of those makes one of them fail.
/// </summary>
internal static class RingProperties
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    public static PropertyTable<RingRules> All { get; } = new(
        ("a joining node answers for nobody (P-22)", JoiningNodesAnswerNobody),
        ("routes avoid joining peers (P-04)", RoutesAvoidJoiningPeers),
        ("routes end at the owner (P-04, P-05)", RoutesEndAtTheOwner),
        ("each hop of a route is progress (P-04)", EveryHopIsProgress),
        ("a dead predecessor is replaced (P-11)", DeadPredecessorsAreReplaced),
        ("the asker is left out (P-06)", TheAskerIsLeftOut),
        ("far answers are doubted", FarAnswersAreDoubted),
        ("a black hole is gone round", BlackHolesAreGoneRound),
        ("the dead are dialled ever more rarely", TheDeadAreLeftAlone),
        ("fingers take O(log N) look-ups (P-03)", FingersTakeFewLookups),
        ("nodes join at once (P-07)", NodesJoinAtOnce),
        ("the ideal ring is quiet (P-10)", TheIdealRingIsQuiet),
        ("a fifth of the ring dies (P-09)", TheRingHeals),
        ("two rings meet (P-21)", TwoRingsMeet),
        ("random histories (P-02, P-08)", RandomHistories));

    public static string? JoiningNodesAnswerNobody(RingRules broken)
    {
        var node = new RingRecorder(At(1), broken: broken);
        node.Ring.Start(hasContacts: true, node.Now);
        node.Ring.LinkUp(At(5), RingPhase.Member, LinkSource.Contact, node.Now);
        if (node.Ring.Answer(At(5), new RingMessage.FindOwner(At(1)), 1, node.Now) is not null) return "FindOwner is answered";
        if (node.Ring.Answer(At(5), new RingMessage.FindNext(At(1), false), 1, node.Now) is not null) return "FindNext is answered";
        return node.Ring.Routing.Owns(At(1)) ? "it owns its own position" : null;
    }

    public static string? RoutesAvoidJoiningPeers(RingRules broken)
    {
        var node = RingRecorder.Member(At(0), [At(900)], [At(100)], broken: broken);
        node.Ring.LinkUp(At(500), RingPhase.Joining, LinkSource.Contact, node.Now);
        var owner = node.Ring.Routing.Decide(At(499), RouteMode.Owner, final: false, cameFrom: null);
        if (owner.Next == At(500)) return "a key is routed to a joining peer";
        var itself = node.Ring.Routing.Decide(At(500), RouteMode.Node, final: false, cameFrom: null);
        return itself.Next == At(500) ? null : "a joining peer is not reached as a target";
    }

    public static string? RoutesEndAtTheOwner(RingRules broken)
    {
        var world = Ideal(48, seed: 3, broken);
        world.Run(Minute);
        foreach (var host in world.Hosts.Values)
        {
            var key = world.AnyDid();
            foreach (var style in Enum.GetValues<LookupStyle>())
            {
                var answer = world.Lookup(host.Did, key, style);
                if (answer?.Owner != world.OwnerOf(key)) return $"{key} is looked up to {answer?.Owner}, {style}";
            }
        }

        return null;
    }

    /// <summary>Single nodes with random links: never to itself; until marked final strictly nearer and never back;
    /// once final only towards the key from behind it.</summary>
    public static string? EveryHopIsProgress(RingRules broken)
    {
        var random = new Random(4);
        for (var round = 0; round < 3000; round++)
        {
            var table = AnyTable(random, broken);
            var (self, from, key) = (table.Self, AnyMember(table, random), AnyDid(random));
            var (mode, final) = (random.Next(2) == 0 ? RouteMode.Node : RouteMode.Owner, random.Next(2) == 0);
            var decision = table.Decide(key, mode, final, from);
            if (decision.Verdict != RouteVerdict.Forward) continue;
            if (decision.Next == self) return "a node forwards to itself";
            if (!decision.Final && decision.Next == from) return "it goes back";
            var isLost = from is null && table.Predecessor is null; // Not sure of its place: any member is nearer.
            if (!decision.Final && !isLost && decision.Next.NearnessTo(key) >= self.NearnessTo(key))
                return "it goes no nearer";
            var isBehind = key.DistanceTo(decision.Next) < key.DistanceTo(self);
            if (final && !isBehind && decision.Next != key) return "a final hop leads on past the key";
        }

        return null;
    }

    private static RoutingTable AnyTable(Random random, RingRules broken)
    {
        var self = AnyDid(random);
        var members = Enumerable.Range(0, random.Next(1, 20)).Select(_ => AnyDid(random)).OrderBy(self.DistanceTo).ToArray();
        var ahead = random.Next(members.Length);
        var behind = random.Next(ahead, members.Length);
        var predecessor = random.Next(3) == 0 ? (Did?)null : members[^1];
        return new(self, RingPhase.Member, predecessor, members, [], members[ahead], members[behind]) { Broken = broken };
    }

    private static Did? AnyMember(RoutingTable table, Random random) =>
        random.Next(2) == 0 ? null : table.Members[random.Next(table.Members.Length)];

    private static Did AnyDid(Random random)
    {
        var bytes = new byte[Did.Bytes];
        random.NextBytes(bytes);
        return Did.Read(bytes);
    }

    public static string? DeadPredecessorsAreReplaced(RingRules broken)
    {
        var node = RingRecorder.Member(At(500), [At(400)], [At(600)], broken: broken);
        node.Ring.LinkUp(At(300), RingPhase.Member, LinkSource.Ring, node.Now);
        node.Ring.Receive(At(300), new RingMessage.Notify([]), node.Now);
        if (node.Ring.Neighbours.Predecessor != At(400)) return "the predecessor moved away while it was alive";
        node.Pass(TimeSpan.FromSeconds(5));
        if (node.Ring.Neighbours.Predecessor != At(300)) return "a predecessor that does not answer stays";
        node.Ring.LinkUp(At(450), RingPhase.Member, LinkSource.Ring, node.Now);
        node.Ring.Receive(At(450), new RingMessage.Notify([]), node.Now);
        return node.Ring.Neighbours.Predecessor == At(450) ? null : "a nearer notifier is ignored";
    }

    public static string? TheAskerIsLeftOut(RingRules broken)
    {
        var node = new RingRecorder(At(500), broken: broken);
        node.Ring.Start(hasContacts: true, node.Now);
        node.Ring.LinkUp(At(100), RingPhase.Member, LinkSource.Contact, node.Now);
        var former = new RoutingTable(At(400), RingPhase.Member, At(300), [At(500), At(600), At(300)], [], At(600), At(300));
        var asked = node.Asked.Last(request => request.Message is RingMessage.FindOwner);
        var decision = former.Decide(asked.Target, RouteMode.Owner, final: false, cameFrom: null);
        return decision.Next == At(600) ? null : "the asker's own former place is the answer";
    }

    public static string? FarAnswersAreDoubted(RingRules broken)
    {
        var node = Crowded(broken);
        node.Ring.Lookup(new(1), At(500), LookupStyle.Recursive, node.Now);
        node.Reply<RingMessage.FindOwner>(At(800), new RingMessage.OwnerFound(At(800), null, [], 2));
        if (node.Answers.Count > 0) return "a far owner is believed at once";
        node.Reply<RingMessage.FindOwner>(At(501), new RingMessage.OwnerFound(At(501), null, [], 2));
        return node.Answers.Single().Owner == At(501) ? null : "the nearer answer does not stand";
    }

    public static string? BlackHolesAreGoneRound(RingRules broken)
    {
        var node = Crowded(broken);
        node.Ring.Lookup(new(1), At(500), LookupStyle.Recursive, node.Now);
        var first = node.Asked[^1].FirstHop;
        node.Pass(TimeSpan.FromSeconds(6));
        if (node.Failures.Count > 0) return "one lost question ends the look-up";
        return node.Asked.Last(request => request.Target == At(500)).FirstHop == first ? "the same way is tried again" : null;
    }

    public static string? TheDeadAreLeftAlone(RingRules broken)
    {
        var node = RingRecorder.Member(At(500), [At(400)], [At(600)], broken: broken);
        for (var second = 0; second < 300; second++)
        {
            if (node.Asked.LastOrDefault(request => request.Message is RingMessage.AskNeighbours) is { Message: not null })
            {
                node.Reply<RingMessage.AskNeighbours>(
                    At(600), new RingMessage.Neighbours(RingPhase.Member, At(550), [], [At(400)]));
            }

            foreach (var (peer, _) in node.Dialled.ToArray())
            {
                node.Ring.ConnectFailed(peer, LinkFailure.Unreachable, [], node.Now);
            }

            if (node.Dialled.Count > 20) return "a dead node is dialled over and over";
            node.Pass(TimeSpan.FromSeconds(1));
        }

        return null;
    }

    public static string? FingersTakeFewLookups(RingRules broken)
    {
        const int Count = 64;
        var world = Ideal(Count, seed: 9, broken, new() { LongLinkShare = 0 });
        var node = world.Hosts.Values.First();
        for (var second = 0; second == 0 || !Oracle(world, node).SetEquals(node.Ring.Fingers); second++)
        {
            if (second == 120) return "the fingers are not those of the oracle";
            world.Run(TimeSpan.FromSeconds(1));
        }

        return node.OwnerQuestions <= 2 * Math.Log2(Count) ? null : $"{node.OwnerQuestions} look-ups for a table";
    }

    /// <summary>The owners of the finger starts beyond the successor list, by brute force.</summary>
    private static HashSet<Did> Oracle(RingWorld world, RingHost node)
    {
        var reach = node.Did.DistanceTo(node.Ring.Neighbours.Successors[^1]);
        return Enumerable.Range(0, Did.Bits).Where(exponent => Distance.PowerOfTwo(exponent) > reach)
            .Select(exponent => world.OwnerOf(node.Did.Finger(exponent)))
            .Where(did => node.Did.DistanceTo(did) > reach).ToHashSet();
    }

    public static string? NodesJoinAtOnce(RingRules broken)
    {
        var world = new RingWorld(24, RingSettings.Default) { Broken = broken };
        var seed = world.Add(world.AnyDid(), contact: null).Did;
        for (var index = 1; index < 24; index++) world.Add(world.AnyDid(), seed);
        return world.RunUntil(() => RingInvariants.IsIdeal(world), TimeSpan.FromSeconds(10)) ? null : $"not ideal\n{world}";
    }

    public static string? TheIdealRingIsQuiet(RingRules broken)
    {
        var world = Ideal(24, seed: 5, broken);
        world.Run(TimeSpan.FromMinutes(10));
        var (sent, changes) = (world.Sent, world.Changes);
        var dialled = world.Hosts.Values.Sum(host => host.Connects);
        world.Run(TimeSpan.FromMinutes(10));
        var each = (world.Sent - sent) / 24.0 / 10;
        if (each > 60) return $"{each:F0} messages per node and minute";
        if (world.Changes != changes) return "neighbours change";
        return world.Hosts.Values.Sum(host => host.Connects) == dialled ? null : "nodes are dialled";
    }

    public static string? TwoRingsMeet(RingRules broken)
    {
        const int Each = 32;
        var world = new RingWorld(8, RingSettings.Default) { Broken = broken };
        Did[] ring = [.. Enumerable.Range(0, Each).Select(_ => world.AnyDid())];
        Did[] other = [.. Enumerable.Range(0, Each).Select(_ => world.AnyDid())];
        world.AddIdeal(ring);
        world.AddIdeal(other);
        world.Run(Minute);
        world.Link(ring[0], other[0], LinkSource.Contact);
        return world.RunUntil(() => RingInvariants.IsIdeal(world), TimeSpan.FromSeconds(12)) ? null : "they do not become one";
    }

    /// <summary>P-09: a fifth of the ring dies at once; so much later every list is right again.</summary>
    public static string? TheRingHeals(RingRules broken)
    {
        var world = Ideal(40, seed: 6, broken);
        world.Run(Minute);
        foreach (var victim in world.Hosts.Keys.Where((_, index) => index % 5 == 2).ToArray()) world.Kill(victim);
        return world.RunUntil(() => RingInvariants.IsIdeal(world), TimeSpan.FromSeconds(4)) ? null : $"it does not\n{world}";
    }

    public static string? RandomHistories(RingRules broken) =>
        Enumerable.Range(1, broken == RingRules.None ? 60 : 40).Select(seed => Histories.Run(seed, broken))
            .FirstOrDefault(fault => fault is not null);

    /// <summary>A point at so many thousandths of the circle.</summary>
    public static Did At(int thousandths) => Did.Zero + Distance.FromFraction(thousandths / 1000.0);

    private static RingWorld Ideal(int count, int seed, RingRules broken, RingSettings? settings = null)
    {
        var world = new RingWorld(seed, settings ?? RingSettings.Default) { Broken = broken };
        world.AddIdeal([.. Enumerable.Range(0, count).Select(_ => world.AnyDid())]);
        return world;
    }

    /// <summary>A member whose neighbours lie so densely that it takes the ring for one of about a thousand.</summary>
    private static RingRecorder Crowded(RingRules broken) => RingRecorder.Member(
        At(0), [At(999), At(998), At(997), At(996)], [At(1), At(2), At(3), At(4)], [At(250), At(480), At(700)],
        broken: broken);
}
