using Google.Protobuf;
using Rings.Protocol.Crypto;
using Rings.Protocol.EndToEnd;
using Rings.Protocol.Identity;
using Rings.Protocol.Tests.Identity;

namespace Rings.Protocol.Tests.EndToEnd;

/// <summary>Mail with ML-KEM-768: senders and recipients with and without it, and what a sender says wrongly.</summary>
public sealed class HybridMailSpecs : IDisposable
{
    private static readonly byte[] Id = TestAccounts.Seed(5, 16);

    private readonly Party _alice = new(1);
    private readonly Party _bob = new(2);
    private readonly Prekeys _prekeys = new();
    private readonly SignedPayload _signed;

    public HybridMailSpecs() => _signed = _prekeys.Renew(_bob.Signer, _bob.Fill, Party.Now)!;

    public void Dispose() => _prekeys.Dispose();

    [Fact]
    public void Mail_to_a_bundle_with_ml_kem_needs_both_keys()
    {
        var mail = Seal(Bundle(_signed), [7]);
        Assert.Equal(MlKemPublicKey.CiphertextBytes, Read(mail).KemCiphertext.Length);
        Assert.Equal([7], Open(mail, _prekeys));

        using var half = new Prekeys();
        var secret = _prekeys.Secrets[0];
        half.Restore(secret with { Key = (byte[])[.. secret.Key[..32].Span, .. new byte[64]] }, Party.Now);
        Assert.Equal(SessionFailure.NotAuthentic, Fail(mail, half));
    }

    [Fact]
    public void Mail_to_a_bundle_without_ml_kem_is_sealed_and_opened_as_before()
    {
        using var old = new Prekeys(isHybrid: false);
        var mail = Seal(Bundle(old.Renew(_bob.Signer, _bob.Fill, Party.Now)!), [7]);

        Assert.True(Read(mail).KemCiphertext.IsEmpty);
        Assert.Equal(1 + AeadKey.TagBytes, Read(mail).Ciphertext.Length);
        Assert.Equal([7], Open(mail, old));
    }

    /// <summary>A sender without ML-KEM passes over the field that it does not know, and names the whole bundle.</summary>
    [Fact]
    public void Mail_of_a_sender_without_ml_kem_is_opened_with_a_bundle_that_has_it() =>
        Assert.Equal([7, 0], Open(SealByHand([7, 0], isHybrid: false), _prekeys));

    [Theory]
    [InlineData("")]
    [InlineData("0000")]
    [InlineData("8001")]
    public void A_text_without_its_mark_is_refused(string text)
    {
        Assert.Equal([7], Open(SealByHand([7, 0x80, 0], isHybrid: true), _prekeys));
        Assert.Equal(
            SessionFailure.Malformed, Fail(SealByHand(Convert.FromHexString(text), isHybrid: true), _prekeys));
    }

    [Fact]
    public void A_ciphertext_for_a_prekey_that_has_no_key_for_it_is_refused()
    {
        using var old = new Prekeys(isHybrid: false);
        var bundle = Bundle(old.Renew(_bob.Signer, _bob.Fill, Party.Now)!);
        var message = Read(Seal(Bundle(_signed), [7]));
        message.BundleHash = ByteString.CopyFrom(bundle.PayloadHash.Span);
        var tail = new Proto.FirstMessage { Ciphertext = message.Ciphertext }.ToByteArray();
        message.Ciphertext = ByteString.Empty;

        Assert.Equal(SessionFailure.Malformed, Fail(Sign([.. message.ToByteArray(), .. tail]), old));
    }

    [Fact]
    public void A_storing_node_sees_the_step_of_a_letter_not_its_length()
    {
        var bundle = Bundle(_signed);

        Assert.Single(
            Enumerable.Range(960, 32).Select(length => Seal(bundle, new byte[length]).Bytes.Length).Distinct());
    }

    [Fact]
    public void The_longest_letter_fills_its_place_and_one_byte_more_is_refused()
    {
        var bundle = Bundle(_signed);
        var longest = Enumerable.Range(15_360, 1_000).Last(length => Fits(bundle, length));

        var mail = Seal(bundle, new byte[longest]);

        Assert.Equal(SessionRules.MaxHybridMailboxElement, mail.Bytes.Length);
        Assert.Equal(longest, Open(mail, _prekeys).Length);
        Assert.Throws<ProtocolException>(() => Seal(bundle, new byte[longest + 1]));
    }

    /// <summary>What a sender seals that pads by other rules or knows no ML-KEM.</summary>
    private SignedPayload SealByHand(byte[] text, bool isHybrid)
    {
        using var ephemeral = EphemeralKey.Create(_alice.Fill);
        using var agreed = new AgreedSecret();
        var bundle = Bundle(_signed);
        var message = Read(Seal(bundle, [7]));
        message.Ephemeral = ByteString.CopyFrom(ephemeral.PublicKey.Span);
        message.Ciphertext = ByteString.Empty;
        Assert.True(agreed.TryAgree(ephemeral, bundle.Key));
        message.KemCiphertext = isHybrid
            ? ByteString.CopyFrom(agreed.Encapsulate(bundle.KemKey!, _alice.Fill))
            : ByteString.Empty;
        var (open, material) = (message.ToByteArray(), new byte[MessageKey.Bytes]);
        var (salt, ciphertext) = (Hash.Sha256(open), new byte[text.Length + AeadKey.TagBytes]);
        agreed.Derive(salt, "rings/1 e2e first"u8, material);
        using var key = new AeadKey(AeadSuite.Aes256Gcm, material.AsSpan(0, AeadKey.KeyBytes));
        key.Seal(material.AsSpan(AeadKey.KeyBytes), text, salt, ciphertext);
        var tail = new Proto.FirstMessage { Ciphertext = ByteString.CopyFrom(ciphertext) }.ToByteArray();
        return Sign([.. open, .. tail]);
    }

    private bool Fits(PrekeyBundle bundle, int length)
    {
        try
        {
            return Seal(bundle, new byte[length]).Bytes.Length <= SessionRules.MaxHybridMailboxElement;
        }
        catch (ProtocolException)
        {
            return false;
        }
    }

    private PrekeyBundle Bundle(SignedPayload signed)
    {
        Assert.Equal(SessionFailure.None, PrekeyBundle.Read(
            SignedPayload.Read(signed.Bytes.Span), _bob.Delegation, Party.Now, out var bundle));
        return bundle!;
    }

    private SignedPayload Seal(PrekeyBundle bundle, byte[] text) =>
        FirstMessage.Seal(_alice.Signer, bundle, Id, text, _alice.Fill, Party.Now);

    private SignedPayload Sign(byte[] payload) =>
        SignedPayload.Sign(_alice.Signer, SignaturePurpose.EndToEndFirst, payload);

    private byte[] Open(SignedPayload mail, Prekeys prekeys)
    {
        Assert.Equal(SessionFailure.None, FirstMessage.Open(
            SignedPayload.Read(mail.Bytes.Span), _alice.Delegation, _bob.Address, prekeys, new ReplayMemory(1),
            Party.Now, out var opened));
        return opened!.Plaintext.ToArray();
    }

    private SessionFailure Fail(SignedPayload mail, Prekeys prekeys) => FirstMessage.Open(
        mail, _alice.Delegation, _bob.Address, prekeys, new ReplayMemory(1), Party.Now, out _);

    private static Proto.FirstMessage Read(SignedPayload mail) =>
        Proto.FirstMessage.Parser.ParseFrom(mail.Payload.Span);
}
