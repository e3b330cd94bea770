using Google.Protobuf;
using Rings.Protocol;
using Rings.Sovereign.Secrets;
using Rings.Sovereign.Swaps;

namespace Rings.Sovereign.Tests.Swaps;

/// <summary>How many swaps are open, what is used twice, and who may say what of which swap.</summary>
public sealed class SwapBookSpecs
{
    private const long Now = 1_800_000_000;

    private static readonly SwapPolicy Policy = SwapFixture.Policy(
        SwapTimes.Default, new ChainPolicy(3, 6, 600, 0, Amount.Of(20_000)), ChainKind.Utxo, ChainKind.Evm);

    private static readonly LegCheck First = SwapFixture.Fine(new(100, Now - 30, Now - 3000), ChainKind.Utxo);
    private static readonly LegCheck Second = SwapFixture.Fine(new(100, Now - 5, Now - 5), ChainKind.Evm);

    [Fact]
    public void Open_swaps_are_bounded_for_each_peer_and_for_all_and_what_has_ended_makes_room()
    {
        var book = Book();
        for (var peer = 0; peer < SwapLimits.Open / SwapLimits.OpenPerPeer; peer++)
        {
            for (var at = 0; at < SwapLimits.OpenPerPeer; at++) book = Taken(book.Receive(PeerOf(peer), OfferOf((peer * 100) + at), Now));
            if (peer > 0) continue;
            var ninth = book.Receive(PeerOf(0), OfferOf(99), Now);
            Assert.Equal(SwapFault.FullOfPeer, ninth.Refusal?.Fault);
            Assert.Equal(new SwapMessage.Cancel(IdOf(99), SwapFault.FullOfPeer), ninth.Sends.Single().Message);
        }

        Assert.Equal(SwapLimits.Open, book.Open.Count());
        Assert.Equal(SwapFault.Full, book.Receive(PeerOf(9), OfferOf(990), Now).Refusal?.Fault);
        Assert.Equal(SwapFault.Full, Offer(book, 991).Refusal?.Fault);

        book = Taken(book.Decline(IdOf(0), Now));
        Assert.Null(book.Receive(PeerOf(9), OfferOf(990), Now).Refusal);
    }

    [Fact]
    public void An_id_a_hash_or_a_key_of_another_swap_is_refused_also_when_that_has_ended()
    {
        var book = Taken(Offer(Book(), 1));
        book = Taken(book.With(IdOf(1), swap => swap.Tick(Now + 3600)));
        Assert.Equal(SwapStage.Abandoned, book.Swaps[IdOf(1)].Stage);

        var known = OfferOf(1);
        var other = OfferOf(2);
        Assert.Equal("id", book.Offer(SwapFixture.Bob, known, First, Second, Now).Refusal?.Field);
        Assert.Equal("hash", book.Offer(SwapFixture.Bob, other with { Hash = known.Hash }, First, Second, Now).Refusal?.Field);
        Assert.Equal(
            "give.refund_to",
            book.Offer(SwapFixture.Bob, other with { Give = other.Give with { RefundTo = known.Give.RefundTo } }, First, Second, Now).Refusal?.Field);
        Assert.Null(book.Offer(SwapFixture.Bob, other, First, Second, Now).Refusal);
    }

    /// <summary>A key in two places could open a lock without the preimage, or show that two swaps are one person's.</summary>
    [Fact]
    public void A_key_of_another_swap_or_of_another_place_is_refused_wherever_it_is_said()
    {
        SwapMessage.Offer Of(int number) => OfferOf(number, ChainKind.Utxo);
        var (known, other) = (Of(1), Of(2));
        var (taken, accept) = (SwapFixture.Accept(known, 3), SwapFixture.Accept(other, 3));
        var book = Taken(BookOfTwoUtxo.Offer(SwapFixture.Bob, known, First, First, Now));
        book = Taken(book.Receive(SwapFixture.Bob, taken, Now));
        ChainPlace[] keys = [known.Give.RefundTo, known.Take.ClaimTo, taken.GiveClaimTo, taken.TakeRefundTo];
        Assert.All(keys, key =>
        {
            IsReused("give.refund_to", book.Receive(PeerOf(1), other with { Give = other.Give with { RefundTo = key } }, Now).Refusal);
            IsReused("take.claim_to", book.Receive(PeerOf(1), other with { Take = other.Take with { ClaimTo = key } }, Now).Refusal);
        });

        book = Taken(book.Offer(SwapFixture.Bob, other, First, First, Now));
        keys = [.. keys, other.Give.RefundTo, other.Take.ClaimTo];
        Assert.All(keys, key =>
        {
            IsReused("give_claim_to", Heard(accept with { GiveClaimTo = key }));
            IsReused("take_refund_to", Heard(accept with { TakeRefundTo = key }));
        });
        IsReused("take_refund_to", Heard(accept with { TakeRefundTo = accept.GiveClaimTo }));
        Assert.Equal(SwapStage.Agreed, Taken(book.Receive(SwapFixture.Bob, accept, Now)).Swaps[other.Id].Stage);

        SwapRefusal? Heard(SwapMessage.Accept said)
        {
            var step = book.Receive(SwapFixture.Bob, said, Now);
            Assert.Equal(new SwapMessage.Cancel(other.Id, SwapFault.Reused), step.Sends.Single().Message);
            Assert.Equal(SwapStage.Abandoned, step.State.Swaps[other.Id].Stage);
            return step.State.Swaps[other.Id].Trouble;
        }
    }

    [Fact]
    public void A_preimage_of_another_length_on_the_disk_is_none()
    {
        var entry = Offer(Book(), 1).Entries.Single();
        foreach (var (length, unusable) in ((int, int)[])[(0, 0), (31, 1), (32, 0), (33, 1)])
        {
            var kept = Proto.KeptSwap.Parser.ParseFrom(entry.Value);
            kept.Preimage = ByteString.CopyFrom(new byte[length]);

            var read = SwapBook.Load(Book().Place, SwapFixture.AliceKey, Policy, [entry with { Value = kept.ToByteArray() }]);

            Assert.Equal((1 - unusable, unusable), (read.Swaps.Count, read.Unusable));
        }
    }

    [Fact]
    public void Swaps_that_have_ended_give_way_from_the_oldest_on()
    {
        var book = Book();
        var removed = new List<SecretEntry>();
        for (var at = 0; at <= SwapLimits.Ended; at++)
        {
            var step = Offer(book, at);
            step = Taken(step).With(IdOf(at), swap => swap.Decline(Now + at));
            removed.AddRange(step.Entries.Where(entry => entry.Value is null));
            book = step.State;
        }

        Assert.Equal(SwapLimits.Ended, book.Swaps.Count);
        Assert.Equal(IdOf(0).ToByteArray(), removed.Single().Key);
    }

    [Fact]
    public void A_stranger_says_nothing_of_a_swap_and_nothing_is_said_of_one_that_is_not_there()
    {
        var book = Taken(Offer(Book(), 1));
        var accept = SwapFixture.Accept(OfferOf(1), 3);

        Assert.Equal(SwapFault.Unknown, book.Receive(PeerOf(5), accept, Now).Refusal?.Fault);
        Assert.Equal(SwapFault.Unknown, book.Receive(PeerOf(5), new SwapMessage.Cancel(IdOf(1), SwapFault.Declined), Now).Refusal?.Fault);
        Assert.Equal(SwapFault.Unknown, book.Receive(SwapFixture.Bob, new SwapMessage.Note(IdOf(7), SwapStage.Done, ""), Now).Refusal?.Fault);
        Assert.Empty(book.Receive(PeerOf(5), accept, Now).Sends);
    }

    [Fact]
    public void A_book_read_from_the_disk_is_the_one_that_was_written_and_what_is_altered_is_counted()
    {
        var offered = Offer(Book(), 1);
        var accepted = Taken(offered).Receive(SwapFixture.Bob, SwapFixture.Accept(OfferOf(1), 3), Now);
        var entry = accepted.Entries.Single();

        var read = SwapBook.Load(Book().Place, SwapFixture.AliceKey, Policy, [entry, new(SecretEntryKind.Swap, [1], [0xff])]);
        var without = SwapBook.Load(
            Book().Place, SwapFixture.AliceKey, Policy with { Chains = Policy.Chains.Remove(OfferOf(1).Give.Chain) }, [entry]);

        Assert.Equal(1, read.Unusable);
        Assert.Equal(SwapJournal.Write(accepted.State.Swaps[IdOf(1)]), SwapJournal.Write(read.Swaps[IdOf(1)]));
        Assert.Equal((0, 1), (without.Swaps.Count, without.Unusable));
    }

    [Fact]
    public void An_offer_that_nobody_accepts_leaves_nothing_on_the_disk_of_who_got_it()
    {
        var got = Book(SwapFixture.Bob).Receive(SwapFixture.Alice, OfferOf(1), Now);
        var over = Taken(got).With(IdOf(1), swap => swap.Tick(Now + 3600));

        Assert.Empty(got.Entries);
        Assert.Empty(over.Entries);
        Assert.Empty(over.State.Swaps);
    }

    [Fact]
    public void An_offer_is_accepted_once_in_time_with_enough_confirmations_and_money()
    {
        var book = Taken(Book(SwapFixture.Bob).Receive(SwapFixture.Alice, OfferOf(1), Now));
        var accept = SwapFixture.Accept(OfferOf(1), 3);

        Assert.Equal(SwapFault.TooFewConfirmations, book.Accept(IdOf(1), SwapFixture.Accept(OfferOf(1), 2), First, Second, Now).Refusal?.Fault);
        Assert.Equal(SwapFault.Expired, book.Accept(IdOf(1), accept, First, Second, Now + 601).Refusal?.Fault);
        Assert.Equal(SwapFault.NoMoney, book.Accept(IdOf(1), accept, First, Second with { Balance = Amount.Of(1) }, Now).Refusal?.Fault);
        Assert.Equal(SwapFault.OtherTerms, book.Accept(IdOf(1), accept with { TermsHash = default }, First, Second, Now).Refusal?.Fault);
        Assert.Equal(SwapFault.Unknown, book.Accept(IdOf(2), accept, First, Second, Now).Refusal?.Fault);
        var agreed = book.Accept(IdOf(1), accept, First, Second, Now);
        Assert.Equal((SwapFixture.Alice, accept), agreed.Sends.Single());
        Assert.Single(agreed.Entries);
        Assert.Equal(SwapFault.OutOfTurn, Taken(agreed).Accept(IdOf(1), accept, First, Second, Now).Refusal?.Fault);
        // Who offers has not heard it and asks again.
        Assert.Equal(accept, Taken(agreed).Receive(SwapFixture.Alice, OfferOf(1), Now).Sends.Single().Message);
    }

    private static SwapBook Book() => Book(SwapFixture.Alice);

    private static SwapBook Book(Did self) => SwapBook.Load(
        new(SwapFixture.Ring, self), self == SwapFixture.Alice ? SwapFixture.AliceKey : SwapFixture.BobKey, Policy, []);

    private static SwapBookStep Offer(SwapBook book, int number) => book.Offer(SwapFixture.Bob, OfferOf(number), First, Second, Now);

    private static SwapBook Taken(SwapBookStep step)
    {
        Assert.Null(step.Refusal);
        return step.State;
    }

    private static Did PeerOf(int number) => Did.Zero.Finger(100 + number);

    private static SecretId IdOf(int number) => SecretId.Read([.. new byte[12], .. BitConverter.GetBytes(number)]);

    private static SwapMessage.Offer OfferOf(int number, ChainKind take = ChainKind.Evm) => SwapFixture.Offer(
        IdOf(number), ChainKind.Utxo, take, Now + (3 * 24 * 3600), Now + (24 * 3600), Now + 600, 3);

    private static SwapBook BookOfTwoUtxo => SwapBook.Load(new(SwapFixture.Ring, SwapFixture.Alice), SwapFixture.AliceKey, SwapFixture.Policy(
        SwapTimes.Default, new ChainPolicy(3, 6, 600, 0, Amount.Of(20_000)), ChainKind.Utxo, ChainKind.Utxo), []);

    private static void IsReused(string field, SwapRefusal? refusal) =>
        Assert.Equal((SwapFault.Reused, field), (refusal?.Fault, refusal?.Field));
}
