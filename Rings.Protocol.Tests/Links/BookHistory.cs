using Rings.Protocol.Links;
using Rings.Protocol.Wire;

namespace Rings.Protocol.Tests.Links;

/// <summary>
/// Four nodes that link, close, fall silent, break and repeat each other's offers, in an order that a seed draws.
/// </summary>
internal static class BookHistory
{
    private const int Steps = 400;

    /// <summary>Runs one history; null where everything was in order.</summary>
    public static string? Run(int seed, LinkRules broken)
    {
        var random = new Random(seed);
        var limits = new LinkLimits { HalfOpen = 8 };
        var world = new BookWorld(seed, broken, nodes: 4, limits);
        var askers = new List<BookAsker>();
        for (var step = 0; step < Steps; step++)
        {
            Happen(world, random, askers);
            if (world.Nodes.Select(node => Check(node, limits)).FirstOrDefault(wrong => wrong is not null) is { } wrong)
                return $"step {step}: {wrong}";
        }

        world.Run();
        foreach (var node in world.Nodes) node.Book.CloseAll();
        world.Run();
        // What never came up at the other end, its connection gives up after its time.
        foreach (var node in world.Nodes)
            foreach (var link in node.Connections.Keys.ToList()) world.Break(node, link);
        world.Run();
        if (world.Nodes.Any(node => node.Book.Count > 0 || !node.IsClosed)) return "links are left, or it was not said";
        if (world.Nodes.SelectMany(node => node.Wrong).FirstOrDefault() is { } said) return said;
        if (askers.Any(asker => asker.Told != 1)) return $"askers heard {string.Join(' ', askers.Select(a => a.Told))}";
        return world.Requests.All(request => request.IsSettled) ? null : "an offer was neither answered nor refused";
    }

    private static string? Check(BookNode node, LinkLimits limits)
    {
        foreach (var links in node.Book.Links.GroupBy(link => link.Peer))
        {
            if (links.Count(link => link.IsOpening) > 1) return "two links to one peer are opening";
            if (links.Count(link => link.Stands) > 1) return "two links to one peer stand";
        }

        var others = node.Book.Links.Where(link => link.IsOpening && !link.Way.IsOwn).ToList();
        if (others.GroupBy(link => link.Way.GetType()).Any(way => way.Count() > limits.Quarter))
            return "too many half-open links of one way";
        return node.Book.Links.Count(link => link.IsOpening && link.Way.IsOwn) <= limits.HalfOpen / 2
            ? null : "too many own half-open links";
    }

    private static void Happen(BookWorld world, Random random, List<BookAsker> askers)
    {
        var node = world.Nodes[random.Next(world.Nodes.Length)];
        var peer = world.Nodes[random.Next(world.Nodes.Length)].Did;
        var links = node.Book.Links.Select(link => link.Number).ToList();
        var some = links.Count == 0 ? default : links[random.Next(links.Count)];
        switch (random.Next(24))
        {
            case 0 or 1:
                askers.Add(new());
                node.Book.Dial(peer, random.Next(2) == 0 ? new LinkWay.OverRing(null)
                    : new LinkWay.ToContact(new Uri("http://seed.example")), askers[^1], world.Now);
                break;

            case 2:
                node.Book.Close(peer, GoAwayReason.Idle);
                break;

            case 3:
                node.Book.SetSuspect(some, random.Next(2) == 0);
                break;

            case 4:
                node.Book.PathLost(some);
                break;

            case 5:
                world.Break(node, some);
                break;

            case 6 when world.Offers.Count > 0:
                var old = world.Offers[random.Next(world.Offers.Count)];
                world.Find(old.To)?.Book.OfferCame(
                    old, BookWorld.HashOf(old), null, new LinkWay.FromOutside("replayed", null), world.Now);
                break;

            case 7:
                world.Pass(TimeSpan.FromMilliseconds(random.Next(3000)));
                break;

            case 8:
                node.IsAdmitting = random.Next(4) > 0;
                break;

            case 9 when node.Redials.Count > 0:
                node.Book.RedialDue(node.Redials[^1], world.Now);
                break;

            default:
                world.Step();
                break;
        }
    }
}
