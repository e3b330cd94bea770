using Akka.Actor;
using Rings.Actors.Messages;
using Rings.Protocol.Wire;

namespace Rings.Actors.Tests.Messages;

public sealed class ReceiversSpecs
{
    private readonly Receivers _receivers = new(capacity: 2);

    [Fact]
    public void A_protocol_has_one_receiver_and_the_table_has_a_bound()
    {
        Assert.True(_receivers.TryRegister("a/1", ActorRefs.Nobody, 0));
        Assert.True(_receivers.TryRegister("a/1", ActorRefs.Nobody, 0));
        Assert.False(_receivers.TryRegister("a/1", new Other(), 0));
        Assert.True(_receivers.TryRegister("*", ActorRefs.Nobody, 0));
        Assert.False(_receivers.TryRegister("c/1", ActorRefs.Nobody, 0));
        Assert.False(new Receivers(2).TryRegister("not a name", ActorRefs.Nobody, 0));
    }

    [Fact]
    public void The_receiver_of_everything_gets_what_nobody_else_does()
    {
        _receivers.TryRegister("a/1", ActorRefs.Nobody, 1);
        Assert.Null(_receivers.Find("b/1"));
        _receivers.TryRegister("*", ActorRefs.Nobody, 0);

        Assert.NotNull(_receivers.Find("b/1"));
        Assert.NotSame(_receivers.Find("a/1"), _receivers.Find("b/1"));
    }

    [Fact]
    public void A_window_closes_until_messages_are_taken()
    {
        _receivers.TryRegister("a/1", ActorRefs.Nobody, 2);
        var receiver = _receivers.Find("a/1")!;

        receiver.Waiting = 2;
        Assert.False(receiver.HasRoom);
        _receivers.Taken(ActorRefs.Nobody, 1);

        Assert.True(receiver.HasRoom);
    }

    [Fact]
    public void Receipts_are_remembered_up_to_the_bound_the_oldest_going_first()
    {
        var receipts = new RecentReceipts(capacity: 2);
        var hashes = Enumerable.Range(0, 3).Select(number => PayloadHash.Of([(byte)number])).ToArray();

        foreach (var hash in hashes) receipts.Add(hash);

        Assert.False(receipts.Contains(hashes[0]));
        Assert.True(receipts.Contains(hashes[1]));
        Assert.True(receipts.Contains(hashes[2]));
    }

    private sealed class Other : MinimalActorRef
    {
        public override ActorPath Path { get; } = new RootActorPath(Address.AllSystems) / "other";

        public override IActorRefProvider Provider => throw new NotSupportedException();
    }
}
