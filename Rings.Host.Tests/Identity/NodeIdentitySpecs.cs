using System.Text.Json.Nodes;
using Microsoft.Extensions.Time.Testing;
using Rings.Actors.Disk;
using Rings.Host.Cli;
using Rings.Host.Identity;
using Rings.Protocol;
using Rings.Protocol.Identity;

namespace Rings.Host.Tests.Identity;

public sealed class NodeIdentitySpecs : IDisposable
{
    private static readonly RingId Ring = RingId.OfPublic("main");

    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 11, 22, 10, 0, 0, TimeSpan.Zero));
    private readonly DataFolder _data = new(Path.Combine(Path.GetTempPath(), Path.GetRandomFileName()));
    private readonly NodeIdentity _identity;

    public NodeIdentitySpecs() => _identity = new NodeIdentity(_data, _time);

    [Fact]
    public void The_first_start_makes_an_account_and_the_next_one_keeps_it_and_its_session()
    {
        var first = _identity.Open(Ring, null);

        var second = _identity.Open(Ring, null);

        Assert.Equal(first.Account, second.Account);
        Assert.Equal(first.Delegation.Id, second.Delegation.Id);
        Assert.True(first.Delegation.IsSignedByAccount());
    }

    [Fact]
    public void A_session_that_is_due_is_renewed_with_a_new_key()
    {
        var first = _identity.Open(Ring, null);
        _time.Advance(Delegation.DefaultLifetime * 0.8);

        var second = _identity.Open(Ring, null);

        Assert.Equal(first.Account, second.Account);
        Assert.NotEqual(first.Delegation.SessionKey, second.Delegation.SessionKey);
    }

    /// <summary>A board without a clock battery: the first start is 30 hours ahead, then the time is set.</summary>
    [Fact]
    public void A_session_that_was_issued_in_the_future_is_renewed_by_itself()
    {
        var ahead = new FakeTimeProvider(_time.GetUtcNow() + TimeSpan.FromHours(30));
        var first = new NodeIdentity(_data, ahead).Open(Ring, null);

        var second = _identity.Open(Ring, null);

        Assert.Equal(first.Account, second.Account);
        Assert.True(second.Delegation.Issued <= Instant.From(_time.GetUtcNow()) + TimeSpan.FromSeconds(60));
        Assert.Equal(second.Delegation.Id, _identity.Open(Ring, null).Delegation.Id);
    }

    [Fact]
    public void A_session_of_the_future_whose_key_is_in_a_wallet_is_refused_with_a_word_about_the_clock()
    {
        new NodeIdentity(_data, new FakeTimeProvider(_time.GetUtcNow() + TimeSpan.FromHours(30))).Open(Ring, null);
        File.Delete(_data.KeyFile);

        var refused = Assert.Throws<UserErrorException>(() => _identity.Open(Ring, null));

        Assert.Contains("clock", refused.Message, StringComparison.Ordinal);
        Assert.Contains("rings session new", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_clock_that_differs_by_less_than_others_allow_renews_nothing()
    {
        var first = new NodeIdentity(_data, new FakeTimeProvider(_time.GetUtcNow() + TimeSpan.FromSeconds(50)))
            .Open(Ring, null);

        Assert.Equal(first.Delegation.Id, _identity.Open(Ring, null).Delegation.Id);
    }

    /// <summary>A power loss cut it: the key lies beside it.</summary>
    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("null")]
    [InlineData("[1]")]
    [InlineData("""{"seed":"00","delegation":"AA=="}""")]
    public void A_damaged_session_is_set_aside_and_the_key_makes_another(string content)
    {
        var first = _identity.Open(Ring, null);
        var file = Directory.GetFiles(_data.Path, "session-*").Single();
        OwnerOnlyFile.Write(file, content);

        Assert.Contains("rings run sets it aside", Assert.Throws<UserErrorException>(() => _identity.Show(Ring)).Message, StringComparison.Ordinal);
        var second = _identity.Open(Ring, null);

        Assert.Equal(first.Account, second.Account);
        Assert.Equal(content, File.ReadAllText(file + ".damaged-1"));
        Assert.Equal(second.Delegation.Id, _identity.Show(Ring).Id);
        Assert.StartsWith($"{file} is damaged (", _identity.Notice, StringComparison.Ordinal);
        Assert.EndsWith($"it was set aside as {file}.damaged-1, and the account's key makes another", _identity.Notice, StringComparison.Ordinal);
    }

    [Fact]
    public void A_damaged_session_of_a_wallet_stays_where_it_is_with_a_word_on_what_to_do()
    {
        _identity.Open(Ring, null);
        File.Delete(_data.KeyFile);
        var file = Directory.GetFiles(_data.Path, "session-*").Single();
        OwnerOnlyFile.Write(file, "{");

        var refused = Assert.Throws<UserErrorException>(() => _identity.Open(Ring, null));

        Assert.Contains("rings session new --wallet DID", refused.Message, StringComparison.Ordinal);
        Assert.True(File.Exists(file));
    }

    [Fact]
    public void A_session_that_cannot_be_renewed_for_want_of_a_disk_is_used_while_it_lasts()
    {
        var first = _identity.Open(Ring, null);
        var file = Directory.GetFiles(_data.Path, "session-*").Single();
        Directory.CreateDirectory(file + ".new"); // Where the next one would be drafted.
        _time.Advance(Delegation.DefaultLifetime * 0.8);

        Assert.Equal(first.Delegation.Id, _identity.Open(Ring, null).Delegation.Id);
        Assert.Contains("is not renewed now", _identity.Notice, StringComparison.Ordinal);
        _time.Advance(Delegation.DefaultLifetime);
        Assert.ThrowsAny<IOException>(() => _identity.Open(Ring, null));
    }

    [Fact]
    public void A_key_that_others_can_read_stops_the_node_even_while_its_session_lasts()
    {
        if (OperatingSystem.IsWindows()) return;
        _identity.Open(Ring, null);
        File.SetUnixFileMode(_data.KeyFile, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.OtherRead);

        var refused = Assert.Throws<UserErrorException>(() => _identity.Open(Ring, null));

        Assert.Contains("chmod 600", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_running_node_is_given_a_new_session_or_the_one_that_was_made_meanwhile()
    {
        var first = _identity.Open(Ring, null);
        _time.Advance(Delegation.DefaultLifetime * 0.8);

        var second = _identity.Follow(Ring, null, first.Delegation);
        var again = _identity.Follow(Ring, null, first.Delegation);

        Assert.True(LiveNodeRule.Supersedes(second.Delegation, first.Delegation));
        Assert.Equal(second.Delegation.Id, again.Delegation.Id);
        Assert.Equal(second.Delegation.Id, _identity.Open(Ring, null).Delegation.Id);
    }

    [Fact]
    public void Without_the_accounts_key_a_running_node_is_told_how_to_renew()
    {
        var first = _identity.Open(Ring, null);
        File.Delete(_data.KeyFile);

        var refused = Assert.Throws<UserErrorException>(() => _identity.Follow(Ring, null, first.Delegation));

        Assert.Contains("rings session new", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Each_ring_has_a_session_of_its_own()
    {
        var main = _identity.Open(Ring, null);

        var other = _identity.Open(RingId.OfPublic("other"), null);

        Assert.Equal(main.Account, other.Account);
        Assert.NotEqual(main.Delegation.SessionKey, other.Delegation.SessionKey);
    }

    [Fact]
    public void A_wallet_signs_the_text_and_the_node_acts_for_it()
    {
        using var wallet = AccountKey.FromSecret(AccountKind.Eip191, Enumerable.Repeat((byte)7, 32).ToArray());
        var text = _identity.BeginExternal(WalletAccount.OfAddress(AccountKind.Eip191, wallet.Did.ToString()), Ring);

        _identity.CompleteExternal(Ring, "0x" + Convert.ToHexStringLower(wallet.Sign(text)));

        Assert.Equal(wallet.Did, _identity.Open(Ring, null).Account);
        Assert.False(File.Exists(_data.KeyFile));
    }

    [Fact]
    public void A_wallets_session_that_has_ended_says_how_to_renew_it()
    {
        using var wallet = AccountKey.FromSecret(AccountKind.Eip191, Enumerable.Repeat((byte)7, 32).ToArray());
        var text = _identity.BeginExternal(WalletAccount.OfAddress(AccountKind.Eip191, wallet.Did.ToString()), Ring);
        _identity.CompleteExternal(Ring, Convert.ToHexStringLower(wallet.Sign(text)));
        _time.Advance(Delegation.DefaultLifetime);

        var error = Assert.Throws<UserErrorException>(() => _identity.Open(Ring, null));

        Assert.Contains("rings session new --wallet", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void No_account_is_made_beside_a_wallets_session_of_whatever_ring()
    {
        using var wallet = BeginWallet();

        foreach (var ring in (RingId[])[Ring, RingId.OfPublic("other")])
        {
            var refused = Assert.Throws<UserErrorException>(() => _identity.RequireNoSessions(ring));
            Assert.Contains(wallet.Did.ToString(), refused.Message, StringComparison.Ordinal);
        }

        Assert.Throws<UserErrorException>(() => _identity.Open(RingId.OfPublic("other"), null));
        Assert.False(File.Exists(_data.KeyFile));
    }

    [Fact]
    public void A_key_of_another_account_never_renews_a_wallets_session()
    {
        using var wallet = BeginWallet();
        _identity.CreateAccount(AccountKind.Secp256k1, null);
        var held = _identity.Open(Ring, null);

        Assert.Throws<UserErrorException>(() => _identity.Renew(Ring, null));
        _time.Advance(Delegation.DefaultLifetime * 0.8);

        Assert.Equal(wallet.Did, _identity.Open(Ring, null).Account);
        Assert.Throws<UserErrorException>(() => _identity.Follow(Ring, null, held.Delegation));
        Assert.Equal(held.Delegation.Id, _identity.Show(Ring).Id);
    }

    [Fact]
    public void A_wallet_does_not_take_the_place_of_another_account()
    {
        var own = _identity.Open(Ring, null);
        using var wallet = AccountKey.FromSecret(AccountKind.Eip191, Enumerable.Repeat((byte)7, 32).ToArray());

        var refused = Assert.Throws<UserErrorException>(
            () => _identity.BeginExternal(WalletAccount.OfAddress(AccountKind.Eip191, wallet.Did.ToString()), Ring));

        Assert.Contains(own.Account.ToString(), refused.Message, StringComparison.Ordinal);
        Assert.Equal(own.Account, _identity.Open(Ring, null).Account);
    }

    private AccountKey BeginWallet()
    {
        var wallet = AccountKey.FromSecret(AccountKind.Eip191, Enumerable.Repeat((byte)7, 32).ToArray());
        var text = _identity.BeginExternal(WalletAccount.OfAddress(AccountKind.Eip191, wallet.Did.ToString()), Ring);
        _identity.CompleteExternal(Ring, Convert.ToHexStringLower(wallet.Sign(text)));
        return wallet;
    }

    [Fact]
    public void A_signature_by_another_key_is_refused_and_the_draft_stays()
    {
        using var wallet = AccountKey.FromSecret(AccountKind.Eip191, Enumerable.Repeat((byte)7, 32).ToArray());
        using var other = AccountKey.FromSecret(AccountKind.Eip191, Enumerable.Repeat((byte)8, 32).ToArray());
        var text = _identity.BeginExternal(WalletAccount.OfAddress(AccountKind.Eip191, wallet.Did.ToString()), Ring);

        Assert.Throws<ProtocolException>(() => _identity.CompleteExternal(
            Ring, Convert.ToHexStringLower(other.Sign(text))));

        Assert.Equal(wallet.Did, _identity.CompleteExternal(Ring, Convert.ToHexStringLower(wallet.Sign(text))).Account);
    }

    /// <summary>Its signature is looked at again where it is not the delegation that was verified.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_session_whose_delegation_was_changed_is_not_used(bool keepsMark)
    {
        _identity.Open(Ring, null);
        var file = Directory.GetFiles(_data.Path, "session-*.json").Single();
        var session = JsonNode.Parse(File.ReadAllText(file))!;
        var delegation = Convert.FromBase64String((string)session["delegation"]!);
        delegation[^1] ^= 1;
        session["delegation"] = Convert.ToBase64String(delegation);
        if (!keepsMark) session.AsObject().Remove("verified");
        File.WriteAllText(file, session.ToJsonString());

        Assert.False(_identity.Open(Ring, null).Delegation.Bytes.Span.SequenceEqual(delegation));
    }

    [Theory]
    [InlineData("null")]
    [InlineData("7")]
    [InlineData("\"0123\"")]
    public void A_session_without_a_right_mark_is_verified_by_its_signature(string mark)
    {
        var first = _identity.Open(Ring, null);
        var file = Directory.GetFiles(_data.Path, "session-*.json").Single();
        var session = JsonNode.Parse(File.ReadAllText(file))!;
        session["verified"] = JsonNode.Parse(mark);
        File.WriteAllText(file, session.ToJsonString());

        Assert.Equal(first.Delegation.Id, _identity.Open(Ring, null).Delegation.Id);
    }

    public void Dispose() => Directory.Delete(_data.Path, recursive: true);
}
