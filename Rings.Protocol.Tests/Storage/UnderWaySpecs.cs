using Rings.Protocol.Storage;

namespace Rings.Protocol.Tests.Storage;

/// <summary>Writes, reads and catch-ups that wait for several holders: when each is answered, and by what.</summary>
public sealed class UnderWaySpecs
{
    private static readonly Did One = Did.Zero.Finger(1);
    private static readonly Did Two = Did.Zero.Finger(2);
    private static readonly Did Three = Did.Zero.Finger(3);
    private static readonly Instant Now = TestRecords.Now;

    private readonly List<StorageMessage.Answer> _answers = [];
    private readonly List<(bool IsFinal, string Agreed, string Behind)> _reads = [];

    [Fact]
    public void A_write_is_answered_once_as_soon_as_enough_copies_are_there()
    {
        var write = new WriteUnderWay(3, needed: 2, acknowledged: 2, _answers.Add);

        write.Add(One);
        Assert.Empty(_answers);
        write.Add(Two);
        var written = Assert.IsType<StorageMessage.Written>(Assert.Single(_answers));
        write.Add(Three);
        write.Refuse(StorageRefusal.Full);

        Assert.True(written.IsStored);
        Assert.Equal("1 2", Names(written.Copies));
        Assert.Single(_answers);
    }

    [Fact]
    public void A_write_that_nobody_else_keeps_is_answered_when_all_have_said_so()
    {
        var write = new WriteUnderWay(3, needed: 3, acknowledged: 2, _answers.Add);

        write.Add(One);
        write.Miss();
        Assert.Empty(_answers);
        write.Miss();

        var written = Assert.IsType<StorageMessage.Written>(Assert.Single(_answers));
        Assert.False(written.IsStored);
        Assert.Equal("1", Names(written.Copies));
    }

    [Fact]
    public void A_write_that_is_refused_says_nothing_else()
    {
        var write = new WriteUnderWay(1, needed: 1, acknowledged: 1, _answers.Add);

        write.Refuse(StorageRefusal.Full);
        write.Refuse(StorageRefusal.Busy);
        write.Add(One);

        Assert.Equal(new StorageMessage.Refused(StorageRefusal.Full), Assert.Single(_answers));
    }

    [Fact]
    public void A_read_of_one_waits_for_nobody_where_the_node_is_in_step()
    {
        var read = Read(isInStep: true, others: 2, Consistency.One);

        read.Begin(Now);
        read.Close(One, succeeded: true, holderInStep: true, wasBehind: false, Now);

        Assert.True(read.IsAnswered);
        Assert.Equal([(false, "self", "")], _reads);
    }

    [Fact]
    public void A_read_of_a_quorum_counts_those_that_answer_and_are_in_step()
    {
        var read = Read(isInStep: true, others: 3, Consistency.Quorum);

        read.Begin(Now);
        read.Close(One, succeeded: true, holderInStep: false, wasBehind: true, Now);
        read.Close(Two, succeeded: false, holderInStep: true, wasBehind: true, Now);
        Assert.False(read.IsAnswered);
        read.Close(Three, succeeded: true, holderInStep: true, wasBehind: false, Now);

        Assert.Equal([(true, "self 3", "1")], _reads);
    }

    [Fact]
    public void A_read_of_all_waits_for_every_holder()
    {
        var read = Read(isInStep: true, others: 2, Consistency.All);

        read.Begin(Now);
        read.Close(One, succeeded: true, holderInStep: true, wasBehind: false, Now);
        Assert.Empty(_reads);
        read.Close(Two, succeeded: true, holderInStep: true, wasBehind: false, Now);

        Assert.Equal([(true, "self 1 2", "")], _reads);
    }

    [Fact]
    public void A_read_that_too_few_can_vouch_for_is_answered_and_not_final()
    {
        var read = Read(isInStep: false, others: 1, Consistency.Quorum);

        read.Begin(Now);
        Assert.Empty(_reads);
        read.Close(One, succeeded: false, holderInStep: false, wasBehind: false, Now);

        Assert.Equal([(false, "", "")], _reads);
    }

    [Fact]
    public void A_lone_node_in_step_is_final_by_itself()
    {
        Read(isInStep: true, others: 0, Consistency.Quorum).Begin(Now);

        Assert.Equal([(true, "self", "")], _reads);
    }

    [Fact]
    public void A_get_takes_pages_until_there_are_no_more_or_none_comes_or_the_key_is_full()
    {
        Assert.Equal((true, 0), Take(more: true, told: 1, most: 2));
        Assert.Equal((false, 1), Take(more: false, told: 1, most: 2));
        Assert.Equal((false, 1), Take(more: true, told: 0, most: 2));
        Assert.Equal((false, 1), Take(more: true, told: 2, most: 2));
    }

    [Fact]
    public void A_get_ends_with_each_slot_once_newest_first()
    {
        var (old, other) = (TestRecords.Element(1, "s", "t", 0), TestRecords.Element(2, "s", "t", 5));
        GetOutcome? ended = null;
        var get = new GetUnderWay(One, Consistency.One, outcome => ended = outcome);

        get.Take(new([old, other], true, false, [], []), 2, 100);
        get.Take(new([old], false, true, [One], [Two]), 1, 100);

        var found = Assert.IsType<GetOutcome.Found>(ended);
        Assert.Equal([other.Hash, old.Hash], found.Records.Select(record => record.Hash));
        Assert.Equal((true, 3), (found.IsFinal, get.Count));
        Assert.Equal(("1", "2"), (Names(found.Agreed), Names(found.Behind)));
    }

    [Fact]
    public void A_catch_up_goes_no_further_than_what_is_held()
    {
        var (far, near, self) = (Did.Zero.Finger(4), Did.Zero.Finger(5), Did.Zero.Finger(10));

        Assert.Equal(new KeyRange(near, self), Narrowed(new(far, self), new(near, self)));
        Assert.Equal(new KeyRange(near, self), Narrowed(new(near, self), new(far, self)));
        Assert.Equal(new KeyRange(near, self), Narrowed(KeyRange.All, new(near, self)));
        Assert.Equal(new KeyRange(near, Three), Narrowed(new(self, Three), new(near, self)));
        Assert.Equal(new KeyRange(far, near), Narrowed(new(far, near), KeyRange.All));
    }

    [Fact]
    public void Renewals_are_bounded_and_due_at_half_of_their_life()
    {
        var renewals = new Renewals(2);
        OwnRecord Own(int author, int seconds, int days) => new(
            One, TestRecords.Register(author, "r", seconds, "v", TimeSpan.FromDays(days)), TimeSpan.FromHours(2));
        renewals.Add(Own(1, 0, 5));
        renewals.Add(Own(2, 0, 3));
        renewals.Add(Own(2, 0, 4));
        var third = Own(3, 0, 1);

        Assert.Throws<InvalidOperationException>(() => renewals.Add(third));
        Assert.False(renewals.HasRoomFor(One, third.Record.Slot));
        Assert.True(renewals.HasRoomFor(One, Own(1, 0, 1).Record.Slot));
        Assert.Empty(renewals.Due(Now + TimeSpan.FromHours(1) - TimeSpan.FromMicroseconds(1), 10));
        Assert.Equal(
            [TestRecords.Author(2), TestRecords.Author(1)],
            renewals.Due(Now + TimeSpan.FromHours(1), 10).Select(own => own.Record.Fields.Author));
        Assert.Single(renewals.Due(Now + TimeSpan.FromHours(1), 1));
        Assert.True(renewals.Remove(One, Own(1, 0, 1).Record.Slot));
        Assert.False(renewals.Remove(One, third.Record.Slot));
        Assert.Equal(1, renewals.Count);
    }

    [Fact]
    public void A_lease_of_a_watch_ends_with_its_last_moment_and_an_answer_too_many_gives_no_credit()
    {
        var leases = new WatchLeases(most: 2, mostOfKey: 2, mostUnanswered: 1);
        var until = Now + TimeSpan.FromMinutes(1);
        leases.TryGive(One, Two, Two, until);
        leases.Answered(One, Two);
        leases.Answered(One, Three);
        leases.Answered(Two, Three);

        Assert.Equal([Two], leases.Tell(One, until - TimeSpan.FromMicroseconds(1)));
        Assert.Empty(leases.Tell(One, Now));
        Assert.Equal(0, leases.Count);

        leases.TryGive(One, Two, Two, until);
        Assert.Empty(leases.Tell(One, until));
        leases.TryGive(One, Two, Two, until);
        leases.Expire(until - TimeSpan.FromMicroseconds(1));
        Assert.True(leases.Has(One));
        leases.End(One, Three);
        leases.End(Two, Three);
        Assert.Equal(1, leases.Count);
        Assert.Empty(leases.Tell(Two, Now));
    }

    private static KeyRange Narrowed(KeyRange range, KeyRange held)
    {
        var catching = new CatchUp(range, Now, wasAlone: false);
        catching.Narrow(held);
        return catching.Range;
    }

    private static (bool GoesOn, int Ended) Take(bool more, int told, int most)
    {
        var ended = 0;
        var get = new GetUnderWay(One, Consistency.One, _ => ended++);
        return (get.Take(new([], more, false, [], []), told, most), ended);
    }

    private ReadUnderWay Read(bool isInStep, int others, Consistency consistency) =>
        new(Did.Zero, isInStep, others, consistency, quorum: 2, (isFinal, agreed, behind, _) =>
            _reads.Add((isFinal, Names(agreed), Names(behind))));

    private static string Names(IEnumerable<Did> nodes) => string.Join(' ', nodes.Select(node =>
        node == Did.Zero ? "self" : node == One ? "1" : node == Two ? "2" : "3"));
}
