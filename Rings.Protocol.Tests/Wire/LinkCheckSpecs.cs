using CsCheck;
using Google.Protobuf;
using Rings.Protocol.Identity;
using Rings.Protocol.Tests.Identity;
using Rings.Protocol.Wire;

namespace Rings.Protocol.Tests.Wire;

public sealed class LinkCheckSpecs
{
    private static readonly Signer Alice = TestAccounts.Signer();

    private static readonly Signer Bob = TestAccounts.Signer(number: 2);

    private static readonly RingSecret Secret = new(TestAccounts.Seed(5));

    private static readonly TimeSpan Skew = TimeSpan.FromSeconds(60);

    private readonly LinkCheck _bob = Check(Bob, secret: null);
    private readonly LinkCheck _alice = Check(Alice, secret: null);

    [Fact]
    public void Offers_and_answers_round_trip() => Gen.Select(
        Any.Did, Any.Did, Any.LinkId, Gen.String[1, 100], Gen.ULong, Any.Hash, Gen.UInt[1, 9]).Sample(
        (from, to, link, sdp, time, hash, version) =>
        {
            sdp = new([.. sdp.Where(char.IsAscii), 'v']);
            var offer = Offer() with
            {
                From = from,
                To = to,
                LinkId = link,
                Sdp = sdp,
                IssuedMs = time,
                ExpiresMs = ~time,
                VersionMax = version,
            };
            var answer = Answer() with { From = from, To = to, OfferHash = hash, Version = version, Features = ["a"] };

            Assert.Equal(offer, LinkOffer.Read(offer.ToBytes()));
            Assert.Equal(answer, LinkAnswer.Read(answer.ToBytes()));
        });

    [Fact]
    public void A_signed_object_round_trips()
    {
        var signed = Offer().Sign(Alice, Secret);

        var read = SignedObject.Read(signed.ToBytes());

        Assert.Equal(signed.ToBytes(), read.ToBytes());
        Assert.Equal(signed.Hash, read.Hash);
        Assert.Equal(32, read.PskTag.Length);
    }

    [Fact]
    public void A_good_offer_and_its_answer_are_accepted()
    {
        var signedOffer = Offer().Sign(Alice, null);
        var signedAnswer = Answer().Sign(Bob, null);

        Assert.Equal(LinkRefusal.None, _bob.Offer(signedOffer, Any.Node(9), Any.Now, out var offer, out var from));
        Assert.Equal((Offer(), Alice.Account), (offer, from!.Account));

        Assert.Equal(LinkRefusal.None, _alice.Answer(signedAnswer, Offer(), Any.Now, out var answer, out var by));
        Assert.Equal((Answer(), Bob.Account), (answer, by!.Account));
    }

    [Fact]
    public void Each_check_of_an_offer_has_its_refusal()
    {
        var ms = (ulong)Any.Now.UnixMilliseconds;

        Assert.Equal(LinkRefusal.Time, Refused(Offer() with { ExpiresMs = ms + 120_001 }));
        Assert.Equal(LinkRefusal.Time, Refused(Offer() with { IssuedMs = ms + 60_001, ExpiresMs = ms + 70_000 }));
        Assert.Equal(LinkRefusal.Time, Refused(Offer() with { IssuedMs = ms - 10, ExpiresMs = ms - 1 }));
        Assert.Equal(LinkRefusal.Ring, Refused(Offer() with { Ring = RingId.OfPublic("other") }));
        Assert.Equal(LinkRefusal.Address, Refused(Offer() with { To = Any.Node(7) }));
        Assert.Equal(LinkRefusal.Address, Refused(Offer() with { From = Bob.Account }));
        Assert.Equal(LinkRefusal.Version, Refused(Offer() with { VersionMin = 2, VersionMax = 3 }));
        Assert.Equal(LinkRefusal.Delegation, Refused(Offer() with { From = Any.Node(7) }));
        Assert.Equal(LinkRefusal.PskTag, RefusedSigned(Offer().Sign(Alice, Secret)));
        Assert.Equal(LinkRefusal.Sdp, Refused(Offer() with { Sdp = Any.Sdp + "a=fingerprint:sha-1 00\r\n" }));
    }

    [Fact]
    public void Each_check_of_an_answer_has_its_refusal()
    {
        Assert.Equal(LinkRefusal.Unknown, Refused(Answer() with { OfferHash = PayloadHash.Of([1]) }));
        Assert.Equal(LinkRefusal.Unknown, Refused(Answer() with { LinkId = default }));
        Assert.Equal(LinkRefusal.Address, Refused(Answer() with { From = Alice.Account }));
        Assert.Equal(LinkRefusal.Address, Refused(Answer() with { To = Bob.Account }));
        Assert.Equal(LinkRefusal.Version, Refused(Answer() with { Version = 2 }));
        Assert.Equal(LinkRefusal.Features, Refused(Answer() with { Features = ["never-offered"] }));
        Assert.Equal(LinkRefusal.Sdp, Refused(Answer() with { Sdp = Any.Sdp + Any.Sdp }));
        Assert.Equal(LinkRefusal.Time, Refused(Answer() with { IssuedMs = 0 }));
        Assert.Equal(LinkRefusal.Time, _alice.Answer(
            Answer().Sign(Bob, null), Offer(), Any.Now + TimeSpan.FromSeconds(121), out _, out _));
    }

    [Fact]
    public void Names_of_features_have_1_to_64_characters_and_a_message_32_of_them()
    {
        string[] most = [.. Enumerable.Range(0, 32).Select(number => $"{number:D64}")];

        Assert.Equal(most, LinkOffer.Read((Offer() with { Features = [.. most] }).ToBytes()).Features.ToArray());
        Assert.Equal(most, LinkAnswer.Read((Answer() with { Features = [.. most] }).ToBytes()).Features.ToArray());
        foreach (var features in (string[][])[[.. most, "x"], [new string('x', 65)], [""]])
        {
            Assert.Throws<ProtocolException>(() => LinkOffer.Read((Offer() with { Features = [.. features] }).ToBytes()));
            Assert.Throws<ProtocolException>(() => LinkAnswer.Read((Answer() with { Features = [.. features] }).ToBytes()));
        }
    }

    [Fact]
    public void An_answer_names_a_version_and_a_session_description_of_at_most_32768_characters()
    {
        var longest = new string('v', 32_768);

        Assert.Equal(longest, LinkAnswer.Read((Answer() with { Sdp = longest }).ToBytes()).Sdp);
        Assert.Throws<ProtocolException>(() => LinkAnswer.Read((Answer() with { Sdp = longest + "v" }).ToBytes()));
        Assert.Throws<ProtocolException>(() => LinkAnswer.Read((Answer() with { Sdp = "" }).ToBytes()));
        Assert.Throws<ProtocolException>(() => LinkAnswer.Read((Answer() with { Version = 0 }).ToBytes()));
    }

    [Fact]
    public void An_answer_that_another_account_signed_is_refused()
    {
        var signed = Answer().Sign(TestAccounts.Signer(number: 3), null);

        Assert.Equal(LinkRefusal.Delegation, _alice.Answer(signed, Offer(), Any.Now, out _, out _));
    }

    [Fact]
    public void A_signature_for_an_offer_is_none_for_an_answer()
    {
        var signed = SignedObject.Sign(SignaturePurpose.LinkOffer, Answer().ToBytes(), Bob, null);

        Assert.Equal(LinkRefusal.Signature, _alice.Answer(signed, Offer(), Any.Now, out var answer, out var by));
        Assert.Null(answer);
        Assert.Null(by);
    }

    [Fact]
    public void In_a_private_ring_only_those_who_hold_its_secret_are_listened_to()
    {
        var check = Check(Bob, Secret);
        using var other = new RingSecret(TestAccounts.Seed(6));

        Assert.Equal(LinkRefusal.None, Refuse(check, Offer().Sign(Alice, Secret)));
        Assert.Equal(LinkRefusal.PskTag, Refuse(check, Offer().Sign(Alice, null)));
        Assert.Equal(LinkRefusal.PskTag, Refuse(check, Offer().Sign(Alice, other)));
    }

    [Fact]
    public void P19_every_single_bit_of_a_signed_offer_counts()
    {
        var check = Check(Bob, Secret);
        var bytes = Offer().Sign(Alice, Secret).ToBytes();

        for (var bit = 0; bit < bytes.Length * 8; bit++)
        {
            bytes[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.False(IsAccepted(check, bytes), $"bit {bit}");
            bytes[bit / 8] ^= (byte)(1 << (bit % 8));
        }

        Assert.True(IsAccepted(check, bytes));
    }

    [Fact]
    public void P19_every_single_bit_of_a_signed_answer_in_a_public_ring_counts()
    {
        var signed = Answer().Sign(Bob, null);
        var bytes = signed.ToBytes();

        for (var bit = 0; bit < bytes.Length * 8; bit++)
        {
            bytes[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.False(IsAnswer(bytes), $"bit {bit}");
            bytes[bit / 8] ^= (byte)(1 << (bit % 8));
        }

        Assert.True(IsAnswer(bytes));
    }

    [Theory]
    [InlineData("SignedObject.signature", 63)]
    [InlineData("SignedObject.signature", 65)]
    public void A_part_of_another_size_is_refused_by_name(string field, int length)
    {
        var parsed = Proto.SignedObject.Parser.ParseFrom(Offer().Sign(Alice, null).ToBytes());
        parsed.Signature = ByteString.CopyFrom(new byte[length]);

        var error = Assert.Throws<ProtocolException>(() => SignedObject.Read(parsed.ToByteArray()));
        Assert.Equal(field, error.Field);
    }

    [Fact]
    public void What_is_too_long_is_not_even_parsed() =>
        Assert.Throws<ProtocolException>(() => SignedObject.Read(new byte[SignedObject.MaxBytes + 1]));

    [Fact]
    public void Common_features_keep_the_order_of_the_offer() =>
        Assert.Equal(["c", "a"], [.. LinkFeatures.Common(["c", "b", "a", "c"], new HashSet<string> { "a", "c", "d" })]);

    private static LinkCheck Check(Signer self, RingSecret? secret) =>
        new(self.Account, TestAccounts.Ring, secret, new(TestAccounts.Ring, new()), Skew);

    private static LinkOffer Offer() => new()
    {
        VersionMin = 1,
        VersionMax = 1,
        Ring = TestAccounts.Ring,
        From = Alice.Account,
        To = Bob.Account,
        LinkId = LinkId.Read(TestAccounts.Seed(1, 16)),
        Sdp = Any.Sdp,
        Features = ["compression/1"],
        IssuedMs = (ulong)Any.Now.UnixMilliseconds,
        ExpiresMs = (ulong)Any.Now.UnixMilliseconds + 120_000,
    };

    private static LinkAnswer Answer() => new()
    {
        Version = 1,
        OfferHash = PayloadHash.Of(Offer().ToBytes()),
        From = Bob.Account,
        To = Alice.Account,
        LinkId = Offer().LinkId,
        Sdp = Any.Sdp,
        IssuedMs = (ulong)Any.Now.UnixMilliseconds,
    };

    private static LinkRefusal Refuse(LinkCheck check, SignedObject signed) =>
        check.Offer(signed, Any.Node(9), Any.Now, out _, out _);

    private static bool IsAccepted(LinkCheck check, byte[] bytes) =>
        TryRead(bytes) is { } signed && Refuse(check, signed) == LinkRefusal.None;

    private static SignedObject? TryRead(byte[] bytes)
    {
        try
        {
            return SignedObject.Read(bytes);
        }
        catch (ProtocolException)
        {
            return null;
        }
    }

    private bool IsAnswer(byte[] bytes) => TryRead(bytes) is { } signed
        && _alice.Answer(signed, Offer(), Any.Now, out _, out _) == LinkRefusal.None;

    private LinkRefusal Refused(LinkOffer offer) => RefusedSigned(offer.Sign(Alice, null));

    private LinkRefusal RefusedSigned(SignedObject signed) => Refuse(_bob, signed);

    private LinkRefusal Refused(LinkAnswer answer) =>
        _alice.Answer(answer.Sign(Bob, null), Offer(), Any.Now, out _, out _);
}
