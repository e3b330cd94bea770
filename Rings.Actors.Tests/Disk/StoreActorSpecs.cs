using Akka.Actor;
using Akka.TestKit;
using Rings.Actors.Disk;
using Rings.Actors.Messages;
using Rings.Actors.Public;
using Rings.Actors.Tests.Messages;
using Rings.Protocol.Identity;
using Rings.Protocol.Wire;

namespace Rings.Actors.Tests.Disk;

/// <summary>The actor that owns a store: groups, refusals, the way back.</summary>
public sealed class StoreActorSpecs : Akka.TestKit.Xunit2.TestKit
{
    private readonly TroubledReplayStore _store = new();
    private readonly TestProbe _node;
    private readonly TestProbe _asker;
    private readonly IActorRef _actor;
    private int _last;

    public StoreActorSpecs()
        : base("""
            akka.scheduler.implementation = "Akka.TestKit.TestScheduler, Akka.TestKit"
            akka.test { default-timeout = 20s, single-expect-default = 20s }
            """)
    {
        (_node, _asker) = (CreateTestProbe("node"), CreateTestProbe("asker"));
        _actor = _node.ChildActorOf(NewProps(), "replay-store", SupervisorStrategy.DefaultStrategy);
    }

    [Fact]
    public void Each_asker_hears_of_its_own_when_the_group_is_durable()
    {
        var (first, second) = (Keep(), Keep());

        Assert.Equal(first, _asker.ExpectMsg<Noted>().Number);
        Assert.Equal(second, _asker.ExpectMsg<Noted>().Number);
        Assert.Equal(2, _store.Marks.Count);
    }

    [Fact]
    public void What_waits_in_the_mailbox_is_one_commit()
    {
        _actor.Tell(NewBurst(100), _asker);

        Assert.Equal(100, _asker.ReceiveN(100).OfType<Noted>().Count());
        Assert.Equal(100, _store.Marks.Count);
        Assert.Equal(2, _store.Commits); // The one that began the burst, and the burst.
    }

    [Fact]
    public void A_full_disk_refuses_all_is_told_once_and_is_tried_again_by_itself()
    {
        _store.Trouble = StoreTrouble.Full;

        var (first, second) = (Keep(), Keep());

        Assert.Equal(first, _asker.ExpectMsg<NotNoted>().Number);
        Assert.Equal(second, _asker.ExpectMsg<NotNoted>().Number);
        var failing = _node.ExpectMsg<RingsNodeProtocol.StoreFailing>();
        Assert.Equal("replay.db", failing.Store);
        Assert.Contains("no space is left", failing.Reason, StringComparison.Ordinal);
        Advance();
        _node.ExpectNoMsg(TimeSpan.Zero);

        _store.Trouble = null;
        Advance();
        Assert.Equal("replay.db", _node.ExpectMsg<RingsNodeProtocol.StoreRestored>().Store);
        Assert.Equal(Keep(), _asker.ExpectMsg<Noted>().Number);
        Assert.Single(_store.Marks);
    }

    [Theory]
    [InlineData(nameof(StoreTrouble.ReadOnly))]
    [InlineData(nameof(StoreTrouble.Failing))]
    public void Whatever_keeps_the_disk_from_being_written_is_no_fault_of_the_part(string trouble)
    {
        _store.Trouble = Enum.Parse<StoreTrouble>(trouble);

        Keep();

        _asker.ExpectMsg<NotNoted>();
        _node.ExpectMsg<RingsNodeProtocol.StoreFailing>();
    }

    [Fact]
    public void A_fault_leaves_nobody_without_an_answer_and_the_next_actor_goes_on()
    {
        _store.Fault = new InvalidOperationException("a fault");

        var lost = Keep();

        Assert.Equal(lost, _asker.ExpectMsg<NotNoted>().Number);
        Assert.Equal(Keep(), _asker.ExpectMsg<Noted>().Number);
    }

    [Fact]
    public void More_than_one_group_can_take_is_refused()
    {
        const int Most = StoreActor<IReplayStore>.MaxWaiting;

        _actor.Tell(NewBurst(Most + 1), _asker);

        var answers = _asker.ReceiveN(Most + 1);
        Assert.Single(answers.OfType<NotNoted>());
        Assert.Equal(Most, answers.OfType<Noted>().Count());
    }

    private Props NewProps() => StoreActor<IReplayStore>.Props(new(StoreSchema.Replay, () => (_store, null)))
        .WithDispatcher(CallingThreadDispatcher.Id);

    private void Advance() => ((TestScheduler)Sys.Scheduler).Advance(StoreActor<IReplayStore>.RetryAfter);

    private Note NewNote() => new(++_last);

    private Burst NewBurst(int count) => new(_actor, _asker, [.. Enumerable.Range(0, count).Select(_ => NewNote())]);

    private int Keep()
    {
        var note = NewNote();
        _actor.Tell(note, _asker);
        return note.Number;
    }

    private sealed record Noted(int Number);

    private sealed record NotNoted(int Number);

    /// <summary>Fills the actor's mailbox while it is busy.</summary>
    private sealed record Burst(IActorRef To, IActorRef Asker, Note[] Notes) : StoreCommand<IReplayStore>
    {
        public override object? Write(IReplayStore store)
        {
            foreach (var note in Notes) To.Tell(note, Asker);
            return null;
        }
    }

    private sealed record Note(int Number) : StoreCommand<IReplayStore>
    {
        public override object Refused => new NotNoted(Number);

        public override object Write(IReplayStore store)
        {
            store.Keep(new(DelegationId.Of(BitConverter.GetBytes(Number)), Lane.Message, (ulong)Number, default));
            return new Noted(Number);
        }
    }
}
