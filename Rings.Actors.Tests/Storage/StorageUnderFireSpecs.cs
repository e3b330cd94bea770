using System.Globalization;
using System.Text;
using Rings.Protocol;
using Rings.TestKit;
using static Rings.Actors.Public.RingsNodeProtocol;

namespace Rings.Actors.Tests.Storage;

/// <summary>Sixteen whole nodes write while one after another is killed at moments that the seed chooses.</summary>
public sealed class StorageUnderFireSpecs
{
    private const int Count = 16;

    private static readonly int Writes = int.Parse(
        Environment.GetEnvironmentVariable("RINGS_STORAGE_WRITES") ?? "1000", CultureInfo.InvariantCulture);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Nothing_that_was_acknowledged_is_lost(int seed)
    {
        using var ring = Ring(seed);
        var story = new Story(ring, new Random(seed));

        story.Write(Writes);
        story.Settle();

        Assert.True(story.Kills >= 3, $"seed={seed}: {story.Kills} kills");
        Assert.True(story.Acknowledged.Count > Writes * 9 / 10, $"seed={seed}: {story.Acknowledged.Count} acknowledged");
        Assert.Empty(story.Missing());
    }

    private static SimulatedRing Ring(int seed)
    {
        var ring = new SimulatedRing(seed);
        ring.Grow(Count);
        Assert.True(ring.RunUntilIdeal(TimeSpan.FromSeconds(180)), ring.Describe());
        ring.World.Run(TimeSpan.FromSeconds(30));
        return ring;
    }

    private sealed class Story(SimulatedRing ring, Random random)
    {
        private string? _down;
        private TimeSpan _next = ring.World.Now + TimeSpan.FromSeconds(3);

        public int Kills { get; private set; }

        public HashSet<(Did Author, string Name)> Acknowledged { get; } = [];

        public void Write(int writes)
        {
            for (var i = 0; i < writes; i++)
            {
                var node = Live();
                var name = $"w{i}";
                // Each write has an inbox of its own: the reply names the key alone.
                var inbox = new SimulatedRing.Inbox(ring.System, $"write-{i}", reply =>
                {
                    if (reply is RecordStored) Acknowledged.Add((node.Did, name));
                });
                node.Actor.Tell(new PutRegister(name, Encoding.UTF8.GetBytes(name)), inbox.Actor);
                ring.World.Run(TimeSpan.FromMilliseconds(random.Next(1, 200)));
                Disturb();
            }
        }

        /// <summary>Everything that is under way ends, and everybody is back.</summary>
        public void Settle()
        {
            if (_down is not null) Revive();
            ring.World.Run(TimeSpan.FromSeconds(30));
            Assert.True(ring.RunUntilIdeal(TimeSpan.FromSeconds(180)), ring.Describe());
            ring.World.Run(TimeSpan.FromSeconds(60));
        }

        public List<string> Missing() =>
        [
            .. Acknowledged.Where(write =>
                ring.Ask<RecordsFound>(Live(), new GetRegister(write.Author, write.Name)).Records
                    is not [var record] || Encoding.UTF8.GetString(record.Value) != write.Name)
                .Select(write => write.Name),
        ];

        private SimulatedNode Live()
        {
            var live = ring.Nodes.Where(node => node.IsAlive).ToList();
            return live[random.Next(live.Count)];
        }

        private void Disturb()
        {
            if (ring.World.Now < _next) return;
            if (_down is null)
            {
                _down = Live().Name;
                ring.Kill(_down);
                Kills++;
                _next = ring.World.Now + TimeSpan.FromSeconds(random.Next(1, 20));
            }
            else
            {
                Revive();
                // The next failure comes when the three copies of everything are there again.
                _next = ring.World.Now + TimeSpan.FromSeconds(random.Next(20, 30));
            }
        }

        private void Revive()
        {
            ring.Start(_down!, Live().Name);
            _down = null;
        }
    }
}
