using Rings.Protocol.Identity;
using Rings.Protocol.Tests.Identity;
using Rings.Protocol.Wire;

namespace Rings.Protocol.Tests.Wire;

public sealed class ReplayTableSpecs
{
    private static readonly Instant Deadline = Any.Now + TimeSpan.FromSeconds(30);

    private readonly ReplayTable<int> _table = new(new() { Total = 16 });

    [Fact]
    public void A_repeat_is_seen_and_another_lane_is_not()
    {
        Assert.Equal(ReplayVerdict.New, Accept(1, sequence: 5));

        Assert.Equal(ReplayVerdict.Seen, Accept(1, sequence: 5));
        Assert.Equal(ReplayVerdict.New, Accept(1, sequence: 5, lane: Lane.Control));
        Assert.Equal(ReplayVerdict.New, Accept(2, sequence: 5, link: 2));
    }

    [Fact]
    public void Asking_changes_nothing()
    {
        for (var round = 0; round < 3; round++)
            Assert.Equal(ReplayVerdict.New, _table.Check(Id(1), Lane.Message, 5, link: 1, Any.Now));

        Assert.Equal(0, _table.Count);
    }

    [Fact]
    public void A_link_may_bring_an_eighth_of_the_table()
    {
        Assert.Equal(ReplayVerdict.New, Accept(1, link: 1));
        Assert.Equal(ReplayVerdict.New, Accept(2, link: 1));
        Assert.Equal(ReplayVerdict.Busy, Accept(3, link: 1));

        Assert.Equal(ReplayVerdict.New, Accept(3, link: 2));
        Assert.Equal(ReplayVerdict.New, Accept(1, link: 1, sequence: 2));
    }

    [Fact]
    public void A_full_table_refuses_and_evicts_nobody()
    {
        for (var number = 0; number < 16; number++) Accept(number, link: number / 2);

        Assert.Equal(ReplayVerdict.Busy, Accept(99, link: 77));
        Assert.Equal(ReplayVerdict.Seen, Accept(0, link: 0));
    }

    [Fact]
    public void A_window_is_kept_for_a_minute_after_its_newest_deadline()
    {
        Accept(1);
        var last = Deadline + TimeSpan.FromSeconds(60);

        _table.Expire(last);
        Assert.Equal(1, _table.Count);
        _table.Expire(last + TimeSpan.FromMilliseconds(1));
        Assert.Equal(0, _table.Count);
        Assert.Equal(ReplayVerdict.New, Accept(2, link: 1, now: last + TimeSpan.FromMilliseconds(1)));
    }

    [Fact]
    public void A_later_message_keeps_its_window_longer()
    {
        Accept(1);
        Accept(1, sequence: 2, deadline: Deadline + TimeSpan.FromMinutes(5));

        _table.Expire(Deadline + TimeSpan.FromMinutes(3));

        Assert.Equal(1, _table.Count);
    }

    [Fact]
    public void A_mark_is_told_when_it_grows_and_not_for_what_it_covers()
    {
        _table.Accept(Id(1), Lane.Message, 10, Deadline, 1, Any.Now, out var first);
        _table.Accept(Id(1), Lane.Message, 9, Deadline, 1, Any.Now, out var covered);

        Assert.Equal(new ReplayMark(Id(1), Lane.Message, 10, Deadline + TimeSpan.FromSeconds(60)), first);
        Assert.Null(covered);
    }

    [Fact]
    public void Restored_marks_refuse_what_was_acted_on_before_the_restart()
    {
        _table.Restore(new(Id(1), Lane.Message, 10, Deadline), Any.Now);
        _table.Restore(new(Id(2), Lane.Message, 10, Any.Now - TimeSpan.FromSeconds(1)), Any.Now);

        Assert.Equal(1, _table.Count);
        Assert.Equal(ReplayVerdict.Seen, Accept(1, sequence: 10));
        Assert.Equal(ReplayVerdict.Seen, Accept(1, sequence: 3));
        Assert.Equal(ReplayVerdict.New, Accept(1, sequence: 11));
    }

    private static DelegationId Id(int number) => DelegationId.Read(TestAccounts.Seed(number, 20));

    private ReplayVerdict Accept(
        int delegation, ulong sequence = 1, Lane lane = Lane.Message, int link = 1, Instant? now = null,
        Instant? deadline = null) =>
        _table.Accept(Id(delegation), lane, sequence, deadline ?? Deadline, link, now ?? Any.Now, out _);
}
