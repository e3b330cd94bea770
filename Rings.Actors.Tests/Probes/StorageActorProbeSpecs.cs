using Akka.Actor;
using Akka.TestKit;
using Rings.Actors.Context;
using Rings.Actors.Disk;
using Rings.Actors.Frames;
using Rings.Actors.Storage;
using Rings.Actors.Tests.Storage;
using Rings.Protocol;
using Rings.Protocol.Ring;
using Rings.Protocol.Storage;
using Rings.Protocol.Wire;
using static Rings.Actors.Messages.GateProtocol;
using static Rings.Actors.Public.RingsNodeProtocol;
using static Rings.Actors.Storage.StorageProtocol;

namespace Rings.Actors.Tests.Probes;

/// <summary>The storage between probes: its node, its gate, and whoever asks; its disk is a test's.</summary>
public sealed class StorageActorProbeSpecs : ProbeKit
{
    private static readonly PutRegister Motd = new("motd", [1, 2, 3]);

    private readonly NodeContext _self;
    private readonly NodeContext _peer;
    private readonly TestProbe _node;
    private readonly TestProbe _gate;
    private readonly TestProbe _user;
    private readonly TroubledRecordStore _own = new();
    private readonly IActorRef _storage;
    private TroubledRecordStore _records = new();

    public StorageActorProbeSpecs()
    {
        (_self, _peer) = (NewContext("self"), NewContext("peer"));
        (_node, _gate, _user) = (CreateTestProbe("node"), CreateTestProbe("gate"), CreateTestProbe("user"));
        var memory = new StorageMemory(
            new(StoreSchema.Records, OpenRecords), _gate, new(StoreSchema.Own, () => (_own, null)), []);
        _storage = StartUnder(StorageActor.Props(_self, memory), _node);
        Own(_self.Self);
    }

    [Fact]
    public void A_lone_owner_keeps_what_its_user_puts_and_reads_it()
    {
        Ask(Motd);
        Assert.Equal(_self.Self, Assert.Single(_user.ExpectMsg<RecordStoredLocally>().Copies));

        Ask(new GetRegister(_self.Self, "motd"));
        Assert.Equal(Motd.Value, Assert.Single(_user.ExpectMsg<RecordsFound>().Records).Value);
    }

    [Fact]
    public void A_full_disk_refuses_is_told_once_serves_what_is_there_and_is_tried_by_itself()
    {
        Ask(Motd);
        _user.ExpectMsg<RecordStoredLocally>();
        _records.Broken = StoreTrouble.Full;

        for (var number = 0; number < 3; number++)
        {
            Ask(new PutRegister($"more {number}", [1]));
            Assert.Equal(StorageRefusal.Full, _user.ExpectMsg<RecordRefused>().Reason);
        }

        Assert.Equal("records.db", _node.ExpectMsg<StoreFailing>().Store);
        Ask(new GetRegister(_self.Self, "motd"));
        Assert.Single(_user.ExpectMsg<RecordsFound>().Records);
        Advance(TimeSpan.FromSeconds(5));
        _records.Broken = null;
        Advance(TimeSpan.FromSeconds(5));
        Assert.Equal("records.db", _node.ExpectMsg<StoreRestored>().Store);
        Ask(new PutRegister("late", [1]));
        _user.ExpectMsg<RecordStoredLocally>();
    }

    [Fact]
    public void What_cannot_be_noted_for_renewal_is_not_put()
    {
        _own.Broken = StoreTrouble.ReadOnly;

        Ask(Motd with { Renew = true });

        Assert.Equal(StorageRefusal.Full, _user.ExpectMsg<RecordRefused>().Reason);
        Assert.Equal("own.db", _node.ExpectMsg<StoreFailing>().Store);
        Assert.Equal(0, _records.Bytes);
        _own.Broken = null;
        Advance(TimeSpan.FromSeconds(5));
        Assert.Equal("own.db", _node.ExpectMsg<StoreRestored>().Store);
        Ask(Motd with { Renew = true });
        _user.ExpectMsg<RecordStoredLocally>();
        Assert.Single(_own.Load());
    }

    /// <summary>A disk that turns bits is no fault that the node dies of: the next storage begins with what there is.</summary>
    [Fact]
    public void A_store_that_is_damaged_while_it_is_used_is_opened_anew_and_nobody_waits_in_vain()
    {
        var first = _records;
        first.Broken = StoreTrouble.Damaged;
        _records = new();

        Ask(Motd);
        Ask(new PutRegister("after", [1]));

        _user.ExpectMsg<OwnerSilent>();
        Assert.Equal(StorageKey.OfRegister(_self.Self, "after"), _user.ExpectMsg<RecordStoredLocally>().Key);
        Assert.Equal(1, first.Closed);
    }

    [Fact]
    public void A_peers_question_is_answered_through_the_gate_and_one_that_is_none_is_not()
    {
        Ask(Motd);
        _user.ExpectMsg<RecordStoredLocally>();
        var read = new StorageMessage.Read(StorageKey.OfRegister(_self.Self, "motd"), Consistency.One, 0);

        _storage.Tell(From(_peer, [0xff, 0xff]));
        _storage.Tell(From(_peer, StorageCodec.Write(read)));

        var answer = _gate.ExpectMsg<Respond>();
        Assert.Equal(StorageCodec.Write(read), answer.Request.Body);
        Assert.Single(Assert.IsType<StorageMessage.Found>(StorageCodec.Read(answer.Body)).Page);
        Assert.False(_gate.HasMessages);
    }

    /// <summary>An answer of another kind, one that is none, and none at all: three tries, and then it says so.</summary>
    [Fact]
    public void What_is_another_nodes_is_asked_for_three_times_whatever_that_answers()
    {
        Own(null);
        Ask(new GetRegister(_peer.Self, "motd"));

        var asked = Asked(RouteMode.Owner);
        _storage.Tell(new Replied(asked.Tag, default, From(_peer, []) with { Kind = Kind.Unsupported }));
        AdvanceToTheNextTry();
        asked = Asked(RouteMode.Owner);
        _storage.Tell(new Replied(asked.Tag, default, From(_peer, [0xff, 0xff])));
        AdvanceToTheNextTry();
        asked = Asked(RouteMode.Owner);
        _storage.Tell(new RequestFailed(asked.Tag, null, Undelivered.Unreachable));

        _user.ExpectMsg<OwnerSilent>();
    }

    [Fact]
    public void A_storage_that_failed_leaves_nobody_waiting_and_knows_what_it_owns()
    {
        Own(null);
        Ask(new GetRegister(_peer.Self, "motd"));
        Asked(RouteMode.Owner);

        Fail(_storage);

        _user.ExpectMsg<OwnerSilent>();
        Own(_self.Self);
        Fail(_storage);
        Ask(Motd);
        _user.ExpectMsg<RecordStoredLocally>();
    }

    private (IRecordStore Store, string? SetAside) OpenRecords() =>
        (_records, _records.Broken is null ? null : "records.db.damaged-1");

    private void Own(Did? predecessor)
    {
        _storage.Tell(new NewNeighbours(RingNeighbours.None));
        _storage.Tell(new Owned(predecessor));
    }

    /// <summary>What was told before has been taken in, and its timers run.</summary>
    private void AdvanceToTheNextTry()
    {
        Ask(AskHoldings.Instance);
        _user.ExpectMsg<Holdings>();
        Advance(_self.Settings.Storage.RetryInterval);
    }

    private void Ask(object question) => _storage.Tell(question, _user);

    private Originate Asked(RouteMode mode)
    {
        var asked = _gate.ExpectMsg<Originate>();
        Assert.Equal((Kind.Storage, mode), (asked.Request.Kind, asked.Request.Mode));
        return asked;
    }

    private Arrived From(NodeContext peer, byte[] body) => new(
        peer.Signer.Delegation, default, default, Kind.Storage, 1, peer.Now, peer.Now + TimeSpan.FromMinutes(1), null, false,
        new Route(Route.MaxHops, RouteMode.Node, _self.Self, WantsReply: true, IsFinal: false), body, peer.Self, _gate,
        body.Length);
}
