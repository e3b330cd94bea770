using Rings.Protocol.Ring;
using Rings.Protocol.Wire;

namespace Rings.Protocol.Tests.Wire;

/// <summary>
/// What holds of an outbox whatever happens to it. Each property is run with all rules in force, and with each broken on
/// purpose; it says what it saw, or null.
/// </summary>
internal static class OutboxProperties
{
    private const int Histories = 150;

    public static PropertyTable<OutboxRules> All { get; } = new(
        ("each message ends once, by the right word", broken => Seeds(seed => Run(seed, broken, true).Violation)),
        ("a restart changes nothing", RestartsChangeNothing),
        ("a silent destination is sent to again", SilenceIsAnsweredByResends),
        ("a hint alone ends nothing", HintsEndNothing),
        ("what left by a lost link goes another way", LostLinksAreReplaced));

    private static string? RestartsChangeNothing(OutboxRules broken) => Seeds(seed =>
    {
        var (with, without) = (Run(seed, broken, true), Run(seed, broken, false));
        return with.Log.SequenceEqual(without.Log) ? null : "a restart changed what happened";
    });

    private static string? SilenceIsAnsweredByResends(OutboxRules broken)
    {
        var world = new OutboxWorld(broken);
        world.Send(Message(1));
        world.KeepAll();
        world.Run(TimeSpan.FromSeconds(29));
        var at = world.Transmitted.Select(sent => (sent.At - Any.Now).TotalSeconds).ToArray();
        return at is [0, 2, 6, 14] ? null : $"sent at {string.Join(", ", at)} s";
    }

    private static string? HintsEndNothing(OutboxRules broken)
    {
        var world = new OutboxWorld(broken);
        var id = world.Send(Question(9))!.Value;
        world.KeepAll();
        world.Reply(id, Any.Node(66), Kind.Unreachable, new Unreachable(UnreachableReason.NoRoute).ToBytes());
        return world.Outcomes.Count == 0 && world.Transmitted.Count == 2 ? null : "a hint ended a request";
    }

    private static string? LostLinksAreReplaced(OutboxRules broken)
    {
        var world = new OutboxWorld(broken);
        world.Send(Question(1));
        world.KeepAll();
        world.Follow(2, 3);
        return world.Transmitted.Count == 2 ? null : "what left by a lost link waits";
    }

    private static string? Seeds(Func<int, string?> property) => Enumerable.Range(1, Histories)
        .Select(seed => property(seed) is { } wrong ? $"seed={seed}: {wrong}" : null)
        .FirstOrDefault(wrong => wrong is not null);

    /// <summary>
    /// A history of 120 steps: messages of every sort, a slow disk, links that come and go, replies that are right,
    /// late, doubled, of the wrong node, of another message, and restarts in between.
    /// </summary>
    private static OutboxWorld Run(int seed, OutboxRules broken, bool restarts)
    {
        var (world, random) = (new OutboxWorld(broken), new Random(seed));
        for (var step = 0; step < 120; step++)
        {
            var from = world.Log.Count;
            Step(world, random, restarts);
            world.Log.Sort(from, world.Log.Count - from, StringComparer.Ordinal);
        }

        world.Finish();
        return world;
    }

    private static void Step(OutboxWorld world, Random random, bool restarts)
    {
        var asked = world.Requests.Count == 0 ? default : Any.Id(1 + random.Next(world.Requests.Count));
        switch (random.Next(12))
        {
            case 0 or 1 or 2:
                world.Send(AnyRequest(random));
                break;

            case 3:
                world.KeepAll();
                break;

            case 4:
                world.Run(TimeSpan.FromMilliseconds(random.Next(4000)));
                break;

            case 5:
                world.Outbox.Sent(asked);
                break;

            case 6:
                world.Outbox.Dropped(asked);
                break;

            case 7 or 8:
                Reply(world, random, asked);
                break;

            case 9:
                world.Follow([.. Enumerable.Range(1, 4).Where(_ => random.Next(3) > 0)]);
                break;

            case 10:
                if (restarts) world.Restart();
                break;

            default:
                if (random.Next(4) == 0) world.Renew(random.Next(3));
                break;
        }
    }

    private static void Reply(OutboxWorld world, Random random, TransactionId asked)
    {
        if (!world.Requests.TryGetValue(asked, out var request)) return;
        var from = random.Next(3) == 0 ? Any.Node(50 + random.Next(5)) : request.Destination;
        var (kind, body) = random.Next(4) switch
        {
            0 => (Kind.Unreachable, new Unreachable(UnreachableReason.NoRoute).ToBytes()),
            1 => (Kind.Storage, (byte[])[1]),
            2 => (Kind.Delivered, new Delivered(PayloadHash.Of([2])).ToBytes()),
            _ => (Kind.Delivered, world.ReceiptOf(asked)),
        };
        if (kind == Kind.Delivered && !request.WantsReceipt) return; // Nobody can know what it would have to name.
        world.Reply(asked, from, kind, body);
        if (random.Next(2) == 0) world.Reply(asked, from, kind, body);
    }

    private static OutboxRequest AnyRequest(Random random)
    {
        var to = 1 + random.Next(6);
        return random.Next(6) switch
        {
            0 => Question(to),
            1 => Question(to) with { Mode = RouteMode.Owner },
            2 => Message(to) with { WantsReceipt = false, OnlyHandOver = true },
            3 => new(Kind.Ring, RouteMode.Node, Any.Node(to), new byte[] { 1 }, TimeSpan.FromSeconds(5))
            {
                FirstHop = Any.Node(to),
                WantsReply = random.Next(2) == 0,
            },
            4 => OutboxRequest.Reply(Any.Node(to), Any.Node(1 + random.Next(4)), Any.Id(900), Kind.Busy, new byte[] { 1 }),
            _ => Message(to),
        };
    }

    /// <summary>A message for which a receipt is wanted.</summary>
    public static OutboxRequest Message(int to) =>
        new(Kind.Application, RouteMode.Node, Any.Node(to), new byte[] { 1 }, TimeSpan.FromSeconds(30))
        {
            WantsReceipt = true,
        };

    /// <summary>A question that is answered by a message of its own.</summary>
    public static OutboxRequest Question(int to) =>
        new(Kind.Storage, RouteMode.Node, Any.Node(to), new byte[] { 1 }, TimeSpan.FromSeconds(12));
}
