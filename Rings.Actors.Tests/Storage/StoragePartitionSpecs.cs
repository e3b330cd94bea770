using System.Text;
using Rings.Protocol;
using Rings.TestKit;
using static Rings.Actors.Public.RingsNodeProtocol;

namespace Rings.Actors.Tests.Storage;

/// <summary>Twelve whole nodes write on both sides of a partition and meet again.</summary>
public sealed class StoragePartitionSpecs
{
    private const int Count = 12;
    private const string Guests = "guests";

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void What_both_sides_acknowledged_is_there_when_they_meet(int seed)
    {
        using var ring = Ring(seed);
        foreach (var node in ring.Nodes) Add(ring, node, "before");
        var (left, right) = Split(ring);
        var acknowledged = new List<(Did Author, string Name)>();

        foreach (var node in ring.Nodes)
        {
            if (ring.Ask<IReply>(node, Register(node.Name)) is RecordStored) acknowledged.Add((node.Did, node.Name));
            Add(ring, node, "during");
        }

        Heal(ring);

        Assert.True(acknowledged.Count >= Count / 2, $"seed={seed}: {acknowledged.Count} acknowledged");
        foreach (var reader in new[] { left[0], right[0] })
        {
            foreach (var (author, name) in acknowledged)
            {
                var found = ring.Ask<RecordsFound>(reader, new GetRegister(author, name));
                Assert.Equal(name, Encoding.UTF8.GetString(Assert.Single(found.Records).Value));
            }

            Assert.Equal(2 * Count, ring.Ask<RecordsFound>(reader, new GetSet(Guests)).Records.Length);
        }
    }

    [Fact]
    public void What_one_side_removed_does_not_come_back_from_the_other()
    {
        using var ring = Ring(seed: 4);
        foreach (var node in ring.Nodes) Add(ring, node, "before");
        var (left, right) = Split(ring);

        foreach (var node in left)
            Assert.IsType<RecordStored>(ring.Ask<IReply>(node, new RemoveElement(Guests, Tag("before"))));
        Heal(ring);

        foreach (var reader in new[] { left[0], right[0] })
        {
            Assert.Equal(
                right.Select(node => node.Did.ToString()).Order(),
                ring.Ask<RecordsFound>(reader, new GetSet(Guests)).Records.Select(record => record.Author.ToString()).Order());
        }
    }

    private static SimulatedRing Ring(int seed)
    {
        var ring = new SimulatedRing(seed);
        ring.Grow(Count);
        Assert.True(ring.RunUntilIdeal(TimeSpan.FromSeconds(180)), ring.Describe());
        // Longer than a newcomer looks for somebody that knows its range.
        ring.World.Run(TimeSpan.FromSeconds(45));
        return ring;
    }

    /// <summary>Two halves, each a ring of its own by the end.</summary>
    private static (SimulatedNode[] Left, SimulatedNode[] Right) Split(SimulatedRing ring)
    {
        var nodes = ring.Nodes.ToArray();
        var (left, right) = (nodes[..(Count / 2)], nodes[(Count / 2)..]);
        ring.Network.Partition([.. left.Select(node => node.Name)], [.. right.Select(node => node.Name)]);
        ring.World.Run(TimeSpan.FromSeconds(90));
        return (left, right);
    }

    /// <summary>The halves meet, and a round of comparing goes by.</summary>
    private static void Heal(SimulatedRing ring)
    {
        ring.Network.Heal();
        Assert.True(ring.RunUntilIdeal(TimeSpan.FromSeconds(600)), ring.Describe());
        ring.World.Run(TimeSpan.FromMinutes(3));
    }

    private static void Add(SimulatedRing ring, SimulatedNode node, string tag)
    {
        var reply = ring.Ask<IReply>(node, new AddElement(Guests, Tag(tag), Tag(node.Name)));
        Assert.True(reply is RecordStored, $"{node.Name}: {reply}; {ring.Describe()}");
    }

    private static PutRegister Register(string name) => new(name, Encoding.UTF8.GetBytes(name));

    private static byte[] Tag(string text) => Encoding.UTF8.GetBytes(text);
}
