using Rings.Protocol.Ring;
using Rings.Protocol.Wire;

namespace Rings.Protocol.Tests.Wire;

/// <summary>P-19: no unsolicited reply changes state.</summary>
public sealed class OutstandingRequestsSpecs
{
    private static readonly Instant Deadline = Any.Now + TimeSpan.FromSeconds(10);

    private readonly OutstandingRequests<string> _requests = new(capacity: 3);

    [Fact]
    public void A_reply_that_nobody_asked_for_finds_nothing()
    {
        Add(1, RouteMode.Node);

        Assert.False(_requests.TryTake(Any.Id(2), Any.Node(1), out _));
        Assert.Equal(1, _requests.Count);
    }

    [Fact]
    public void A_request_to_a_node_is_answered_by_that_node_alone()
    {
        Add(1, RouteMode.Node);

        Assert.False(_requests.TryTake(Any.Id(1), Any.Node(99), out _));
        Assert.True(_requests.TryTake(Any.Id(1), Any.Node(1), out var request));
        Assert.Equal("request 1", request);
    }

    [Fact]
    public void A_request_to_a_key_is_answered_by_whoever_owns_it_and_once()
    {
        Add(1, RouteMode.Owner);

        Assert.True(_requests.TryTake(Any.Id(1), Any.Node(99), out _));
        Assert.False(_requests.TryTake(Any.Id(1), Any.Node(99), out _));
    }

    [Fact]
    public void A_hint_leaves_the_request_waiting()
    {
        Add(1, RouteMode.Node);

        Assert.True(_requests.TryHint(Any.Id(1), out var request));
        Assert.Equal("request 1", request);
        Assert.False(_requests.TryHint(Any.Id(2), out _));
        Assert.Equal(1, _requests.Count);
    }

    [Fact]
    public void When_full_nothing_more_can_be_asked()
    {
        for (var number = 1; number <= 3; number++) Assert.True(Add(number, RouteMode.Node));

        Assert.False(Add(4, RouteMode.Node));
        Assert.False(Add(1, RouteMode.Node));
    }

    [Fact]
    public void Requests_leave_at_their_deadline_in_order()
    {
        Add(2, RouteMode.Node, Deadline + TimeSpan.FromSeconds(1));
        Add(1, RouteMode.Node);
        var late = Deadline + TimeSpan.FromSeconds(2);

        Assert.False(_requests.TryTakeExpired(Deadline, out _));
        Assert.True(_requests.TryTakeExpired(late, out var first));
        Assert.True(_requests.TryTakeExpired(late, out var second));
        Assert.False(_requests.TryTakeExpired(late, out _));
        Assert.Equal(("request 1", "request 2"), (first, second));
    }

    [Fact]
    public void An_id_that_is_used_again_keeps_its_new_deadline()
    {
        Add(1, RouteMode.Node);
        _requests.TryTake(Any.Id(1), Any.Node(1), out _);
        Add(1, RouteMode.Node, Deadline + TimeSpan.FromSeconds(5));

        Assert.False(_requests.TryTakeExpired(Deadline + TimeSpan.FromSeconds(1), out _));
        Assert.Equal(1, _requests.Count);
    }

    [Fact]
    public void Answered_requests_leave_nothing_behind()
    {
        for (var round = 0; round < 1000; round++)
        {
            Assert.True(Add(round, RouteMode.Owner));
            Assert.True(_requests.TryTake(Any.Id(round), Any.Node(1), out _));
        }

        Add(5000, RouteMode.Node);
        Assert.True(_requests.TryTakeExpired(Deadline + TimeSpan.FromSeconds(1), out var request));
        Assert.Equal("request 5000", request);
    }

    private bool Add(int number, RouteMode mode, Instant? deadline = null) =>
        _requests.TryAdd(Any.Id(number), mode, Any.Node(number), deadline ?? Deadline, $"request {number}");
}
