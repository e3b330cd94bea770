using Akka.Configuration;
using Rings.Actors.Identity;
using Rings.Actors.Settings;
using Rings.Protocol;
using Rings.Protocol.Identity;

namespace Rings.Actors.Tests.Identity;

public sealed class RevocationWatchSpecs
{
    private static readonly RingId Ring = RingId.OfPublic("watch");
    private static readonly Instant Now = Instant.FromUnixMilliseconds(1_800_000_000_000);
    private static readonly Did One = Did.Zero.Finger(1);
    private static readonly Did Two = Did.Zero.Finger(2);

    private readonly DelegationSettings _settings =
        NodeSettings.From(Config.Empty).Delegations with { Watched = 3 };

    [Fact]
    public void An_account_is_asked_for_once_and_again_after_an_hour_while_it_is_used()
    {
        var watch = Watch();
        watch.Use(One, isLink: true);

        Assert.Equal(One, watch.Next(Now));
        watch.Asked(One, Now);
        Assert.Null(watch.Next(Now));
        watch.Answered(One, isComplete: true, Now);
        Assert.Null(watch.Next(Now + TimeSpan.FromMinutes(59)));
        Assert.Equal(One, watch.Next(Now + TimeSpan.FromMinutes(60)));

        watch.Release(One, isLink: true);
        Assert.Null(watch.Next(Now + TimeSpan.FromMinutes(60)));
    }

    [Fact]
    public void An_answer_that_lacks_something_is_asked_for_again_after_a_minute()
    {
        var watch = Watch();
        watch.Use(One, isLink: true);
        watch.Asked(One, Now);

        watch.Answered(One, isComplete: false, Now);

        Assert.Null(watch.Next(Now + TimeSpan.FromSeconds(59)));
        Assert.Equal(One, watch.Next(Now + TimeSpan.FromSeconds(60)));
    }

    [Fact]
    public void An_answer_that_never_comes_is_asked_for_again_after_a_minute()
    {
        var watch = Watch();
        watch.Use(One, isLink: true);

        watch.Asked(One, Now);

        Assert.Null(watch.Next(Now + TimeSpan.FromSeconds(59)));
        Assert.Equal(One, watch.Next(Now + TimeSpan.FromSeconds(60)));
    }

    [Fact]
    public void An_account_is_watched_while_a_link_or_a_session_lasts_and_links_come_first()
    {
        var watch = Watch();
        watch.Use(One, isLink: false);
        watch.Use(Two, isLink: true);
        watch.Use(Two, isLink: false);
        Assert.Equal(Two, watch.Next(Now));

        watch.Release(Two, isLink: true);
        Assert.Equal(2, watch.Count);
        watch.Release(Two, isLink: false);
        watch.Release(Two, isLink: false);
        Assert.Equal(1, watch.Count);
        Assert.Equal(One, watch.Next(Now));
    }

    [Fact]
    public void There_is_room_for_so_many_and_no_more()
    {
        var watch = Watch();
        for (var number = 0; number < 3; number++) Assert.True(watch.Use(Did.Zero.Finger(number), isLink: false));

        Assert.False(watch.Use(Did.Zero.Finger(3), isLink: true));
        Assert.True(watch.Use(Did.Zero.Finger(0), isLink: true));
        Assert.Equal(3, watch.Count);
    }

    [Fact]
    public void Only_news_about_those_that_are_dealt_with_is_learnt()
    {
        using var account = AccountKey.FromSecret(AccountKind.Ed25519, Enumerable.Repeat((byte)7, 32).ToArray());
        var revocation = new RevocationDraft(
            account.Kind, account.Did, account.CarriedPublicKey.Span, Ring, Now, new byte[16]).Sign(account);
        var watch = Watch();

        Assert.False(watch.Learn(revocation, Now));
        watch.Use(account.Did, isLink: true);
        Assert.True(watch.Learn(revocation, Now));
        Assert.False(watch.Learn(revocation, Now));
    }

    private RevocationWatch Watch() => new(Ring, _settings, TimeSpan.FromSeconds(60));
}
