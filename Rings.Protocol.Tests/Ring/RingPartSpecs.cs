using Rings.Protocol.Ring;
using static Rings.Protocol.Tests.Ring.RingProperties;

namespace Rings.Protocol.Tests.Ring;

/// <summary>The bounds of what a node keeps of others, and what happens at them (protocol.md, 4 and 9).</summary>
public sealed class RingPartSpecs
{
    private static readonly Instant Now = Instant.FromUnixMilliseconds(1_700_000_000_000);
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Tick = TimeSpan.FromMicroseconds(1);
    private static readonly RingSettings Settings = RingSettings.Default;

    [Fact]
    public void Whoever_is_dialled_is_not_dialled_again_before_its_time_is_over()
    {
        var candidates = new Candidates(Settings);

        Assert.True(candidates.MayDial(At(1), Now));
        Assert.True(candidates.TryDial(At(1), Now));
        Assert.False(candidates.MayDial(At(1), Now + Settings.ConnectTimeout - Tick));
        Assert.False(candidates.TryDial(At(1), Now + Settings.ConnectTimeout - Tick));
        Assert.False(candidates.Expire(Now + Settings.ConnectTimeout - Tick, new Random(1)));
        Assert.Equal(0, candidates.FailuresOf(At(1)));
        Assert.True(candidates.MayDial(At(1), Now + Settings.ConnectTimeout));
        Assert.True(candidates.Expire(Now + Settings.ConnectTimeout, new Random(1)));
        Assert.Equal(1, candidates.FailuresOf(At(1)));
        Assert.False(candidates.MayDial(At(1), Now + Settings.ConnectTimeout + Second));
    }

    [Fact]
    public void The_wait_doubles_up_to_its_longest_and_two_failures_give_up_hope()
    {
        var candidates = new Candidates(Settings);
        for (var failure = 1; failure <= 40; failure++)
        {
            candidates.Fail(At(1), Now, new Random(failure));
            var wait = Math.Min(2 * Math.Pow(2, failure - 1), 120);
            Assert.False(candidates.MayDial(At(1), Now + TimeSpan.FromSeconds(0.74 * wait)));
            Assert.True(candidates.MayDial(At(1), Now + TimeSpan.FromSeconds(1.26 * wait)));
            Assert.Equal(failure >= 2, candidates.IsHopeless(At(1)));
        }

        candidates.Forget(At(2));
        candidates.Forget(At(1));
        Assert.Equal((0, 0, false), (candidates.Count, candidates.FailuresOf(At(1)), candidates.IsHopeless(At(1))));
    }

    [Fact]
    public void Of_too_many_candidates_the_one_whose_time_is_over_first_goes()
    {
        var candidates = new Candidates(Settings with { Candidates = 3 });
        candidates.TryDial(At(1), Now + Second);
        candidates.TryDial(At(2), Now);
        candidates.TryDial(At(3), Now + Second);
        candidates.TryDial(At(4), Now + Second);

        Assert.Equal(3, candidates.Count);
        Assert.True(candidates.MayDial(At(2), Now + Second));
        Assert.All((int[])[1, 3, 4], number => Assert.False(candidates.MayDial(At(number), Now + Second)));
    }

    [Fact]
    public void A_failure_is_forgotten_two_minutes_after_its_wait()
    {
        var candidates = new Candidates(Settings);
        candidates.Abandon(At(1), Now, new Random(1));
        Assert.Equal(2, candidates.FailuresOf(At(1)));

        Assert.False(candidates.Expire(Now + TimeSpan.FromMinutes(2), new Random(1)));
        Assert.Equal(1, candidates.Count);
        Assert.False(candidates.Expire(Now + TimeSpan.FromMinutes(2) + TimeSpan.FromSeconds(6), new Random(1)));
        Assert.Equal(0, candidates.Count);
    }

    [Fact]
    public void Meetings_are_remembered_once_and_when_there_are_too_many_the_oldest_goes_after_a_minute()
    {
        var book = new MeetingBook(Settings, new(new Random(1)));
        for (var id = 1UL; id <= 32; id++) Assert.True(book.Remember(id, Now));

        Assert.False(book.Remember(32, Now));
        Assert.False(book.Remember(33, Now + TimeSpan.FromMinutes(1) - Tick));
        Assert.True(book.Remember(33, Now + TimeSpan.FromMinutes(1)));
        Assert.False(book.Knows(1));
        Assert.True(book.Knows(2));
        Assert.True(book.Knows(33));
    }

    [Fact]
    public void Of_too_many_meetings_that_wait_for_a_link_the_oldest_goes()
    {
        var book = new MeetingBook(Settings with { Meetings = 2 }, new(new Random(1)));
        Assert.Null(book.Take(At(1)));
        for (var number = 1; number <= 3; number++) book.Await(new((ulong)number, At(number), At(9), IsContact: true));

        Assert.Null(book.Take(At(1)));
        Assert.Equal(2UL, book.Take(At(2))!.Id);
        Assert.Null(book.Take(At(2)));
        Assert.Equal(3UL, book.Take(At(3))!.Id);
    }

    [Fact]
    public void A_contact_is_checked_every_five_seconds_and_looked_at_again_after_twenty()
    {
        var book = new MeetingBook(Settings, new(new Random(1)));
        Assert.True(book.MayCheck(Now));
        book.Checking(Now);
        Assert.False(book.MayCheck(Now + (5 * Second) - Tick));
        Assert.True(book.MayCheck(Now + (5 * Second)));

        Assert.Null(book.TakeLookAgain(Now));
        book.LookAgain(At(1), Now);
        Assert.Null(book.TakeLookAgain(Now + (20 * Second) - Tick));
        Assert.Equal(At(1), book.TakeLookAgain(Now + (20 * Second)));
        Assert.Null(book.TakeLookAgain(Now + (20 * Second)));
    }

    [Fact]
    public void Rings_are_looked_for_every_one_to_five_minutes()
    {
        for (var seed = 0; seed < 50; seed++)
        {
            var book = new MeetingBook(Settings, new(new Random(seed)));
            book.Plan(Now);
            Assert.False(book.IsDue(Now + TimeSpan.FromMinutes(1) - Tick));
            Assert.True(book.IsDue(Now + TimeSpan.FromMinutes(5)));
        }
    }

    [Fact]
    public void Of_answers_that_come_late_the_last_sixteen_are_known()
    {
        var requests = new PendingRequests(Settings);
        var ids = Enumerable.Range(0, 17).Select(_ => requests.Add(Errand.Probe, RouteMode.Node, At(1), null, Now)).ToList();
        Assert.Null(requests.TakeExpired(Now + Settings.AnswerTimeout - Tick));
        while (requests.TakeExpired(Now + Settings.AnswerTimeout) is { } late) requests.IsLate(late);

        Assert.Empty(requests.Open);
        Assert.Null(requests.FindLate(ids[0]));
        Assert.All(ids.Skip(1), id => Assert.Equal(id, requests.FindLate(id)!.Value.Id));
        Assert.Null(requests.Find(ids[1]));
        requests.Clear();
        Assert.Null(requests.FindLate(ids[1]));
    }

    [Fact]
    public void Requests_are_found_by_peer_errand_and_purpose_and_the_first_deadline_is_the_next()
    {
        var requests = new PendingRequests(Settings);
        Assert.Null(requests.NextDeadline);
        var lookup = new OpenLookup(LookupPurpose.Place, At(7), LookupStyle.Recursive);
        var found = requests.Add(Errand.Lookup, RouteMode.Owner, At(1), lookup, Now);
        Assert.Equal(Now + Settings.LookupTimeout, requests.NextDeadline);
        requests.Add(Errand.Probe, RouteMode.Node, At(2), null, Now);
        requests.Add(Errand.Probe, RouteMode.Node, At(3), null, Now + Second);

        Assert.Equal(Now + Settings.AnswerTimeout, requests.NextDeadline);
        Assert.True(requests.IsAsked(Errand.Probe, At(2)));
        Assert.False(requests.IsAsked(Errand.Rival, At(2)));
        Assert.False(requests.IsAsked(Errand.Probe, At(1)));
        Assert.True(requests.IsLookingUp(LookupPurpose.Place));
        Assert.False(requests.IsLookingUp(LookupPurpose.Finger));
        Assert.Equal(found, requests.TakeOf(At(1))!.Value.Id);
        Assert.Null(requests.TakeOf(At(1)));
        Assert.Equal(2, requests.Open.Count);
    }

    [Fact]
    public void Slow_answers_lengthen_the_wait_and_a_look_ups_answer_does_not_count()
    {
        var requests = new PendingRequests(Settings);
        var lookup = new OpenLookup(LookupPurpose.Place, At(7), LookupStyle.Recursive);
        var asked = requests.Add(Errand.Lookup, RouteMode.Owner, At(1), lookup, Now);
        requests.Answered(requests.Find(asked)!.Value, Now + (20 * Second));
        requests.Add(Errand.Probe, RouteMode.Node, At(2), null, Now);
        Assert.Equal(Now + Settings.AnswerTimeout, requests.NextDeadline);

        requests.Answered(requests.Open[0], Now + (2 * Second)); // 2 s and four times a deviation of 1 s.
        requests.Add(Errand.Probe, RouteMode.Node, At(2), null, Now);
        Assert.Equal(Now + (6 * Second), requests.NextDeadline);
        requests.Remove(requests.Open[0]);
        requests.Add(Errand.Lookup, RouteMode.Owner, At(1), lookup, Now);
        Assert.Equal(Now + (12 * Second), requests.NextDeadline);
    }

    [Fact]
    public void A_look_up_takes_four_nodes_of_an_answer_and_keeps_sixteen()
    {
        var lookup = new OpenLookup(LookupPurpose.Host, At(7), LookupStyle.Iterative);

        for (var answer = 0; answer < 5; answer++)
            lookup.Push([.. Enumerable.Range(10 * answer, 6).Select(At)], At(answer + 900));

        Assert.Equal(16, lookup.Frontier.Count);
        Assert.Equal([At(40), At(41), At(42), At(43), At(30)], lookup.Frontier.Take(5).Select(entry => entry.Node));
        Assert.Equal((At(13), At(901)), lookup.Frontier[^1]);
    }

    [Fact]
    public void A_peer_is_pinned_while_anybody_needs_it()
    {
        var pins = new PinnedPeers();

        Assert.True(pins.Set(At(1), isNeeded: true));
        Assert.False(pins.Set(At(1), isNeeded: true));
        Assert.False(pins.Set(At(1), isNeeded: false));
        Assert.Equal([At(1)], pins.All);
        Assert.True(pins.Set(At(1), isNeeded: false));
        Assert.False(pins.Set(At(1), isNeeded: false));
        Assert.Empty(pins.All);
    }

    [Fact]
    public void Lists_grow_and_shrink_with_the_ring_and_stay_within_their_bounds()
    {
        Assert.Equal((4, 1.0), Measured(0));
        Assert.Equal((4, 2.0), Measured(1));
        Assert.Equal((10, 4.0), Measured(3)); // Three in so short a span: a ring of hundreds.
        var size = new RingSize(Settings);
        size.Restore(3);
        Assert.Equal(4, size.Lists);
        size.Restore(9);
        Assert.Equal(9, size.Lists);
        size.Restore(21);
        Assert.Equal(20, size.Lists);
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(33, 1)]
    [InlineData(1, 33)]
    public void A_found_owner_is_1_to_32_hops_away_and_names_at_most_32(int hops, int successors)
    {
        RingMessage.OwnerFound Found(int far, int count) =>
            new(At(1), null, [.. Enumerable.Range(1, count).Select(At)], far);
        foreach (var (far, count) in ((int, int)[])[(1, 32), (32, 0)])
            Assert.Equal(far, Assert.IsType<RingMessage.OwnerFound>(RingCodec.Read(RingCodec.Write(Found(far, count)))).Hops);

        var refused = Assert.Throws<ProtocolException>(() => RingCodec.Read(RingCodec.Write(Found(hops, successors))));

        Assert.Equal(successors > 32 ? "OwnerFound.successors" : "OwnerFound.hops", refused.Field);
    }

    /// <summary>The lists and the size of a node with so many links on each side, evenly.</summary>
    private static (int Lists, double Estimate) Measured(int links)
    {
        var (self, table, candidates) = (At(500), new LinkTable(At(500)), new Candidates(Settings));
        var (after, before) = (new NeighbourList(self, clockwise: true), new NeighbourList(self, clockwise: false));
        var size = new RingSize(Settings);
        for (var number = 1; number <= links; number++) table.Add(At(500 + number)).Set(LinkFlags.Member, on: true);
        if (links > 0) after.Hear(At(501), [.. Enumerable.Range(502, links - 1).Select(At)], size.Lists);
        after.Realise(table, candidates, size.Lists);
        size.Measure(self, after, before);
        return (size.Lists, Math.Min(size.Estimate, 4));
    }
}
