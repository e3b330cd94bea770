using Google.Protobuf;
using Rings.Protocol;
using Rings.Sovereign.Secrets;
using Rings.Sovereign.Swaps;

namespace Rings.Sovereign.Tests.Swaps;

/// <summary>Messages of a swap: each comes back as it went, and what is malformed is refused with its field.</summary>
public sealed class SwapCodecSpecs
{
    private static readonly SwapMessage.Offer Offer = SwapFixture.Offer(
        SecretId.Read(new byte[16]), ChainKind.Utxo, ChainKind.Evm, 1_800_100_000, 1_800_000_000, 1_799_900_000, 12);

    [Fact]
    public void Every_message_comes_back_as_it_went()
    {
        SwapMessage[] messages =
        [
            Offer, SwapFixture.Accept(Offer, 3), new SwapMessage.Note(Offer.Id, SwapStage.Leg1Sent, "00ff"),
            new SwapMessage.Cancel(Offer.Id, SwapFault.NoMoney),
        ];

        Assert.All(messages, message => Assert.Equal(message, SwapCodec.Read(SwapCodec.Write(message))));
    }

    [Theory]
    [InlineData("no id", "SwapOffer.id")]
    [InlineData("no give", "SwapOffer.give")]
    [InlineData("no take", "SwapOffer.take")]
    [InlineData("a chain of another family", "SwapOffer.give.chain")]
    [InlineData("a chain's name with capitals", "SwapOffer.give.chain")]
    [InlineData("a short genesis", "SwapOffer.give.genesis")]
    [InlineData("no asset", "SwapOffer.give.asset")]
    [InlineData("an asset with a control character", "SwapOffer.give.asset")]
    [InlineData("an amount of 31 bytes", "SwapOffer.give.amount")]
    [InlineData("an amount of 33 bytes", "SwapOffer.give.amount")]
    [InlineData("no refund_to", "SwapOffer.give")]
    [InlineData("the other side's claim_to", "SwapOffer.give")]
    [InlineData("the other side's confirmations", "SwapOffer.give")]
    [InlineData("an address on a UTXO chain", "SwapOffer.give.refund_to")]
    [InlineData("a key that begins with 4", "SwapOffer.give.refund_to")]
    [InlineData("a key on an EVM chain", "SwapOffer.take.claim_to")]
    [InlineData("an address of zeros", "SwapOffer.take.claim_to")]
    [InlineData("the own refund_to in take", "SwapOffer.take")]
    [InlineData("no confirmations", "SwapOffer.take")]
    [InlineData("too many confirmations", "SwapOffer.take.confirmations")]
    [InlineData("no contract", "SwapOffer.take.contract")]
    [InlineData("a contract on a UTXO chain", "SwapOffer.give.contract")]
    [InlineData("a fee of 31 bytes", "SwapOffer.give.max_fee")]
    [InlineData("T1 by height", "SwapOffer.t1")]
    [InlineData("T2 beyond 2106", "SwapOffer.t2")]
    [InlineData("a short hash", "SwapOffer.hash")]
    [InlineData("no life", "SwapOffer.valid_until_ms")]
    public void An_offer(string what, string field)
    {
        var offer = Proto.SwapMessage.Parser.ParseFrom(SwapCodec.Write(Offer));

        Spoil(offer.Offer, what);

        Assert.Equal(field, Assert.Throws<ProtocolException>(() => SwapCodec.Read(offer.ToByteArray())).Field);
    }

    [Theory]
    [InlineData("no place", "SwapAccept.give_claim_to")]
    [InlineData("no confirmations", "SwapAccept.give_confirmations")]
    [InlineData("no hash", "SwapAccept.terms_hash")]
    public void An_acceptance(string what, string field)
    {
        var message = Proto.SwapMessage.Parser.ParseFrom(SwapCodec.Write(SwapFixture.Accept(Offer, 3)));
        if (what == "no place") message.Accept.GiveClaimTo = ByteString.Empty;
        else if (what == "no hash") message.Accept.TermsHash = ByteString.Empty;
        else message.Accept.GiveConfirmations = 0;

        Assert.Equal(field, Assert.Throws<ProtocolException>(() => SwapCodec.Read(message.ToByteArray())).Field);
    }

    [Theory]
    [InlineData(0u, "", "SwapNote.step")]
    [InlineData(15u, "", "SwapNote.step")]
    [InlineData(3u, "\u001b[2J", "SwapNote.txid")]
    public void A_note(uint step, string transaction, string field)
    {
        var note = new Proto.SwapMessage { Note = new() { Id = ByteString.CopyFrom(new byte[16]), Step = step, Txid = transaction } };

        Assert.Equal(field, Assert.Throws<ProtocolException>(() => SwapCodec.Read(note.ToByteArray())).Field);
    }

    [Fact]
    public void A_message_above_2_KiB_and_one_of_no_kind_are_refused()
    {
        var note = new Proto.SwapMessage { Note = new() { Id = ByteString.CopyFrom(new byte[16]), Step = 3, Txid = new('a', SwapLimits.MessageBytes) } };

        Assert.Equal("SwapMessage", Assert.Throws<ProtocolException>(() => SwapCodec.Read(note.ToByteArray())).Field);
        Assert.Equal("SwapMessage.body", Assert.Throws<ProtocolException>(() => SwapCodec.Read([])).Field);
        Assert.InRange(SwapCodec.Write(Offer).Length, 1, SwapLimits.MessageBytes);
    }

    [Fact]
    public void The_hash_of_the_terms_covers_ring_sides_and_every_field()
    {
        var accept = SwapFixture.Accept(Offer, 3);
        var terms = new SwapTerms(SwapFixture.Ring, SwapFixture.Alice, SwapFixture.Bob, Offer, null);
        var hashes = new HashSet<Bytes32>
        {
            terms.HashWith(accept),
            (terms with { Ring = Rings.Protocol.Identity.RingId.OfPublic("test") }).HashWith(accept),
            (terms with { Offerer = SwapFixture.Bob, Taker = SwapFixture.Alice }).HashWith(accept),
            (terms with { Offer = Offer with { T1 = Offer.T1 + 1 } }).HashWith(accept),
            (terms with { Offer = Offer with { Take = Offer.Take with { Amount = Amount.Of(1) } } }).HashWith(accept),
            terms.HashWith(accept with { GiveConfirmations = 4 }),
            terms.HashWith(accept with { TakeRefundTo = SwapFixture.Place(7, ChainKind.Evm) }),
        };

        Assert.Equal(7, hashes.Count);
        Assert.Equal(terms.HashWith(accept), terms.HashWith(accept with { TermsHash = SwapFixture.Bytes(3) }));
    }

    [Fact]
    public void Amounts_are_32_bytes_and_refuse_what_does_not_fit()
    {
        var most = Amount.Read(Enumerable.Repeat((byte)0xff, 32).ToArray());

        Assert.Equal((System.Numerics.BigInteger.One << 256) - 1, most.Units);
        Assert.Equal(Enumerable.Repeat((byte)0xff, 32), most.ToByteArray());
        Assert.Equal([.. new byte[31], 5], Amount.Of(5).ToByteArray());
        Assert.Equal(new byte[32], Amount.Zero.ToByteArray());
        Assert.Throws<ArgumentOutOfRangeException>(() => Amount.Of(most.Units + 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Amount.Of(-1));
    }

    [Fact]
    public void Secrets_differ_by_swap_role_peer_and_use_and_are_made_again_from_the_one_key()
    {
        var id = SecretId.Read(new byte[16]);
        var first = SwapSecrets.Of(SwapFixture.AliceKey, id, SwapRole.Offerer, SwapFixture.Bob);
        SwapSecrets[] others =
        [
            SwapSecrets.Of(SwapFixture.BobKey, id, SwapRole.Offerer, SwapFixture.Bob),
            SwapSecrets.Of(SwapFixture.AliceKey, SecretId.Read([.. new byte[15], 1]), SwapRole.Offerer, SwapFixture.Bob),
            SwapSecrets.Of(SwapFixture.AliceKey, id, SwapRole.Offerer, SwapFixture.Alice),
            SwapSecrets.Of(SwapFixture.AliceKey, id, SwapRole.Taker, SwapFixture.Bob),
        ];

        Assert.Equal(first, SwapSecrets.Of(SwapFixture.AliceKey, id, SwapRole.Offerer, SwapFixture.Bob));
        Assert.Equal(3, new HashSet<Bytes32> { first.ClaimKey, first.RefundKey, first.Preimage!.Value }.Count);
        Assert.All(others, other => Assert.NotEqual(first.ClaimKey, other.ClaimKey));
        Assert.All(others, other => Assert.NotEqual(first.RefundKey, other.RefundKey));
        Assert.All(others, other => Assert.NotEqual(first.Preimage, other.Preimage));
        Assert.Null(others[3].Preimage);
        Assert.DoesNotContain(first.ClaimKey.ToString(), first.ToString(), StringComparison.OrdinalIgnoreCase);
    }

    private static void Spoil(Proto.SwapOffer offer, string what)
    {
        ByteString Of(params byte[] bytes) => ByteString.CopyFrom(bytes);
        switch (what)
        {
            case "no id": offer.Id = ByteString.Empty; break;
            case "no give": offer.Give = null; break;
            case "no take": offer.Take = null; break;
            case "a chain of another family": offer.Give.Chain = "solana:4sGjMW1sUnHzSxGspuhpqLDx6wiyjNtZ"; break;
            case "a chain's name with capitals": offer.Give.Chain = offer.Give.Chain.ToUpperInvariant(); break;
            case "a short genesis": offer.Give.Genesis = Of(new byte[31]); break;
            case "no asset": offer.Give.Asset = ""; break;
            case "an asset with a control character": offer.Give.Asset = "l\u001btc"; break;
            case "an amount of 31 bytes": offer.Give.Amount = Of(new byte[31]); break;
            case "an amount of 33 bytes": offer.Give.Amount = Of(new byte[33]); break;
            case "no refund_to": offer.Give.RefundTo = ByteString.Empty; break;
            case "the other side's claim_to": offer.Give.ClaimTo = offer.Give.RefundTo; break;
            case "the other side's confirmations": offer.Give.Confirmations = 3; break;
            case "an address on a UTXO chain": offer.Give.RefundTo = offer.Take.ClaimTo; break;
            case "a key that begins with 4": offer.Give.RefundTo = Of([4, .. new byte[32]]); break;
            case "a key on an EVM chain": offer.Take.ClaimTo = offer.Give.RefundTo; break;
            case "an address of zeros": offer.Take.ClaimTo = Of(new byte[20]); break;
            case "the own refund_to in take": offer.Take.RefundTo = offer.Take.ClaimTo; break;
            case "no confirmations": offer.Take.Confirmations = 0; break;
            case "too many confirmations": offer.Take.Confirmations = SwapLimits.Confirmations + 1; break;
            case "no contract": offer.Take.Contract = ByteString.Empty; break;
            case "a contract on a UTXO chain": offer.Give.Contract = offer.Take.Contract; break;
            case "a fee of 31 bytes": offer.Give.MaxFee = Of(new byte[31]); break;
            case "T1 by height": offer.T1 = 500_000; break;
            case "T2 beyond 2106": offer.T2 = uint.MaxValue + 1UL; break;
            case "a short hash": offer.Hash = Of(new byte[31]); break;
            case "no life": offer.ValidUntilMs = 0; break;
            default: throw new ArgumentException(what);
        }
    }
}
