using Rings.Protocol.Crypto;
using Rings.Protocol.EndToEnd;

namespace Rings.Protocol.Tests.EndToEnd;

/// <summary>
/// A partner who has all keys of the session and says what no honest one would: its seals hold, its numbers and keys lie.
/// Whatever it says costs no more than the bounds of the ratchet, and changes nothing that an honest message needs.
/// </summary>
public sealed class LyingPartnerSpecs
{
    private const uint Huge = 1u << 31;

    private readonly Ratchet _partner;
    private readonly Ratchet _victim;

    public LyingPartnerSpecs()
    {
        var random = new Random(11);
        using var ephemeral = EphemeralKey.Create(random.NextBytes);
        var root = new byte[32];
        _victim = Ratchet.ForResponder(root, AeadSuite.Aes256Gcm, EphemeralKey.Create(Same(12)), random.NextBytes);
        using var copy = EphemeralKey.Create(Same(12));
        _partner = Ratchet.ForInitiator(root, AeadSuite.Aes256Gcm, copy.PublicKey, random.NextBytes);
        Pass(_partner, _victim);
    }

    [Theory]
    [InlineData(1000, true)]
    [InlineData(1001, false)]
    public void Within_a_chain_at_most_a_thousand_keys_are_skipped(int skipped, bool isTaken)
    {
        for (var number = 0; number < skipped; number++) Seal(_partner);
        var (header, text) = Seal(_partner);

        Assert.Equal(isTaken ? SessionFailure.None : SessionFailure.TooFarAhead, Open(header, text));
        Assert.Equal(isTaken ? skipped : 0, _victim.SkippedCount);
    }

    [Theory]
    [InlineData(Huge)]
    [InlineData(uint.MaxValue - 1)]
    [InlineData(uint.MaxValue)]
    public void A_number_that_no_chain_reaches_is_refused_in_the_chain_and_in_a_new_one(uint number)
    {
        var (header, text) = Seal(_partner);
        Assert.Equal(SessionFailure.TooFarAhead, Open(header with { Number = number }, text));

        Turn();
        var (later, laterText) = Seal(_partner);
        Assert.Equal(SessionFailure.TooFarAhead, Open(later with { Number = number }, laterText));

        AssertHonestMessagesPass(later, laterText);
    }

    [Theory]
    [InlineData(1002u)]
    [InlineData(Huge)]
    [InlineData(uint.MaxValue)]
    public void A_chain_that_is_said_to_have_been_longer_than_may_be_skipped_is_refused(uint previous)
    {
        Turn();
        var (header, text) = Seal(_partner);

        Assert.Equal(SessionFailure.TooFarAhead, Open(header with { Previous = previous }, text));
        Assert.Equal(0, _victim.SkippedCount);

        AssertHonestMessagesPass(header, text);
    }

    [Fact]
    public void A_partner_that_skips_all_it_may_with_each_turn_fills_a_thousand_places_and_no_more()
    {
        for (var turn = 0; turn < 20; turn++)
        {
            Turn();
            for (var number = 0; number < SessionRules.MaxSkipped; number++) Seal(_partner);
            var (header, text) = Seal(_partner);
            // Of the chain before, a thousand more are said to be missing than there were.
            Assert.Equal(SessionFailure.None, Open(header with { Previous = header.Previous + 900 }, text));
            Assert.InRange(_victim.SkippedCount, 0, SessionRules.MaxSkipped);
        }

        Assert.Equal(SessionRules.MaxSkipped, _victim.SkippedCount);
    }

    [Fact]
    public void A_chain_that_is_said_to_have_been_shorter_loses_only_the_partners_own_messages()
    {
        var (late, lateText) = Seal(_partner);
        Turn();
        var (header, text) = Seal(_partner);

        Assert.Equal(SessionFailure.None, Open(header with { Previous = 0 }, text));
        Assert.Equal(SessionFailure.KeyGone, Open(late, lateText));
    }

    [Fact]
    public void A_number_counts_once_whatever_is_sealed_under_it()
    {
        var (header, text) = Seal(_partner, 1);
        Assert.Equal(SessionFailure.None, Open(header, text));

        Assert.Equal(SessionFailure.KeyGone, Open(header, text));
        var (next, other) = Seal(_partner, 2);
        Assert.Equal(SessionFailure.KeyGone, Open(next with { Number = header.Number }, other));

        Assert.Equal(SessionFailure.None, Open(next, other));
    }

    [Fact]
    public void A_key_that_agrees_on_nothing_is_refused()
    {
        Turn();
        var (header, text) = Seal(_partner);

        Assert.Equal(SessionFailure.WeakKey, Open(header with { Key = default }, text));

        AssertHonestMessagesPass(header, text);
    }

    [Fact]
    public void A_chain_that_is_over_is_not_gone_back_to()
    {
        var old = Seal(_partner).Header.Key;
        for (var turn = 0; turn < 12; turn++)
        {
            Turn();
            var (header, text) = Seal(_partner);
            var (_, lie) = Seal(_partner);
            Assert.Equal(SessionFailure.None, Open(header, text));
            var failure = Open(header with { Key = old, Number = 500 }, lie);
            Assert.Equal(turn < 8 ? SessionFailure.KeyGone : SessionFailure.NotAuthentic, failure);
        }

        Assert.Equal(12, _victim.SkippedCount); // Its own messages that never came, one for each turn.
    }

    /// <summary>What the partner said falsely has changed nothing: the same message with its true header opens.</summary>
    private void AssertHonestMessagesPass(RatchetHeader header, byte[] text)
    {
        Assert.Equal(SessionFailure.None, Open(header, text));
        Pass(_victim, _partner);
        Pass(_partner, _victim);
    }

    /// <summary>The victim speaks, so that the partner's next message begins a chain.</summary>
    private void Turn() => Pass(_victim, _partner);

    private SessionFailure Open(RatchetHeader header, byte[] text) =>
        _victim.Open(header, [], text, Party.Now, new byte[1]);

    private static (RatchetHeader Header, byte[] Text) Seal(Ratchet ratchet, byte content = 0)
    {
        var (header, text) = (ratchet.NextHeader, new byte[1 + AeadKey.TagBytes]);
        ratchet.Seal([content], [], text);
        return (header, text);
    }

    private static void Pass(Ratchet from, Ratchet to)
    {
        var (header, text) = Seal(from);
        Assert.Equal(SessionFailure.None, to.Open(header, [], text, Party.Now, new byte[1]));
    }

    private static RandomBytes Same(int seed) => new Random(seed).NextBytes;
}
