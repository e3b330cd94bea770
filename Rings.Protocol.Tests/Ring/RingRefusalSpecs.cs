using Google.Protobuf;
using Rings.Protocol.Ring;

namespace Rings.Protocol.Tests.Ring;

/// <summary>Which field of a message about the ring is refused (protocol.md, 4).</summary>
public sealed class RingRefusalSpecs
{
    private static readonly ByteString Good = ByteString.CopyFrom(new byte[Did.Bytes]);
    private static readonly ByteString Bad = ByteString.CopyFrom(new byte[Did.Bytes - 1]);

    [Fact]
    public void A_Did_of_another_length_is_named()
    {
        Refused("FindOwner.key", new() { FindOwner = new() { Key = Bad } });
        Refused("FindNext.key", new() { FindNext = new() { Key = Bad } });
        Refused("OwnerFound.owner", new() { OwnerFound = new() { Owner = Bad, Hops = 1 } });
        Refused("OwnerFound.predecessor", new() { OwnerFound = new() { Owner = Good, Predecessor = Bad, Hops = 1 } });
        Refused("OwnerFound.successors", new() { OwnerFound = new() { Owner = Good, Successors = { Bad }, Hops = 1 } });
        Refused("NextFound.predecessor", new() { NextFound = new() { Predecessor = Bad } });
        Refused("NextFound.nodes", new() { NextFound = new() { Nodes = { Bad } } });
        Refused("Neighbours.predecessor", new() { Neighbours = new() { Predecessor = Bad } });
        Refused("Neighbours.nearer", new() { Neighbours = new() { Nearer = { Bad } } });
        Refused("Neighbours.successors", new() { Neighbours = new() { Successors = { Bad } } });
        Refused("Notify.predecessors", new() { Notify = new() { Predecessors = { Bad } } });
        Refused("Bridge.contact", new() { Bridge = new() { Contact = Bad } });
        Refused("Leaving.predecessor", new() { Leaving = new() { Predecessor = Bad } });
        Refused("Leaving.successors", new() { Leaving = new() { Successors = { Bad } } });
    }

    [Fact]
    public void Every_list_has_32_at_most()
    {
        Longest("OwnerFound.successors", many => new() { OwnerFound = new() { Owner = Good, Successors = { many }, Hops = 32 } });
        Longest("NextFound.nodes", many => new() { NextFound = new() { Nodes = { many } } });
        Longest("Neighbours.nearer", many => new() { Neighbours = new() { Nearer = { many } } });
        Longest("Neighbours.successors", many => new() { Neighbours = new() { Successors = { many } } });
        Longest("Notify.predecessors", many => new() { Notify = new() { Predecessors = { many } } });
        Longest("Leaving.successors", many => new() { Leaving = new() { Successors = { many } } });
    }

    [Fact]
    public void A_phase_that_is_not_known_is_that_of_a_node_that_joins()
    {
        RingPhase Read(uint phase) => Assert.IsType<RingMessage.Neighbours>(
            RingCodec.Read(new Rings.Protocol.Proto.RingMessage { Neighbours = new() { Phase = phase } }.ToByteArray())).Phase;

        Assert.Equal(RingPhase.Member, Read((uint)RingPhase.Member));
        Assert.Equal(RingPhase.Joining, Read((uint)RingPhase.Joining));
        Assert.Equal(RingPhase.Joining, Read(7));
    }

    private static void Longest(string field, Func<IEnumerable<ByteString>, Rings.Protocol.Proto.RingMessage> make)
    {
        Assert.NotNull(RingCodec.Read(make(Enumerable.Repeat(Good, 32)).ToByteArray()));
        Refused(field, make(Enumerable.Repeat(Good, 33)));
    }

    private static void Refused(string field, Rings.Protocol.Proto.RingMessage message) => Assert.Equal(
        field, Assert.Throws<ProtocolException>(() => RingCodec.Read(message.ToByteArray())).Field);
}
