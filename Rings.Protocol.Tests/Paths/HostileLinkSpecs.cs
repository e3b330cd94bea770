using System.Globalization;
using Rings.Protocol.Paths;
using Xunit.Abstractions;

namespace Rings.Protocol.Tests.Paths;

/// <summary>
/// S-10: a third of a relay's links is hostile, each in ways that the seed draws. What they take is their own share; a path
/// over another link opens within a second and keeps half of its fair rate at least. <c>RINGS_PATH_HISTORIES</c> says how many
/// histories.
/// </summary>
public sealed class HostileLinkSpecs(ITestOutputHelper output)
{
    private const double Fast = 125e6;

    private static readonly int Count = int.Parse(
        Environment.GetEnvironmentVariable("RINGS_PATH_HISTORIES") ?? "6", CultureInfo.InvariantCulture);

    private static readonly Action<PathWorld, SimPort, SimPort, SimPort>[] Ways =
        [Forge, NeverRead, SendCrumbs, TakeMuch, GrantFalsely, CloseWhatIsNotThere];

    [Fact]
    public void Beside_hostile_links_an_honest_path_opens_at_once_and_keeps_half_of_its_fair_rate()
    {
        for (var seed = 0; seed < Count; seed++)
        {
            var wrong = Run(seed, PathRules.None, out var told);
            if (seed < 10) output.WriteLine($"{seed}: {told}");
            Assert.True(wrong is null, $"seed {seed}: {wrong}");
        }
    }

    /// <summary>The history is one in which the rule matters: without it honest paths find no place.</summary>
    [Fact]
    public void Where_openings_are_charged_to_nobody_it_does_not_hold() =>
        Assert.Contains(Enumerable.Range(0, 12), seed => Run(seed, PathRules.NobodyPays, out _) is not null);

    private static string? Run(int seed, PathRules broken, out string told)
    {
        var world = new PathWorld(seed, new() { BytesPerSecond = 1e12, Places = 256, PerLink = 64, PerPair = 32, Asked = 16 }, broken)
        {
            MailboxSeconds = 20e-6,
        };
        var relay = world.NewNode();
        var links = 6 + (3 * world.Random.Next(3));
        var incoming = Enumerable.Range(0, links).Select(_ => world.NewLink(world.NewNode(), relay, Fast, Delay(world)).One).ToArray();
        var on = Enumerable.Range(0, 2).Select(_ => world.NewLink(relay, world.NewNode(), Rate(world), Delay(world)).One).ToArray();
        var hostileEnd = world.NewLink(relay, world.NewNode(), Fast, Delay(world)).One;
        var (hostile, honest) = (incoming[..(links / 3)], incoming[(links / 3)..]);
        var ways = new List<string>();
        foreach (var port in hostile)
        {
            port.IsLiar = true;
            for (var number = world.Random.Next(1, 4); number > 0; number--)
            {
                var way = Ways[world.Random.Next(Ways.Length)];
                ways.Add(way.Method.Name);
                way(world, port, on[world.Random.Next(on.Length)], hostileEnd);
            }
        }

        world.Run(1);
        var flows = honest.Select((port, number) => new SimFlow(world, port, on[number % on.Length]) { IsBulk = true, IsNoted = false }).ToList();
        foreach (var flow in flows) flow.Open();
        told = $"{links} links, {string.Join(' ', ways)}";
        if (!world.RunUntil(() => flows.All(flow => flow.Arrived > 0), 1))
            return world.Fault ?? $"{told}: an honest path did not open within a second";
        world.Run(3);
        var before = flows.ConvertAll(flow => flow.Arrived);
        world.Run(3);
        // Each link that sends over one has an equal part of it: at the worst all hostile ones do.
        var shares = flows.Select((flow, number) => (flow.Arrived - before[number]) / 3.0
            / (flow.Ports[1].Link.Rate / (hostile.Length + flows.Count(other => other.Ports[1] == flow.Ports[1])))).ToList();
        told += $": {shares.Min():0.00} to {shares.Max():0.00} of the fair rate";
        return world.Fault ?? (shares.Min() >= 0.5 ? null : told);
    }

    /// <summary>Openings whose signature is bad, as fast as they go: the final node refuses them.</summary>
    private static void Forge(PathWorld world, SimPort port, SimPort on, SimPort end) =>
        Open(world, 1000, 0.002, () => new(world, port, on) { Refuses = true, IsUncounted = true });

    /// <summary>Paths to one of their own, who never reads.</summary>
    private static void NeverRead(PathWorld world, SimPort port, SimPort on, SimPort end) =>
        Open(world, 100, 0.01, () => new(world, port, end) { IsBulk = true, Reads = false, IsNoted = false, IsUncounted = true });

    /// <summary>Packets of 17 bytes.</summary>
    private static void SendCrumbs(PathWorld world, SimPort port, SimPort on, SimPort end) =>
        Open(world, 4, 0.01, () => new(world, port, on) { IsBulk = true, PacketBytes = _ => 1, IsNoted = false, Wanted = 20_000 });

    /// <summary>More paths than anyone needs, all full.</summary>
    private static void TakeMuch(PathWorld world, SimPort port, SimPort on, SimPort end) =>
        Open(world, 40, 0.02, () => new(world, port, on) { IsBulk = true, IsNoted = false, IsUncounted = true });

    /// <summary>Credit that it does not have, for a path that stands: again and again, until its link is closed.</summary>
    private static void GrantFalsely(PathWorld world, SimPort port, SimPort on, SimPort end)
    {
        var flow = new SimFlow(world, port, on);
        flow.Open();
        for (var number = 1; number < 5; number++)
            world.After(number * 0.3, () => Say(port, PathFrameType.Credit, PathFrame.OffererBit | 1, PathFrame.MaxCredit));
    }

    private static void CloseWhatIsNotThere(PathWorld world, SimPort port, SimPort on, SimPort end) => world.After(
        world.Random.NextDouble() * 2,
        () =>
        {
            var frame = new byte[PathFrame.ShortFrameBytes];
            port.Send(frame[..PathFrame.Write(frame, PathFrame.OffererBit | 77_777, PathCloseReason.Done)]);
        });

    private static void Say(SimPort port, PathFrameType type, uint label, int amount)
    {
        var frame = new byte[PathFrame.ShortFrameBytes];
        port.Send(frame[..PathFrame.Write(frame, label, type, (uint)amount)]);
    }

    private static void Open(PathWorld world, int count, double every, Func<SimFlow> flow)
    {
        for (var number = 0; number < count; number++)
        {
            world.After(number * every, () =>
            {
                var one = flow();
                if (!one.Ports[0].Link.IsDown) one.Open();
            });
        }
    }

    private static double Rate(PathWorld world) => 1.25e6 * Math.Pow(10, world.Random.NextDouble());

    private static double Delay(PathWorld world) => 0.001 + (world.Random.NextDouble() * 0.03);
}
