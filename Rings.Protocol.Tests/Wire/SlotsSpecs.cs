using CsCheck;
using Rings.Protocol.Identity;
using Rings.Protocol.Tests.Identity;
using Rings.Protocol.Wire;

namespace Rings.Protocol.Tests.Wire;

public sealed class SlotsSpecs
{
    private static readonly Signer[] Origins =
        [.. Enumerable.Range(1, 80).Select(number => TestAccounts.Signer(number: number))];

    private static readonly byte[][] Frames = [.. Origins.Select(origin => Any.Frame(origin, Any.Node(2)))];

    private readonly SenderSlots _sender = new();
    private readonly ReceiverSlots _receiver = new();

    [Fact]
    public void Both_ends_agree_whatever_the_order_of_origins() => Gen.Int[0, 79].Array[1, 400].Sample(history =>
    {
        var (sender, receiver) = (new SenderSlots(), new ReceiverSlots());
        foreach (var origin in history) Assert.Equal(WireFault.None, Send(sender, receiver, origin));
    }, iter: 30);

    [Fact]
    public void A_known_delegation_is_not_sent_again()
    {
        _sender.Assign(Origins[0].Delegation.Id, out var first);
        _sender.Assign(Origins[0].Delegation.Id, out var second);

        Assert.True(first);
        Assert.False(second);
    }

    [Fact]
    public void The_slot_used_longest_ago_is_given_away()
    {
        for (var origin = 0; origin < 64; origin++) _sender.Assign(Origins[origin].Delegation.Id, out _);
        _sender.Assign(Origins[0].Delegation.Id, out _);

        var slot = _sender.Assign(Origins[70].Delegation.Id, out var isNew);

        Assert.True(isNew);
        Assert.Equal(1, slot);
        _sender.Assign(Origins[0].Delegation.Id, out var sentAgain);
        Assert.False(sentAgain);
    }

    [Fact]
    public void An_empty_slot_is_refused()
    {
        var view = EnvelopeView.Read(Frames[0]);

        Assert.Equal("Envelope.slot", _receiver.Accept(in view, out _).Field);
    }

    [Fact]
    public void A_delegation_that_is_not_the_transactions_is_refused()
    {
        var view = EnvelopeView.Read(Any.WithDelegation(Frames[0], Origins[1].Delegation.Bytes.Span));

        Assert.Equal("Transaction.delegation_id", _receiver.Accept(in view, out _).Field);
    }

    [Fact]
    public void The_receiver_finds_the_bytes_that_came_earlier()
    {
        Send(_sender, _receiver, 0);
        var view = EnvelopeView.Read(Frames[0]);

        Assert.True(_receiver.Accept(in view, out var bytes).IsNone);
        Assert.True(bytes.Span.SequenceEqual(Origins[0].Delegation.Bytes.Span));
    }

    private static WireFault Send(SenderSlots sender, ReceiverSlots receiver, int origin)
    {
        var delegation = Origins[origin].Delegation;
        var frame = Frames[origin].ToArray();
        var slot = sender.Assign(delegation.Id, out var isNew);
        if (isNew) frame = Any.WithDelegation(frame, delegation.Bytes.Span, slot);
        var view = EnvelopeView.Read(frame);
        if (!isNew) EnvelopePatch.InPlace(frame, in view, view.Route, slot);
        var sent = EnvelopeView.Read(frame);
        var fault = receiver.Accept(in sent, out var bytes);
        Assert.True(bytes.Span.SequenceEqual(delegation.Bytes.Span));
        return fault;
    }
}
