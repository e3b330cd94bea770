using CsCheck;
using Rings.Protocol.Crypto;
using Rings.Protocol.EndToEnd;
using Rings.Protocol.Identity;
using Rings.Protocol.Tests.Identity;

namespace Rings.Protocol.Tests.EndToEnd;

public sealed class FirstMessageSpecs
{
    private static readonly byte[] Id = TestAccounts.Seed(5, 16);

    private readonly Party _alice = new(1);
    private readonly Party _bob = new(2);
    private readonly Party _mallory = new(3);
    private readonly Prekeys _prekeys = new();
    private readonly PrekeyBundle _bundle;

    public FirstMessageSpecs()
    {
        var signed = _prekeys.Renew(_bob.Signer, _bob.Fill, Party.Now)!;
        Assert.Equal(SessionFailure.None, PrekeyBundle.Read(
            SignedPayload.Read(signed.Bytes.Span), _bob.Delegation, Party.Now, out var bundle));
        _bundle = bundle!;
    }

    [Fact]
    public void Mail_is_opened_by_the_recipient_once()
    {
        var mail = Seal("hello"u8);

        Assert.Equal(SessionFailure.None, Open(mail, out var opened));
        Assert.Equal(_alice.Address, opened!.From);
        Assert.Equal(Id, opened.Id.ToArray());
        Assert.Equal("hello"u8.ToArray(), opened.Plaintext.ToArray());
        Assert.Equal(SessionFailure.Repeated, Open(mail, out _));
        Assert.Equal(SessionFailure.Repeated, Open(Seal("hello"u8), out _));
    }

    [Fact]
    public void Mail_for_another_is_refused()
    {
        Assert.Equal(SessionFailure.WrongParty, FirstMessage.Open(
            Seal([1]), _alice.Delegation, _mallory.Address, _prekeys, new ReplayMemory(9), Party.Now, out _));
        Assert.Equal(SessionFailure.WrongParty, FirstMessage.Open(
            Seal([1]), _mallory.Delegation, _bob.Address, _prekeys, new ReplayMemory(9), Party.Now, out _));
    }

    [Fact]
    public void Mail_cannot_be_opened_once_the_prekey_is_erased()
    {
        var mail = Seal([1]);
        var later = Party.Now + SessionRules.PrekeyLifetime + TimeSpan.FromHours(1);

        Assert.Equal(1, _prekeys.Erase(later));
        Assert.Empty(_prekeys.Secrets);
        Assert.Equal(SessionFailure.UnknownKey, Open(mail, out _));
    }

    [Fact]
    public void A_prekey_is_renewed_daily_and_old_ones_still_open()
    {
        var mail = Seal([1]);

        Assert.Null(_prekeys.Renew(_bob.Signer, _bob.Fill, Party.Now + TimeSpan.FromHours(23)));
        Assert.NotNull(_prekeys.Renew(_bob.Signer, _bob.Fill, Party.Now + TimeSpan.FromHours(25)));

        Assert.Equal([1u, 2u], _prekeys.Secrets.Select(secret => secret.Id));
        Assert.Equal(SessionFailure.None, Open(mail, out _));
    }

    [Fact]
    public void Prekeys_come_back_from_disk()
    {
        var mail = Seal([1]);
        using var restarted = new Prekeys();
        foreach (var secret in _prekeys.Secrets) restarted.Restore(secret, Party.Now);

        Assert.Equal(SessionFailure.None, FirstMessage.Open(
            mail, _alice.Delegation, _bob.Address, restarted, new ReplayMemory(9), Party.Now, out _));
    }

    [Fact]
    public void A_bundle_of_another_or_too_old_is_refused()
    {
        var signed = _prekeys.Renew(_bob.Signer, _bob.Fill, Party.Now + TimeSpan.FromDays(2))!;

        Assert.Equal(SessionFailure.WrongParty, PrekeyBundle.Read(signed, _alice.Delegation, Party.Now, out _));
        Assert.Equal(SessionFailure.WrongTime, PrekeyBundle.Read(signed, _bob.Delegation, Party.Now, out _));
        Assert.Equal(SessionFailure.WrongTime, PrekeyBundle.Read(
            signed, _bob.Delegation, Party.Now + TimeSpan.FromDays(20), out _));
    }

    [Fact]
    public void A_bundle_that_its_owner_did_not_sign_or_of_another_version_is_refused()
    {
        var signed = _prekeys.Renew(_bob.Signer, _bob.Fill, Party.Now + TimeSpan.FromDays(2))!;
        var now = Party.Now + TimeSpan.FromDays(2);
        var forged = signed.Bytes.ToArray();
        forged[^1] ^= 1;
        var later = Proto.PrekeyBundle.Parser.ParseFrom(signed.Payload.Span);
        later.Version++;
        var unknown = SignedPayload.Sign(
            _bob.Signer, SignaturePurpose.EndToEndPrekeys, Google.Protobuf.MessageExtensions.ToByteArray(later));

        Assert.Equal(SessionFailure.None, PrekeyBundle.Read(signed, _bob.Delegation, now, out _));
        Assert.Equal(SessionFailure.BadSignature, PrekeyBundle.Read(
            SignedPayload.Read(forged), _bob.Delegation, now, out var none));
        Assert.Null(none);
        Assert.Equal(SessionFailure.WrongVersion, PrekeyBundle.Read(unknown, _bob.Delegation, now, out _));
    }

    /// <summary>All would know what such a key agrees on: the owner's word that it is a key makes it none.</summary>
    [Theory]
    [InlineData("0000000000000000000000000000000000000000000000000000000000000000")]
    [InlineData("0100000000000000000000000000000000000000000000000000000000000000")]
    [InlineData("e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800")]
    [InlineData("5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157")]
    [InlineData("ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f")]
    public void Nothing_is_sealed_under_a_prekey_of_small_order(string key)
    {
        var signed = PrekeyBundle.Sign(
            _bob.Signer, 1, X25519PublicKey.Read(Convert.FromHexString(key)), kemKey: null, Party.Now);
        Assert.Equal(SessionFailure.None, PrekeyBundle.Read(signed, _bob.Delegation, Party.Now, out var bundle));

        var refused = Assert.Throws<ProtocolException>(
            () => FirstMessage.Seal(_alice.Signer, bundle!, Id, [1], _alice.Fill, Party.Now));

        Assert.Equal("PrekeyBundle.key", refused.Field);
    }

    [Fact]
    public void The_id_of_mail_has_16_bytes()
    {
        foreach (var length in (int[])[15, 17])
        {
            Assert.Equal("FirstMessage.id", Assert.Throws<ProtocolException>(() => FirstMessage.Seal(
                _alice.Signer, _bundle, TestAccounts.Seed(5, length), [1], _alice.Fill, Party.Now)).Field);
        }
    }

    [Fact]
    public void An_element_longer_than_a_mailbox_takes_is_refused()
    {
        Assert.True(Seal(new byte[15 * 1024]).Bytes.Length <= SessionRules.MaxHybridMailboxElement);
        Assert.Throws<ProtocolException>(() => Seal(new byte[16 * 1024]));
    }

    [Fact]
    public void Mutated_mail_gives_no_plaintext_and_no_other_exception()
    {
        var bytes = Seal("hello"u8).Bytes.ToArray();

        Gen.Select(Gen.Int[0, bytes.Length - 1], Gen.Int[1, 255]).Sample((at, change) =>
        {
            var mutated = (byte[])bytes.Clone();
            mutated[at] ^= (byte)change;
            Assert.NotEqual(SessionFailure.None, OpenBytes(mutated));
        }, iter: 2000);
    }

    private SignedPayload Seal(ReadOnlySpan<byte> text) =>
        FirstMessage.Seal(_alice.Signer, _bundle, Id, text, _alice.Fill, Party.Now);

    private SessionFailure Open(SignedPayload mail, out OpenedMail? opened) => FirstMessage.Open(
        SignedPayload.Read(mail.Bytes.Span), _alice.Delegation, _bob.Address, _prekeys, _bob.Seen, Party.Now,
        out opened);

    private SessionFailure OpenBytes(byte[] bytes)
    {
        try
        {
            return FirstMessage.Open(
                SignedPayload.Read(bytes), _alice.Delegation, _bob.Address, _prekeys, new ReplayMemory(9), Party.Now,
                out _);
        }
        catch (ProtocolException)
        {
            return SessionFailure.Malformed;
        }
    }
}
