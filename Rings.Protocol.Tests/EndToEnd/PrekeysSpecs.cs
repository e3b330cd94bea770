using Rings.Protocol.EndToEnd;
using Rings.Protocol.Tests.Identity;

namespace Rings.Protocol.Tests.EndToEnd;

public sealed class PrekeysSpecs : IDisposable
{
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan Lifetime = SessionRules.PrekeyLifetime;

    private readonly Party _alice = new(1);
    private readonly Party _bob = new(2);
    private readonly Prekeys _prekeys = new();

    public void Dispose() => _prekeys.Dispose();

    [Fact]
    public void A_prekey_is_renewed_once_it_is_a_day_old_and_not_before()
    {
        var day = SessionRules.PrekeyInterval;
        Assert.NotNull(Renew(Party.Now));

        Assert.Null(Renew(Party.Now + day - Moment));
        Assert.NotNull(Renew(Party.Now + day));
    }

    [Fact]
    public void The_newest_bundle_is_published_again_as_it_was()
    {
        Assert.Null(_prekeys.Latest(_bob.Signer));
        Renew(Party.Now);
        var newest = Renew(Party.Now + TimeSpan.FromDays(1))!;

        Assert.Equal(newest.Payload.ToArray(), _prekeys.Latest(_bob.Signer)!.Payload.ToArray());
    }

    [Fact]
    public void A_prekey_is_erased_15_days_after_it_was_made_and_later_ones_still_open()
    {
        var early = Bundle(Renew(Party.Now)!);
        var late = Bundle(Renew(Party.Now + TimeSpan.FromDays(1))!);

        Assert.Equal(0, _prekeys.Erase(Party.Now + Lifetime - Moment));
        Assert.Equal(SessionFailure.None, Open(early, Party.Now + Lifetime - Moment));
        Assert.Equal(SessionFailure.UnknownKey, Open(early, Party.Now + Lifetime)); // Not erased yet, and over.
        Assert.Equal(1, _prekeys.Erase(Party.Now + Lifetime));

        Assert.Equal(2u, Assert.Single(_prekeys.Secrets).Id);
        Assert.Equal(SessionFailure.None, Open(late, Party.Now + Lifetime));
    }

    [Fact]
    public void What_comes_back_from_disk_is_in_order_and_without_what_is_over()
    {
        Renew(Party.Now);
        Renew(Party.Now + TimeSpan.FromDays(1));
        Renew(Party.Now + TimeSpan.FromDays(2));
        using var restored = new Prekeys();

        foreach (var secret in _prekeys.Secrets.Reverse()) restored.Restore(secret, Party.Now + Lifetime);

        Assert.Equal([2u, 3u], restored.Secrets.Select(secret => secret.Id));
        Assert.Null(restored.Renew(_bob.Signer, _bob.Fill, Party.Now + TimeSpan.FromDays(2.5)));
    }

    [Fact]
    public void Of_erased_prekeys_nothing_is_left()
    {
        var bundle = Bundle(Renew(Party.Now)!);

        _prekeys.Dispose();

        Assert.Empty(_prekeys.Secrets);
        Assert.Null(_prekeys.Latest(_bob.Signer));
        Assert.Equal(SessionFailure.UnknownKey, Open(bundle, Party.Now));
    }

    [Fact]
    public void A_prekey_of_before_ML_KEM_comes_back_and_has_a_successor_at_once()
    {
        using var old = new Prekeys(isHybrid: false);
        var bundle = Bundle(old.Renew(_bob.Signer, _bob.Fill, Party.Now)!);
        Assert.Null(bundle.KemKey);
        Assert.Equal(32, Assert.Single(old.Secrets).Key.Length);

        _prekeys.Restore(old.Secrets[0], Party.Now);
        var next = Bundle(Renew(Party.Now)!);

        Assert.NotNull(next.KemKey);
        Assert.Equal([32, 96], _prekeys.Secrets.Select(secret => secret.Key.Length));
        Assert.Null(Renew(Party.Now));
        Assert.Equal(SessionFailure.None, Open(bundle, Party.Now)); // Mail that was sealed before is still opened.
        Assert.Equal(SessionFailure.None, Open(next, Party.Now));
    }

    [Theory]
    [InlineData(31)]
    [InlineData(33)]
    [InlineData(95)]
    [InlineData(97)]
    public void A_private_half_of_another_length_is_refused(int length)
    {
        var secret = new PrekeySecret(1, new byte[32], new byte[length], Party.Now);

        Assert.Throws<ProtocolException>(() => _prekeys.Restore(secret, Party.Now));
        Assert.Empty(_prekeys.Secrets);
    }

    private SignedPayload? Renew(Instant now) => _prekeys.Renew(_bob.Signer, _bob.Fill, now);

    private PrekeyBundle Bundle(SignedPayload signed)
    {
        Assert.Equal(SessionFailure.None, PrekeyBundle.Read(
            signed, _bob.Delegation, Party.Now + TimeSpan.FromDays(1), out var bundle));
        return bundle!;
    }

    private SessionFailure Open(PrekeyBundle bundle, Instant now) => FirstMessage.Open(
        FirstMessage.Seal(_alice.Signer, bundle, TestAccounts.Seed(5, 16), [1], _alice.Fill, now),
        _alice.Delegation, _bob.Address, _prekeys, new ReplayMemory(9), now, out _);
}
