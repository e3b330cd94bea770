using Akka.Actor;
using Akka.TestKit;
using Rings.Actors.Context;
using Rings.Actors.Disk;
using Rings.Actors.Node;
using Rings.Actors.Peers;
using Rings.Actors.Services;
using Rings.Actors.Sessions;
using Rings.Actors.Storage;
using Rings.Actors.Tests.Simulation;
using Rings.Protocol.Identity;
using Rings.Protocol.Ring;
using Rings.Protocol.Storage;
using Rings.TestKit;
using Rings.Transport.InMemory;
using static Rings.Actors.Public.RingsNodeProtocol;

namespace Rings.Actors.Tests.Nodes;

/// <summary>A node between probes: what users say to it and hear from it.</summary>
public sealed class RingsNodeSpecs : Akka.TestKit.Xunit2.TestKit
{
    private readonly TestProbe _user;
    private readonly NodeContext _context;
    private readonly IActorRef _node;

    public RingsNodeSpecs()
        : base(ProbedContext.Config)
    {
        _user = CreateTestProbe();
        var network = new InMemoryNetwork(new InMemoryNetworkOptions(), seed: 1, TimeProvider.System);
        _context = ProbedContext.New(Sys, network, RingId.OfPublic("probes"), "node");
        var stores = new NodeStores(
            new(StoreSchema.Replay, () => (new SimulatedReplayStore(), null)),
            new(StoreSchema.Records, () => (new MemoryRecordStore(_context.Settings.Storage.Records), null)),
            new(StoreSchema.Sessions, () => (new MemorySessionStore(), null)),
            new(StoreSchema.Own, () => (new MemoryOwnRecordStore(), null)),
            new(StoreSchema.Services, () => (new MemoryServiceStore(), null)),
            new MemoryPeerStore());
        _node = Sys.ActorOf(RingsNode.Props(_context, new SimulatedSeeds(_ => null), stores, same => same), "node");
    }

    [Fact]
    public void A_subscriber_hears_the_state_first_and_then_what_happens()
    {
        _node.Tell(new Subscribe(_user), _user);

        Assert.Equal(_context.Self, _user.FishForMessage<Subscribed>(_ => true).Status.Did);
        _node.Tell(new LinkOpened(_context.Self));
        Assert.Equal(_context.Self, _user.FishForMessage<LinkOpened>(_ => true).Peer);
        _node.Tell(new Unsubscribe(_user));
        _node.Tell(new LinkClosed(_context.Self, "over"));
        _node.Tell(GetStatus.Instance, _user);

        Assert.IsType<NodeStatus>(_user.FishForMessage(message => message is NodeStatus or LinkClosed));
    }

    [Fact]
    public void A_message_to_the_node_itself_reaches_the_receiver_of_its_protocol()
    {
        var receiver = CreateTestProbe();
        _node.Tell(new RegisterProtocol("chat/1", receiver), _user);
        _user.ExpectMsg<ProtocolRegistered>();

        _node.Tell(new SendPlain(_context.Self, "chat/1", [1, 2, 3]), _user);

        Assert.Equal([1, 2, 3], receiver.ExpectMsg<Received>().Payload);
        _user.ExpectMsg<Delivered>();
    }

    [Fact]
    public void A_node_alone_owns_every_key()
    {
        AwaitAssert(() =>
        {
            _node.Tell(GetStatus.Instance, _user);
            Assert.Equal(RingPhase.Member, _user.ExpectMsg<NodeStatus>().Phase);
        }, TimeSpan.FromSeconds(20));

        _node.Tell(new Lookup(_context.Self), _user);

        Assert.Equal(_context.Self, _user.ExpectMsg<LookupDone>().Owner);
    }

    [Fact]
    public void A_node_that_leaves_says_so_and_stops()
    {
        _user.Watch(_node);

        _node.Tell(Leave.Instance, _user);

        _user.ExpectMsg<Left>(_context.Settings.Supervision.LeaveTimeout * 2);
        _user.ExpectTerminated(_node);
    }
}
