using Rings.Protocol.Ring;
using Rings.Protocol.Wire;
using static Rings.Protocol.Tests.Wire.OutboxProperties;

namespace Rings.Protocol.Tests.Wire;

/// <summary>P-19: no unsolicited reply changes state; and what else is said of messages in protocol.md, section 3.</summary>
public sealed class OutboxSpecs
{
    private readonly OutboxWorld _world = new();

    [Fact]
    public void A_reply_that_nobody_asked_for_changes_nothing()
    {
        Sent(Message(1));

        Assert.Equal(ReplyVerdict.Unasked, _world.Reply(Any.Id(77), Any.Node(1), Kind.Storage, [1]));
        Assert.Equal(1, _world.Outbox.Count);
    }

    [Fact]
    public void A_request_to_a_node_is_answered_by_that_node_only_and_once()
    {
        var id = Sent(Question(1));

        Assert.Equal(ReplyVerdict.OfAnotherNode, _world.Reply(id, Any.Node(2), Kind.Storage, [1]));
        Assert.Equal(ReplyVerdict.Answer, _world.Reply(id, Any.Node(1), Kind.Storage, [1]));
        Assert.Equal(ReplyVerdict.Unasked, _world.Reply(id, Any.Node(1), Kind.Storage, [1]));
    }

    [Fact]
    public void A_request_to_the_owner_of_a_key_is_answered_by_anybody()
    {
        var id = Sent(Question(1) with { Mode = RouteMode.Owner });

        Assert.Equal(ReplyVerdict.Answer, _world.Reply(id, Any.Node(2), Kind.Storage, [1]));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_receipt_counts_only_where_it_was_asked_for_and_names_the_message(bool wantsReceipt)
    {
        var id = Sent(Message(1) with { WantsReceipt = wantsReceipt, OnlyHandOver = !wantsReceipt });
        var other = new Delivered(PayloadHash.Of([1, 2, 3])).ToBytes();

        Assert.Equal(ReplyVerdict.WrongReceipt, _world.Reply(id, Any.Node(1), Kind.Delivered, other));
        Assert.Equal(ReplyVerdict.WrongReceipt, _world.Reply(id, Any.Node(1), Kind.Delivered, [1, 2, 3]));
        var right = _world.Outbox.Receive(new OutboxReply(id, Any.Node(1), Kind.Delivered, _world.ReceiptOf(id)));
        Assert.Equal(wantsReceipt ? ReplyVerdict.Answer : ReplyVerdict.WrongReceipt, right);
    }

    [Fact]
    public void To_one_that_explores_the_way_the_end_of_the_route_is_the_answer()
    {
        var id = Sent(Question(1) with { Mode = RouteMode.Owner, MaxHops = 3 });
        var body = new Unreachable(UnreachableReason.TooManyHops).ToBytes();

        Assert.Equal(2, _world.Transmitted.Single().Route.HopsLeft);
        Assert.Equal(ReplyVerdict.Answer, _world.Reply(id, Any.Node(50), Kind.Unreachable, body));
    }

    [Fact]
    public void A_second_hint_ends_a_request_that_wants_no_receipt()
    {
        var id = Sent(Question(9));

        Hint(id);
        Hint(id);

        Assert.Equal("Unreachable", Assert.Single(_world.Outcomes).Outcome);
        Assert.Equal(2, _world.Transmitted.Select(sent => sent.Link).Distinct().Count());
    }

    [Fact]
    public void Hints_end_no_message_that_waits_for_its_receipt_before_it_was_sent_again()
    {
        var id = Sent(Message(9));

        for (var number = 0; number < 10; number++) Hint(id);

        Assert.Empty(_world.Outcomes);
        Assert.Equal(2, _world.Transmitted.Count);
        _world.Run(TimeSpan.FromSeconds(2));
        Hint(id);
        Assert.Equal("Unreachable", Assert.Single(_world.Outcomes).Outcome);
    }

    [Fact]
    public void The_ring_hears_at_once_that_a_link_of_its_choice_does_not_carry_its_question()
    {
        var id = Sent(Question(9) with { Kind = Kind.Ring, FirstHop = Any.Node(2) });

        _world.Outbox.Dropped(id);

        Assert.Equal("Busy", Assert.Single(_world.Outcomes).Outcome);
        Assert.Equal(Any.Node(2), Assert.Single(_world.Transmitted).Link);
    }

    [Fact]
    public void The_hand_over_is_the_outcome_where_that_is_enough()
    {
        var plain = Sent(Message(1) with { WantsReceipt = false, OnlyHandOver = true });
        var receipt = Sent(Message(1));

        _world.Outbox.Sent(plain);
        _world.Outbox.Sent(receipt);

        Assert.Equal((plain, "handed over"), (_world.Outcomes.Single().Id, _world.Outcomes.Single().Outcome));
    }

    [Fact]
    public void A_message_to_the_node_itself_is_looped_even_before_it_has_routes()
    {
        var world = new OutboxWorld(hasRoutes: false);

        world.Send(Message(1) with { Destination = world.Signer.Account });
        world.Send(Message(2));
        world.KeepAll();

        Assert.Single(world.Looped);
        Assert.Equal("Unreachable", Assert.Single(world.Outcomes).Outcome);
    }

    [Fact]
    public void A_reply_goes_back_by_the_link_that_brought_its_request_and_else_to_its_node()
    {
        Sent(OutboxRequest.Reply(Any.Node(9), Any.Node(2), Any.Id(500), Kind.Busy, new byte[] { 1 }));
        Sent(OutboxRequest.Reply(Any.Node(9), Any.Node(40), Any.Id(501), Kind.Busy, new byte[] { 1 }));

        Assert.Equal((Any.Node(2), RouteMode.Back), Way(0));
        Assert.Equal(RouteMode.Node, Way(1).Mode);
        _world.Follow();
        Sent(OutboxRequest.Reply(Any.Node(9), Any.Node(2), Any.Id(502), Kind.Busy, new byte[] { 1 }));
        Assert.Equal(Any.Id(502), Assert.Single(_world.Lost).Request.ReplyTo);

        (Did Link, RouteMode Mode) Way(int index) =>
            (_world.Transmitted[index].Link, _world.Transmitted[index].Route.Mode);
    }

    [Fact]
    public void Nothing_leaves_before_its_number_is_kept_and_then_all_in_order()
    {
        var first = _world.Send(Message(1));
        var second = _world.Send(Message(2));
        Assert.Empty(_world.Transmitted);

        _world.KeepAll();

        Assert.Equal([first!.Value, second!.Value], _world.Transmitted.Select(sent => sent.Message.Id));
    }

    [Fact]
    public void A_message_whose_number_is_kept_too_late_never_leaves()
    {
        _world.Send(Question(1));

        _world.Run(TimeSpan.FromSeconds(13));
        _world.KeepAll();

        Assert.Equal("TimedOut", Assert.Single(_world.Outcomes).Outcome);
        Assert.Empty(_world.Transmitted);
    }

    [Fact]
    public void After_a_restart_what_waits_under_a_former_session_key_still_leaves()
    {
        _world.Send(Message(1));
        _world.Renew(1);
        _world.Send(Message(2));

        _world.Restart();
        _world.KeepAll();

        Assert.Equal(2, _world.Transmitted.Count);
        Assert.Null(_world.Violation);
    }

    [Fact]
    public void What_was_signed_under_a_former_session_key_is_sent_again_as_it_is()
    {
        Sent(Message(1));
        _world.Renew(1);

        _world.Run(TimeSpan.FromSeconds(3));

        Assert.Equal(2, _world.Transmitted.Count);
    }

    [Fact]
    public void When_full_nothing_more_is_taken_neither_while_outcomes_are_open_nor_while_the_disk_is_silent()
    {
        for (var number = 0; number < OutboxWorld.Settings.Capacity; number++) Assert.NotNull(_world.Send(Message(1)));
        Assert.Null(_world.Send(Message(1)));
        Assert.Null(_world.Send(OutboxRequest.Reply(Any.Node(9), Any.Node(2), Any.Id(5), Kind.Busy, new byte[] { 1 })));

        _world.KeepAll();

        Assert.NotNull(_world.Send(OutboxRequest.Reply(Any.Node(9), Any.Node(2), Any.Id(5), Kind.Busy, new byte[] { 1 })));
        Assert.Null(_world.Send(Message(1)));
    }

    private TransactionId Sent(OutboxRequest request)
    {
        var id = _world.Send(request)!.Value;
        _world.KeepAll();
        return id;
    }

    private void Hint(TransactionId id) =>
        _world.Reply(id, Any.Node(66), Kind.Unreachable, new Unreachable(UnreachableReason.NoRoute).ToBytes());
}
