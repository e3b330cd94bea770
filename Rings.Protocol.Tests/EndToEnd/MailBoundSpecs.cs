using Google.Protobuf;
using Rings.Protocol.Crypto;
using Rings.Protocol.EndToEnd;
using Rings.Protocol.Identity;
using Rings.Protocol.Tests.Identity;

namespace Rings.Protocol.Tests.EndToEnd;

/// <summary>
/// The first and the last moment, and the shortest and the longest form, of what a sender of mail may say.
/// </summary>
public sealed class MailBoundSpecs : IDisposable
{
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan Lifetime = SessionRules.PrekeyLifetime;
    private static readonly byte[] Id = TestAccounts.Seed(5, 16);

    private readonly Party _alice = new(1);
    private readonly Party _bob = new(2);
    private readonly Prekeys _prekeys = new(isHybrid: false);
    private readonly SignedPayload _signed;
    private readonly PrekeyBundle _bundle;

    public MailBoundSpecs()
    {
        _signed = _prekeys.Renew(_bob.Signer, _bob.Fill, Party.Now)!;
        Assert.Equal(SessionFailure.None, PrekeyBundle.Read(_signed, _bob.Delegation, Party.Now, out var bundle));
        _bundle = bundle!;
    }

    public void Dispose() => _prekeys.Dispose();

    [Fact]
    public void Mail_of_the_future_is_refused_beyond_the_skew_of_clocks()
    {
        Assert.Equal(SessionFailure.None, Open(Seal(Party.Now + SessionRules.Skew), Party.Now));
        Assert.Equal(SessionFailure.WrongTime, Open(Seal(Party.Now + SessionRules.Skew + Moment), Party.Now));
    }

    [Fact]
    public void Mail_is_too_old_after_15_days_whatever_its_prekey()
    {
        var mail = Seal(Party.Now - TimeSpan.FromDays(1));
        var last = Party.Now - TimeSpan.FromDays(1) + Lifetime;

        Assert.Equal(SessionFailure.None, Open(mail, last));
        Assert.Equal(SessionFailure.WrongTime, Open(mail, last + Moment));
    }

    [Fact]
    public void Mail_repeated_is_refused_until_its_prekey_is_gone()
    {
        var mail = Seal(Party.Now + SessionRules.Skew);
        Assert.Equal(SessionFailure.None, Open(mail, Party.Now, _bob.Seen));

        Assert.Equal(SessionFailure.Repeated, Open(mail, Party.Now + Lifetime - Moment, _bob.Seen));
        Assert.Equal(SessionFailure.UnknownKey, Open(mail, Party.Now + Lifetime, _bob.Seen));
    }

    [Fact]
    public void A_ciphertext_holds_its_tag_at_least()
    {
        Assert.Equal(SessionFailure.None, Open(
            FirstMessage.Seal(_alice.Signer, _bundle, Id, [], _alice.Fill, Party.Now), Party.Now));

        var cut = Proto.FirstMessage.Parser.ParseFrom(Seal(Party.Now).Payload.Span);
        cut.Ciphertext = ByteString.CopyFrom(new byte[AeadKey.TagBytes - 1]);
        Assert.Equal(SessionFailure.Malformed, Open(
            SignedPayload.Sign(_alice.Signer, SignaturePurpose.EndToEndFirst, cut.ToByteArray()), Party.Now));
    }

    [Fact]
    public void An_id_has_16_bytes_and_an_element_fills_its_place_in_a_mailbox()
    {
        var around = Seal(8000).Bytes.Length - 8000;

        Assert.Equal(SessionRules.MaxMailboxElement, Seal(SessionRules.MaxMailboxElement - around).Bytes.Length);
        Assert.Throws<ProtocolException>(() => Seal(SessionRules.MaxMailboxElement - around + 1));
        Assert.Throws<ProtocolException>(() =>
            FirstMessage.Seal(_alice.Signer, _bundle, Id.AsSpan(1), [1], _alice.Fill, Party.Now));
    }

    [Fact]
    public void A_bundle_is_taken_from_the_skew_before_it_to_15_days_after_it()
    {
        Assert.Equal(SessionFailure.WrongTime, Read(Party.Now - SessionRules.Skew - Moment));
        Assert.Equal(SessionFailure.None, Read(Party.Now - SessionRules.Skew));
        Assert.Equal(SessionFailure.None, Read(Party.Now + Lifetime));
        Assert.Equal(SessionFailure.WrongTime, Read(Party.Now + Lifetime + Moment));
    }

    [Fact]
    public void A_signed_payload_has_its_bound_and_a_whole_signature()
    {
        var message = new Proto.E2eSigned { Signature = ByteString.CopyFrom(new byte[64]) };
        message.Payload = ByteString.CopyFrom(new byte[17_000]);
        var left = SignedPayload.MaxBytes - message.CalculateSize();
        message.Payload = ByteString.CopyFrom(new byte[17_000 + left]);

        Assert.Equal(17_000 + left, SignedPayload.Read(message.ToByteArray()).Payload.Length);
        message.Payload = ByteString.CopyFrom(new byte[17_001 + left]);
        Assert.Throws<ProtocolException>(() => SignedPayload.Read(message.ToByteArray()));
        Assert.Throws<ProtocolException>(() => SignedPayload.Read(
            new Proto.E2eSigned { Signature = ByteString.CopyFrom(new byte[63]) }.ToByteArray()));
    }

    private SessionFailure Read(Instant now)
    {
        var failure = PrekeyBundle.Read(_signed, _bob.Delegation, now, out var bundle);
        Assert.Equal(failure == SessionFailure.None, bundle is not null);
        return failure;
    }

    private SignedPayload Seal(int bytes) =>
        FirstMessage.Seal(_alice.Signer, _bundle, Id, new byte[bytes], _alice.Fill, Party.Now);

    private SignedPayload Seal(Instant issued) =>
        FirstMessage.Seal(_alice.Signer, _bundle, Id, [1], _alice.Fill, issued);

    private SessionFailure Open(SignedPayload mail, Instant now, ReplayMemory? seen = null) => FirstMessage.Open(
        mail, _alice.Delegation, _bob.Address, _prekeys, seen ?? new ReplayMemory(9), now, out _);
}
