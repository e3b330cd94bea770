using Google.Protobuf;
using Rings.Protocol.Identity;

namespace Rings.Protocol.Tests.Identity;

public class DelegationSpecs
{
    public static TheoryData<AccountKind> Kinds => TestAccounts.Kinds;

    [Theory, MemberData(nameof(Kinds))]
    public void A_delegation_of_every_kind_is_read_back_and_verifies(AccountKind kind)
    {
        var delegation = TestAccounts.Signer(kind).Delegation;

        var read = Delegation.Read(delegation.Bytes.Span);

        Assert.Equal(delegation.Id, read.Id);
        Assert.Equal(delegation.Account, read.Account);
        Assert.Equal(delegation.Draft.Text, read.Draft.Text);
        Assert.True(read.IsSignedByAccount());
    }

    [Fact]
    public void The_text_is_that_of_the_protocol_to_the_letter()
    {
        using var account = TestAccounts.Account(AccountKind.Eip191);
        using var session = SessionKey.FromSeed(TestAccounts.Seed(2));
        var draft = new DelegationDraft(
            account.Kind, account.Did, [], session.PublicKey, TestAccounts.Ring,
            Instant.From(new DateTimeOffset(2026, 11, 22, 10, 0, 0, TimeSpan.Zero)),
            Instant.From(new DateTimeOffset(2026, 12, 6, 10, 0, 0, TimeSpan.Zero)),
            new byte[16]);

        var did = Convert.ToHexStringLower(account.Did.ToByteArray());
        Assert.Equal(
            $"""
            Rings Network wants to act for you with a session key.

            Account: {did} (Eip191)
            Session key: {session.PublicKey}
            Ring: {TestAccounts.Ring}
            Issued: 2026-11-22T10:00:00.000Z
            Expires: 2026-12-06T10:00:00.000Z
            Nonce: 00000000000000000000000000000000

            Sign this only in software that you run yourself.
            """.ReplaceLineEndings("\n"),
            draft.Text);
    }

    [Theory, MemberData(nameof(Kinds))]
    public void Every_single_bit_change_of_a_delegation_is_refused(AccountKind kind)
    {
        var bytes = TestAccounts.Signer(kind).Delegation.Bytes.ToArray();
        // P-256 and recovery cost most of a millisecond each: every bit of the cheap kind, every seventh of the others.
        var step = kind == AccountKind.Ed25519 ? 1 : 7;
        for (var bit = 0; bit < bytes.Length * 8; bit += step)
        {
            bytes[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.False(IsAccepted(bytes), $"bit {bit}");
            bytes[bit / 8] ^= (byte)(1 << (bit % 8));
        }

        Assert.True(IsAccepted(bytes));
    }

    [Fact]
    public void A_signature_holds_for_one_purpose_one_payload_and_one_delegation()
    {
        var signer = TestAccounts.Signer();
        var other = TestAccounts.Signer(issued: TestAccounts.Now + TimeSpan.FromSeconds(1));
        var elsewhere = TestAccounts.Signer(ring: RingId.OfPublic("other"));
        var signature = signer.Sign(SignaturePurpose.Register, "value"u8);

        Assert.True(signer.Delegation.Verify(SignaturePurpose.Register, "value"u8, signature));
        Assert.False(signer.Delegation.Verify(SignaturePurpose.Register, "valuf"u8, signature));
        Assert.False(other.Delegation.Verify(SignaturePurpose.Register, "value"u8, signature));
        Assert.False(elsewhere.Delegation.Verify(SignaturePurpose.Register, "value"u8, signature));
        foreach (var purpose in Enum.GetValues<SignaturePurpose>().Where(p => p != SignaturePurpose.Register))
            Assert.False(signer.Delegation.Verify(purpose, "value"u8, signature), purpose.ToString());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1_900)]
    [InlineData(70_000)]
    public void Payloads_of_every_size_are_signed_and_verified(int length)
    {
        var signer = TestAccounts.Signer();
        var payload = new byte[length];
        var signature = signer.Sign(SignaturePurpose.Transaction, payload);

        Assert.True(signer.Delegation.Verify(SignaturePurpose.Transaction, payload, signature));
        Assert.False(signer.Delegation.Verify(SignaturePurpose.Transaction, [.. payload, 0], signature));
        Assert.False(signer.Delegation.Verify(SignaturePurpose.Transaction, payload, signature.AsSpan(1)));
    }

    [Theory]
    [InlineData("account_kind", "account_kind")]
    [InlineData("account_public_key", "account_public_key")]
    [InlineData("account_did", "account_did")]
    [InlineData("session_key", "session_key")]
    [InlineData("ring", "ring")]
    [InlineData("issued_ms", "issued_ms")]
    [InlineData("expires_ms", "expires_ms")]
    [InlineData("nonce", "nonce")]
    [InlineData("signature", "signature")]
    public void A_field_out_of_range_is_named_in_the_error(string field, string named)
    {
        var message = Rings.Protocol.Proto.Delegation.Parser.ParseFrom(TestAccounts.Signer().Delegation.Bytes.Span);
        var descriptor = Rings.Protocol.Proto.Delegation.Descriptor.FindFieldByName(field);
        descriptor.Accessor.SetValue(message, field switch
        {
            "account_kind" => Rings.Protocol.Proto.AccountKind.Unspecified,
            "issued_ms" or "expires_ms" => ulong.MaxValue,
            _ => ByteString.CopyFrom(1, 2, 3),
        });

        var error = Assert.Throws<ProtocolException>(() => Delegation.Read(message.ToByteArray()));
        Assert.Equal("Delegation." + named, error.Field);
    }

    [Fact]
    public void A_delegation_longer_than_the_limit_is_not_even_parsed() => Assert.Equal(
        "delegation",
        Assert.Throws<ProtocolException>(() => Delegation.Read(new byte[Delegation.MaxBytes + 1])).Field);

    [Fact]
    public void Ninety_days_are_the_longest_life()
    {
        using var account = TestAccounts.Account();
        using var session = SessionKey.FromSeed(TestAccounts.Seed(2));
        DelegationDraft Draft(TimeSpan life) => new(
            account.Kind, account.Did, account.CarriedPublicKey.Span, session.PublicKey, TestAccounts.Ring,
            TestAccounts.Now, TestAccounts.Now + life, TestAccounts.Seed(1, 16));

        Assert.Equal(TestAccounts.Now + TimeSpan.FromDays(90), Draft(TimeSpan.FromDays(90)).Expires);
        Assert.Throws<ProtocolException>(() => Draft(TimeSpan.FromDays(90) + TimeSpan.FromMilliseconds(1)));
        Assert.Throws<ProtocolException>(() => Draft(TimeSpan.Zero));
    }

    [Fact]
    public void Force_begins_one_skew_before_issue_and_ends_at_expiry()
    {
        var delegation = TestAccounts.Signer().Delegation;
        var skew = TimeSpan.FromSeconds(60);
        var millisecond = TimeSpan.FromMilliseconds(1);

        Assert.True(delegation.IsInForce(delegation.Issued - skew, skew));
        Assert.False(delegation.IsInForce(delegation.Issued - skew - millisecond, skew));
        Assert.True(delegation.IsInForce(delegation.Expires - millisecond, skew));
        Assert.False(delegation.IsInForce(delegation.Expires, skew));
        Assert.False(delegation.IsInForce(new Instant(long.MaxValue), skew));
        Assert.False(delegation.IsInForce(new Instant(long.MinValue), skew));
    }

    [Fact]
    public void A_signer_takes_only_the_delegation_of_its_own_key()
    {
        using var other = SessionKey.FromSeed(TestAccounts.Seed(99));

        Assert.Throws<ProtocolException>(() => new Signer(other, TestAccounts.Signer().Delegation));
    }

    private static bool IsAccepted(byte[] bytes)
    {
        try
        {
            return Delegation.Read(bytes).IsSignedByAccount();
        }
        catch (ProtocolException)
        {
            return false;
        }
    }
}
