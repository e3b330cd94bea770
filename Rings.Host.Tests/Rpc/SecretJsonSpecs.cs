using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Rings.Host.Cli;
using Rings.Host.Commands;
using Rings.Host.Secrets;
using Rings.Protocol;
using Rings.Protocol.Identity;
using Rings.Sovereign.Secrets;

namespace Rings.Host.Tests.Rpc;

/// <summary>What the owner of secrets is told as time passes, as JSON and as a page of the command.</summary>
public sealed class SecretJsonSpecs
{
    private static readonly SecretPlace Place = new(RingId.OfPublic("main"), Did.Zero.Finger(1));
    private static readonly Instant Start = Instant.FromUnixMilliseconds(1_800_000_000_000);
    private static readonly ImmutableArray<Did> Guardians = [.. Enumerable.Range(2, 3).Select(at => Did.Zero.Finger(at))];

    [Fact]
    public void A_guardian_that_has_not_answered_in_a_week_is_named_with_what_to_do()
    {
        var (owner, id) = Split(keepers: 2);

        var before = Own(owner, Start + TimeSpan.FromDays(6));
        var after = Own(owner, Start + TimeSpan.FromDays(7));

        Assert.Empty(before[0]!["pending"]!["silent"]!.AsArray());
        Assert.Equal(Guardians[2].ToString(), (string?)Assert.Single(after[0]!["pending"]!["silent"]!.AsArray()));
        Assert.DoesNotContain("in a week", Page(before), StringComparison.Ordinal);
        Assert.Contains($"rings secret guardians remove {id} {Guardians[2]}", Page(after), StringComparison.Ordinal);
    }

    [Fact]
    public void Too_few_that_have_proven_it_are_told_after_two_weeks()
    {
        var (owner, id) = Split(keepers: 3);
        var late = Start + SecretLimits.MissingAfter;
        // Two of three are needed: with two alive there is none to spare.
        owner = owner.Proven(id, Guardians[0], Start + TimeSpan.FromDays(7)).State;
        owner = owner.Proven(id, Guardians[1], Start + TimeSpan.FromDays(7)).State;

        Assert.False((bool)Own(owner, late - TimeSpan.FromMinutes(1))[0]!["tooFewAlive"]!);
        Assert.True((bool)Own(owner, late)[0]!["tooFewAlive"]!);
        owner = owner.Proven(id, Guardians[2], late).State;
        Assert.False((bool)Own(owner, late)[0]!["tooFewAlive"]!);
        // A proof of two weeks ago is none.
        Assert.True((bool)Own(owner, late + TimeSpan.FromDays(7))[0]!["tooFewAlive"]!);
    }

    [Fact]
    public void A_rehearsal_says_who_is_missing_and_whether_it_would_do()
    {
        var claimant = SecretRecovery.New(new(Place.Ring, Did.Zero.Finger(9)));
        var sheet = new RecoverySheet(Place.Self, default, 2, Guardians, default, "main", []);
        var begun = claimant.Begin(sheet, isRehearsal: true, Start, RandomNumberGenerator.Fill);
        var claim = begun.State.Tasks.Values.Single().Parts[Guardians[0]].Claim;
        claimant = begun.State.Receive(Guardians[0], new SecretMessage.Challenge(claim, default)).State;

        var page = new StringWriter();
        SecretPages.Recovery(page, SecretJson.Recoveries(claimant)[0]!, KnownNames.None);

        Assert.StartsWith("1 of 3 guardians answered; 2 are needed.", page.ToString(), StringComparison.Ordinal);
        Assert.Contains($"missing: {Guardians[1]}", page.ToString(), StringComparison.Ordinal);
        Assert.Contains($"missing: {Guardians[2]}", page.ToString(), StringComparison.Ordinal);
        Assert.Contains("That is too few: 1 more", page.ToString(), StringComparison.Ordinal);
    }

    /// <summary>A secret of which so many guardians have said that they keep their share.</summary>
    private static (SecretOwner Owner, SecretId Id) Split(int keepers)
    {
        var owner = SecretOwner.New(Place).SplitSealed(
            default, "mine", [1, 2, 3], new(Guardians, 2, 24), Start, RandomNumberGenerator.Fill).State;
        foreach (var guardian in Guardians.Take(keepers))
            owner = owner.Receive(guardian, new SecretMessage.Dealt(default, 1, SecretVerdict.Kept), Start).State;
        return (owner, default);
    }

    private static JsonArray Own(SecretOwner owner, Instant now) => SecretJson.Own(owner, now);

    private static string Page(JsonArray secrets)
    {
        var page = new StringWriter();
        SecretPages.Own(page, secrets, KnownNames.None);
        return page.ToString();
    }
}
