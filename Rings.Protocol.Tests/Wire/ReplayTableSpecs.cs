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

    [Fact]
    public void Windows_that_are_over_give_their_link_its_places_back()
    {
        Accept(1);
        Accept(2);
        var later = Deadline + TimeSpan.FromSeconds(61);

        Assert.Equal(ReplayVerdict.Busy, Accept(3));
        Assert.Equal(ReplayVerdict.New, Accept(3, now: later, deadline: later));
        Assert.Equal(ReplayVerdict.New, Accept(4, now: later, deadline: later));
        Assert.Equal(ReplayVerdict.Busy, Accept(5, now: later, deadline: later));
    }

    [Fact]
    public void A_link_that_lost_one_of_its_windows_may_bring_one_more()
    {
        Accept(1);
        Accept(2, deadline: Deadline + TimeSpan.FromMinutes(5));
        var later = Deadline + TimeSpan.FromSeconds(61);

        Assert.Equal(ReplayVerdict.New, Accept(3, now: later, deadline: later));
        Assert.Equal(ReplayVerdict.Busy, Accept(4, now: later, deadline: later));
        Assert.Equal(ReplayVerdict.Seen, Accept(2, now: later, deadline: later));
    }

    [Fact]
    public void An_earlier_deadline_shortens_no_window_and_a_later_one_is_a_mark()
    {
        _table.Accept(Id(1), Lane.Message, 10, Deadline, 1, Any.Now, out _);
        _table.Accept(Id(1), Lane.Message, 9, Deadline - TimeSpan.FromSeconds(20), 1, Any.Now, out var shorter);
        var late = Deadline + TimeSpan.FromSeconds(1);
        _table.Accept(Id(1), Lane.Message, 8, late, 1, Any.Now, out var longer);

        Assert.Null(shorter);
        Assert.Equal(new ReplayMark(Id(1), Lane.Message, 10, late + TimeSpan.FromSeconds(60)), longer);
    }

    [Fact]
    public void Restored_marks_count_to_no_link_and_go_when_their_time_is_over()
    {
        for (var number = 10; number < 14; number++)
            _table.Restore(new(Id(number), Lane.Message, 10, Deadline), Any.Now);
        _table.Restore(new(Id(9), Lane.Message, 10, Any.Now), Any.Now);
        Assert.Equal(5, _table.Count);

        Assert.Equal(ReplayVerdict.New, Accept(1));
        Assert.Equal(ReplayVerdict.New, Accept(2));
        _table.Expire(Deadline);
        Assert.Equal(6, _table.Count); // The one whose time ended with the present is gone.
        _table.Expire(Deadline + TimeSpan.FromMilliseconds(1));
        Assert.Equal(2, _table.Count);
        Assert.Equal(ReplayVerdict.Busy, Accept(3));
    }

    [Fact]
    public void A_mark_is_taken_back_once()
    {
        _table.Restore(new(Id(1), Lane.Message, 10, Deadline), Any.Now);
        _table.Restore(new(Id(1), Lane.Message, 5, Deadline), Any.Now);

        Assert.Equal(1, _table.Count);
        Assert.Equal(ReplayVerdict.Seen, Accept(1, sequence: 10));
    }

    private static DelegationId Id(int number) => DelegationId.Read(TestAccounts.Seed(number, 20));

    private ReplayVerdict Accept(
        int delegation, ulong sequence = 1, Lane lane = Lane.Message, int link = 1, Instant? now = null,
        Instant? deadline = null) =>
        _table.Accept(Id(delegation), lane, sequence, deadline ?? Deadline, link, now ?? Any.Now, out _);
}
