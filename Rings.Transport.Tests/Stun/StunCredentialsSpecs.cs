using Rings.Transport.Stun;

namespace Rings.Transport.Tests.Stun;

public sealed class StunCredentialsSpecs
{
    private static readonly StunTransactionId Id = new(1, 2);

    private readonly StunCredentials _credentials = new("user", "password");

    [Fact]
    public void Rfc_8489_section_9_2_4_a_challenge_leads_to_a_request_that_the_server_verifies()
    {
        Assert.True(Challenge("nonce"));
        var request = Sign();

        Assert.True(StunMessage.TryParse(request, out var message));
        Assert.True(message.IntegrityHolds(StunCredentials.DeriveKey("user", "realm", "password")));
        Assert.True(message.TryGet(StunAttribute.Nonce, out var nonce) && nonce.SequenceEqual("nonce"u8));
        Assert.True(message.TryGet(StunAttribute.Username, out var name) && name.SequenceEqual("user"u8));
    }

    [Fact]
    public void Rfc_8489_section_9_2_5_an_offer_of_SHA_256_is_taken_and_repeated()
    {
        Assert.True(Challenge("obMatJos2gAAAnonce", [0, 1, 0, 0, 0, 2, 0, 0]));

        Assert.True(StunMessage.TryParse(Sign(), out var message));
        Assert.True(message.IntegritySha256Holds(StunCredentials.DeriveKeySha256("user", "realm", "password")));
        Assert.True(message.TryGet(StunAttribute.PasswordAlgorithm, out var chosen) && chosen[1] == 2);
        Assert.True(message.TryGet(StunAttribute.PasswordAlgorithms, out var offers) && offers.Length == 8);
    }

    [Fact]
    public void Rfc_8489_section_9_2_4_a_server_that_hides_user_names_gets_their_hash()
    {
        Assert.True(Challenge("obMatJos2QAAAnonce"));

        Assert.True(StunMessage.TryParse(Sign(), out var message));
        Assert.False(message.Has(StunAttribute.Username));
        Assert.True(message.TryGet(StunAttribute.UserHash, out var hash));
        Assert.Equal(StunCredentials.HashUser("user", "realm"), hash.ToArray());
    }

    [Fact]
    public void Rfc_8489_section_9_2_5_a_bid_down_of_the_algorithms_is_refused() =>
        Assert.False(Challenge("obMatJos2gAAAnonce"));

    [Fact]
    public void A_challenge_without_or_with_an_overlong_nonce_is_refused()
    {
        Assert.False(Challenge(""));
        Assert.False(Challenge(new string('n', 764)));
        Assert.False(_credentials.IsChallenged);
    }

    [Fact]
    public void Answers_made_with_another_password_are_not_believed()
    {
        Challenge("nonce");
        var writer = new StunWriter(new byte[128], StunClass.Success, StunMethod.Allocate, Id);
        writer.AddIntegrity(StunCredentials.DeriveKey("user", "realm", "other"));

        Assert.True(StunMessage.TryParse(writer.Written, out var answer));
        Assert.False(_credentials.Verifies(answer));
    }

    [Theory]
    [InlineData("campus\0\0")]
    [InlineData("\"campus\"")]
    [InlineData("\"campus\"\0")]
    public void Rfc_5389_section_15_4_a_realms_quotes_and_zero_bytes_are_no_part_of_the_key(string realm)
    {
        Assert.True(Challenge("nonce", realm: realm));

        Assert.True(StunMessage.TryParse(Sign(), out var message));
        Assert.True(message.IntegrityHolds(StunCredentials.DeriveKey("user", "campus", "password")));
        Assert.True(message.TryGet(StunAttribute.Realm, out var back));
        Assert.Equal(realm, System.Text.Encoding.UTF8.GetString(back));
    }

    [Fact]
    public void Rfc_8489_section_14_4_a_hidden_user_name_is_hashed_with_the_realm_without_its_wrapping()
    {
        Assert.True(Challenge("obMatJos2QAAAnonce", realm: "\"campus\"\0"));

        Assert.True(StunMessage.TryParse(Sign(), out var message));
        Assert.True(message.TryGet(StunAttribute.UserHash, out var hash));
        Assert.Equal(StunCredentials.HashUser("user", "campus"), hash.ToArray());
    }

    [Theory]
    [InlineData("\0\0")]
    [InlineData("\"\"")]
    public void A_realm_that_is_nothing_but_wrapping_is_refused(string realm) =>
        Assert.False(Challenge("nonce", realm: realm));

    private bool Challenge(string nonce, byte[]? algorithms = null, string realm = "realm")
    {
        var writer = new StunWriter(new byte[1024], StunClass.Error, StunMethod.Allocate, Id);
        writer.AddError(StunError.Unauthenticated, "Unauthorized");
        writer.Add(StunAttribute.Realm, realm);
        writer.Add(StunAttribute.Nonce, nonce);
        if (algorithms is not null) writer.Add(StunAttribute.PasswordAlgorithms, algorithms);
        Assert.True(StunMessage.TryParse(writer.Written, out var refusal));
        return _credentials.TryTakeChallenge(refusal);
    }

    private byte[] Sign()
    {
        var writer = new StunWriter(new byte[512], StunClass.Request, StunMethod.Allocate, Id);
        _credentials.Sign(ref writer);
        return writer.Written.ToArray();
    }
}
