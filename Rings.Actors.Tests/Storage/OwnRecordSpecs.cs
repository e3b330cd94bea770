using System.Collections.Immutable;
using System.Text;
using Rings.Protocol.Storage;
using Rings.TestKit;
using static Rings.Actors.Public.RingsNodeProtocol;

namespace Rings.Actors.Tests.Storage;

/// <summary>What a node tells of the records that it put.</summary>
public sealed class OwnRecordSpecs
{
    [Fact]
    public void Those_that_are_renewed_and_the_others_are_told_with_their_end_until_they_are_removed()
    {
        using var ring = new SimulatedRing(61);
        ring.Grow(4);
        Assert.True(ring.RunUntilIdeal(TimeSpan.FromSeconds(180)), ring.Describe());
        var node = ring["n1"];

        ring.Ask<RecordStored>(node, new PutRegister("motd", Bytes("hello"), TimeSpan.FromHours(2)));
        ring.Ask<RecordStored>(node, new PutRegister("kept", Bytes("ab"), TimeSpan.FromHours(1), Renew: true));
        ring.Ask<RecordStored>(node, new AddElement("guests", Bytes("x"), Bytes("a"), Life: TimeSpan.FromHours(3)));
        ring.Ask<RecordStored>(node, new PutBlob(Bytes("a chunk")));

        var own = Own(ring, node);
        Assert.Equal(["kept", "motd", "guests"], own.Select(record => record.Name));
        Assert.Equal([true, false, false], own.Select(record => record.IsRenewed));
        Assert.Equal([2, 5, 1], own.Select(record => record.Bytes));
        Assert.Equal([RecordKind.Register, RecordKind.Register, RecordKind.SetElement], own.Select(record => record.Kind));
        Assert.Equal("x", Encoding.UTF8.GetString(own[2].Tag));

        // A renewal that begins, one that ends, and an element that ends.
        ring.Ask<RecordStored>(node, new PutRegister("motd", Bytes("hello"), TimeSpan.FromHours(2), Renew: true));
        ring.Ask<RecordStored>(node, new PutRegister("kept", Bytes("ab"), TimeSpan.FromHours(1)));
        ring.Ask<RecordStored>(node, new RemoveElement("guests", Bytes("x")));

        own = Own(ring, node);
        Assert.Equal([("kept", false), ("motd", true)], own.Select(record => (record.Name, record.IsRenewed)));
        ring.World.Run(TimeSpan.FromMinutes(70));
        Assert.Equal("motd", Assert.Single(Own(ring, node)).Name);
        Assert.Empty(Own(ring, ring["n2"]));
    }

    private static ImmutableArray<OwnRecordStatus> Own(SimulatedRing ring, SimulatedNode node) =>
        ring.Ask<OwnRecords>(node, ListOwnRecords.Instance).Records;

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);
}
