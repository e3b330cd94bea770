using Rings.Protocol.Links;
using Rings.Protocol.Wire;

namespace Rings.Protocol.Tests.Links;

/// <summary>What must hold of link books, each null where it does, else what was seen.</summary>
internal static class BookProperties
{
    private const int Seeds = 40;

    public static PropertyTable<LinkRules> All { get; } = new(
        (nameof(CrossingOffersEndInOneLink), CrossingOffersEndInOneLink),
        (nameof(AReadyLinkIsNotReplacedByAnOlderOffer), AReadyLinkIsNotReplacedByAnOlderOffer),
        (nameof(ARepeatedOfferRestartsNothing), ARepeatedOfferRestartsNothing),
        (nameof(AnAnswerIsTakenOnce), AnAnswerIsTakenOnce),
        (nameof(ANewcomerFindsRoomAmongThoseWhoNeverGoOn), ANewcomerFindsRoomAmongThoseWhoNeverGoOn),
        (nameof(WhoWentOnKeepsItsPlace), WhoWentOnKeepsItsPlace),
        (nameof(HalfOpenLinksAreBounded), HalfOpenLinksAreBounded),
        (nameof(WhatIsClosedOnPurposeIsNotDialledAgain), WhatIsClosedOnPurposeIsNotDialledAgain),
        (nameof(AnyHistoryEndsInOrder), AnyHistoryEndsInOrder));

    /// <summary>Two nodes that dial each other at once are linked once, and whoever asked hears so.</summary>
    public static string? CrossingOffersEndInOneLink(LinkRules broken)
    {
        for (var seed = 0; seed < Seeds; seed++)
        {
            var world = new BookWorld(seed, broken);
            var askers = new[] { new BookAsker(), new BookAsker() };
            var (low, high) = (world.Nodes[0], world.Nodes[1]);
            low.Book.Dial(high.Did, new LinkWay.OverRing(null), askers[0], world.Now);
            high.Book.Dial(low.Did, new LinkWay.OverRing(null), askers[1], world.Now);
            world.Run();
            var phases = world.Nodes.Select(node => string.Join(',', node.Book.Links.Select(link => link.Phase)));
            if (phases.Any(phase => phase != nameof(LinkPhase.Ready)) || askers.Any(asker => asker.Told != 1))
                return $"seed {seed}: {string.Join(" | ", phases)}; told {askers[0].Told}, {askers[1].Told}";
        }

        return null;
    }

    public static string? AReadyLinkIsNotReplacedByAnOlderOffer(LinkRules broken)
    {
        var world = new BookWorld(1, broken);
        var old = world.Offer(world.Nodes[0].Did, world.Nodes[1].Did);
        world.Pass(TimeSpan.FromSeconds(1));
        Link(world);
        var before = world.Nodes[1].Book.StandingWith(world.Nodes[0].Did);
        world.Nodes[1].Book.OfferCame(
            old, BookWorld.HashOf(old), null, new LinkWay.FromOutside("replayed", null), world.Now);
        world.Run();
        return world.Nodes[1].Outcomes is [(_, LinkFailure.Superseded)] && world.Nodes[1].Book.Count == 1
            && world.Nodes[1].Book.StandingWith(world.Nodes[0].Did) == before
            ? null : $"outcomes {string.Join(", ", world.Nodes[1].Outcomes)}, links {world.Nodes[1].Book.Count}";
    }

    /// <summary>
    /// Whoever overheard the offer of a link says it again: the same answer, and nothing else happens.
    /// </summary>
    public static string? ARepeatedOfferRestartsNothing(LinkRules broken)
    {
        var world = new BookWorld(1, broken);
        Link(world);
        var offer = world.Offers[0];
        world.Nodes[1].Book.OfferCame(
            offer, BookWorld.HashOf(offer), null, new LinkWay.FromOutside("replayed", null), world.Now);
        world.Run();
        return world.Nodes[1].Restarts.Count == 0 && world.Nodes[1].Outcomes is [(_, null)]
            ? null : $"{world.Nodes[1].Restarts.Count} restarts";
    }

    public static string? AnAnswerIsTakenOnce(LinkRules broken)
    {
        var world = new BookWorld(1, broken);
        Link(world, upTo: LinkPhase.Connecting);
        var node = world.Nodes[0];
        var (link, offer) = (node.Book.Links.Single(), world.Offers[0]);
        var answer = world.Answer(offer, BookWorld.HashOf(offer)) with { Sdp = "another" };
        var isTaken = node.Book.AnswerCame(link.Number, answer, PayloadHash.Of(answer.ToBytes()), null);
        return !isTaken && node.Taken == 1 ? null : $"{node.Taken} answers taken";
    }

    /// <summary>
    /// Ten offers a second come from nodes that never go on, for a minute; a newcomer is answered all the same.
    /// </summary>
    public static string? ANewcomerFindsRoomAmongThoseWhoNeverGoOn(LinkRules broken)
    {
        var world = new BookWorld(1, broken);
        var victim = world.Nodes[1];
        for (var number = 0; number < 600; number++)
        {
            Flood(world, victim, number);
            if (number % 50 == 49 && Flood(world, victim, 10_000 + number) is { } refusal)
                return $"a newcomer was refused after {number} offers: {refusal}";
            world.Pass(TimeSpan.FromMilliseconds(100));
        }

        return null;
    }

    /// <summary>A link whose connectivity check came in is not taken away for others.</summary>
    public static string? WhoWentOnKeepsItsPlace(LinkRules broken)
    {
        var world = new BookWorld(1, broken);
        var victim = world.Nodes[1];
        Flood(world, victim, 9_999);
        var honest = victim.Book.OpeningWith(BookWorld.DidOf(100 + 9_999))!.Value;
        victim.Book.PathFound(honest);
        for (var number = 0; number < 100; number++)
        {
            Flood(world, victim, number);
            world.Pass(TimeSpan.FromMilliseconds(100));
        }

        return victim.Book.Links.Any(link => link.Number == honest) ? null : "it was taken away";
    }

    public static string? HalfOpenLinksAreBounded(LinkRules broken)
    {
        var limits = new LinkLimits();
        var world = new BookWorld(1, broken);
        var victim = world.Nodes[1];
        for (var number = 0; number < 200; number++) Flood(world, victim, number);
        for (var number = 1000; number < 1200; number++) Flood(world, victim, number, "198.51.100.7");
        var half = victim.Book.Links.Where(link => link.IsOpening).ToList();
        var outside = half.Count(link => link.Way is LinkWay.FromOutside);
        return outside <= limits.Quarter ? null : $"{outside} half-open links from outside";
    }

    public static string? WhatIsClosedOnPurposeIsNotDialledAgain(LinkRules broken)
    {
        var world = new BookWorld(1, broken);
        Link(world);
        world.Nodes[0].Book.Close(world.Nodes[1].Did, GoAwayReason.Idle);
        world.Run();
        var chosen = world.Nodes.Sum(node => node.Redials.Count);
        Link(world);
        world.Break(world.Nodes[0], world.Nodes[0].Book.StandingWith(world.Nodes[1].Did)!.Value);
        world.Run();
        var lost = world.Nodes.Sum(node => node.Redials.Count) - chosen;
        return (chosen, lost) == (0, 2) ? null : $"{chosen} redials after a close, {lost} after a break";
    }

    public static string? AnyHistoryEndsInOrder(LinkRules broken)
    {
        for (var seed = 0; seed < Seeds; seed++)
            if (BookHistory.Run(seed, broken) is { } wrong) return $"seed {seed}: {wrong}";
        return null;
    }

    /// <summary>An offer from outside that is never gone on with; what became of it.</summary>
    private static LinkFailure? Flood(BookWorld world, BookNode victim, int number, string? address = null)
    {
        var offer = world.Offer(BookWorld.DidOf(100 + number), victim.Did);
        var way = new LinkWay.FromOutside(number, address ?? $"203.0.{number / 250}.{number % 250}");
        victim.Book.OfferCame(offer, BookWorld.HashOf(offer), null, way, world.Now);
        while (world.Step())
        {
        }

        return victim.Outcomes[^1].Refusal;
    }

    private static void Link(BookWorld world, LinkPhase upTo = LinkPhase.Ready)
    {
        var (left, right) = (world.Nodes[0], world.Nodes[1]);
        left.Book.Dial(right.Did, new LinkWay.OverRing(null), null, world.Now);
        while (left.Book.Links.LastOrDefault()?.Phase != upTo && world.Step()) world.Pass(TimeSpan.FromMilliseconds(1));
        if (upTo == LinkPhase.Ready) world.Run();
    }
}
