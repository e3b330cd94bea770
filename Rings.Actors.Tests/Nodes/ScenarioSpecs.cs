using System.Text.Json;
using Rings.Protocol;
using Rings.TestKit;
using Xunit.Abstractions;
using static Rings.Actors.Public.RingsNodeProtocol;

namespace Rings.Actors.Tests.Nodes;

/// <summary>
/// The simulator's scenarios over whole nodes, with as many of their nodes as a test can afford: the ring is as
/// ideal at the end, and
/// every look-up finds its owner.
/// </summary>
public sealed class ScenarioSpecs(ITestOutputHelper output)
{
    private const int MostNodes = 16;
    private const int MostLookups = 100;

    [Theory]
    [InlineData("fresh-ring")]
    [InlineData("stable-ring")]
    [InlineData("flash-crowd")]
    [InlineData("simultaneous-failures")]
    [InlineData("two-ring-merge")]
    [InlineData("partition-and-heal")]
    public void A_scenario_ends_as_it_does_in_the_simulator(string name)
    {
        using var file = JsonDocument.Parse(File.ReadAllText(Path.Combine(Folder(), $"{name}.json")));
        var scenario = file.RootElement;
        using var ring = new SimulatedRing(seed: name.Length);
        var run = new Run(ring, scenario);

        run.Play();

        Assert.True(!run.ExpectsIdeal || ring.RunUntilIdeal(TimeSpan.Zero), ring.Describe());
        Assert.Empty(run.WrongLookups);
        output.WriteLine($"{name}: {ring.Nodes.Count} nodes, {run.Lookups} look-ups, {ring.World.Steps} mailbox runs");
    }

    private static string Folder()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder!.FullName, "Rings.sln"))) folder = folder.Parent;
        return Path.Combine(folder.FullName, "scenarios");
    }

    private sealed class Run(SimulatedRing ring, JsonElement scenario)
    {
        private readonly double _scale = Math.Min(1, MostNodes / scenario.GetProperty("nodes").GetDouble());
        private readonly int _rings = Number(scenario, "rings", 1);

        public bool ExpectsIdeal =>
            scenario.GetProperty("expect").TryGetProperty("ideal", out var ideal) && ideal.GetBoolean();

        public List<string> WrongLookups { get; } = [];

        public int Lookups { get; private set; }

        public void Play()
        {
            Join(Scaled(scenario.GetProperty("nodes").GetInt32()), TimeSpan.Zero);
            foreach (var step in scenario.GetProperty("steps").EnumerateArray())
            {
                ring.World.RunUntil(TimeSpan.FromSeconds(step.GetProperty("at").GetDouble()));
                Do(step);
            }

            ring.World.RunUntil(TimeSpan.FromSeconds(scenario.GetProperty("seconds").GetDouble()));
        }

        private void Do(JsonElement step)
        {
            switch (step.GetProperty("do").GetString())
            {
                case "join":
                    Join(Scaled(step.GetProperty("count").GetInt32()), TimeSpan.FromSeconds(Number(step, "within", 0)));
                    break;

                case "crash":
                    var dying = (int)(Alive().Length * step.GetProperty("share").GetDouble());
                    foreach (var node in Shuffled().Take(dying)) ring.Kill(node.Name);
                    break;

                case "meet":
                    ring["n1"].Actor.Tell(new ConnectSeed(new Uri("sim://n0")), ring.Probe.Actor);
                    break;

                case "partition":
                    var names = Shuffled().Select(node => node.Name).ToArray();
                    var half = (int)(names.Length * step.GetProperty("share").GetDouble());
                    ring.Network.Partition(names[..half], names[half..]);
                    ring.World.Run(TimeSpan.FromSeconds(step.GetProperty("for").GetDouble()));
                    ring.Network.Heal();
                    break;

                case "lookUps":
                    LookUp(Math.Min(MostLookups, step.GetProperty("count").GetInt32()));
                    break;

                case var other:
                    throw new InvalidOperationException($"These tests do not know the step '{other}'.");
            }
        }

        /// <summary>The first node of each ring has no seed; the others join through it.</summary>
        private void Join(int count, TimeSpan within)
        {
            for (var number = 0; number < count; number++)
            {
                var index = ring.Nodes.Count;
                ring.Start($"n{index}", index < _rings ? [] : [$"n{index % _rings}"]);
                ring.World.Run(within / count);
            }
        }

        private void LookUp(int count)
        {
            Lookups += count;
            for (var number = 0; number < count; number++)
            {
                var bytes = new byte[Did.Bytes];
                ring.World.Random.NextBytes(bytes);
                var key = Did.Read(bytes);
                var asker = Shuffled()[0];
                var owner = Alive().MinBy(node => key.DistanceTo(node.Did))!;
                var reply = ring.Ask<IReply>(asker, new Lookup(key));
                if (reply is not LookupDone done || done.Owner != owner.Did)
                    WrongLookups.Add($"{asker.Name} asked for {key}, owned by {owner.Name}: {reply}");
            }
        }

        private int Scaled(int count) => Math.Max(1, (int)Math.Round(count * _scale));

        private SimulatedNode[] Alive() => [.. ring.Nodes.Where(node => node.IsAlive)];

        private SimulatedNode[] Shuffled()
        {
            var nodes = Alive();
            ring.World.Random.Shuffle(nodes);
            return nodes;
        }

        private static int Number(JsonElement element, string name, int otherwise) =>
            element.TryGetProperty(name, out var value) ? value.GetInt32() : otherwise;
    }
}
