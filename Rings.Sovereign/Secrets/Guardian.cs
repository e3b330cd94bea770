using System.Collections.Immutable;
using Rings.Protocol;
using Rings.Protocol.EndToEnd;
using Rings.Sovereign.Groups;

namespace Rings.Sovereign.Secrets;

/// <summary>
/// A guardian: takes shares of owners that its person named, answers claims, and lets a share go only when its person has
/// typed the claimant's words and the delay is over (docs/protocol/11-secrets.md, 11.2 and 11.3).
/// </summary>
/// <remarks>Pure and immutable: each input gives a <see cref="SecretStep{TState}"/>.</remarks>
public sealed partial record Guardian
{
    private Guardian(SecretPlace place) => Place = place;

    /// <summary>Where it stands.</summary>
    public SecretPlace Place { get; }

    /// <summary>Owners that its person named.</summary>
    public ImmutableHashSet<Did> Accepted { get; private init; } = [];

    /// <summary>Claimants that its person named beforehand.</summary>
    public ImmutableHashSet<Did> Expected { get; private init; } = [];

    /// <summary>What it keeps.</summary>
    public ImmutableDictionary<(Did Owner, SecretId Id), KeptSecret> Kept { get; private init; } =
        ImmutableDictionary<(Did, SecretId), KeptSecret>.Empty;

    /// <summary>What it kept and can no more read.</summary>
    public ImmutableHashSet<(Did Owner, SecretId Id)> Damaged { get; private init; } = [];

    /// <summary>The claims that it knows.</summary>
    public ImmutableDictionary<SecretId, GuardedClaim> Claims { get; private init; } =
        ImmutableDictionary<SecretId, GuardedClaim>.Empty;

    /// <summary>Deals of owners that wait for the person's word; lost when the node stops, and sent again.</summary>
    public ImmutableDictionary<Did, SecretMessage.Deal> Waiting { get; private init; } =
        ImmutableDictionary<Did, SecretMessage.Deal>.Empty;

    /// <summary>What of a claim has reached its recipient or its mailbox: each version of a share, and the last warning (null).</summary>
    private ImmutableHashSet<(SecretId Claim, uint? Version)> HandedOver { get; init; } = [];

    private ImmutableDictionary<SecretId, Retry> Retries { get; init; } = ImmutableDictionary<SecretId, Retry>.Empty;

    /// <summary>A guardian that keeps nothing yet.</summary>
    public static Guardian New(SecretPlace place) => new(place);

    /// <summary>What somebody said.</summary>
    /// <param name="from">Whose signature it has.</param>
    /// <param name="message">A deal, commit, claim, opening or veto; others are not for a guardian.</param>
    /// <param name="now">The time.</param>
    /// <param name="random">For nonces.</param>
    public SecretStep<Guardian> Receive(Did from, SecretMessage message, Instant now, RandomBytes random) => message switch
    {
        SecretMessage.Deal deal => Take(from, deal),
        SecretMessage.Commit commit => End(from, commit, now),
        SecretMessage.Claim claim => Challenge(from, claim, now, random),
        SecretMessage.Opening opening => Open(from, opening, now),
        SecretMessage.Veto veto => Hold(from, veto),
        _ => Nothing(SecretOutcome.Ignored),
    };

    /// <summary>The person takes shares of an owner from now on, and what waits at once.</summary>
    public SecretStep<Guardian> Accept(Did owner)
    {
        if (Accepted.Count >= SecretLimits.Owners && !Accepted.Contains(owner)) return Nothing(SecretOutcome.Full);
        var accepted = this with { Accepted = Accepted.Add(owner), Waiting = Waiting.Remove(owner) };
        var entry = new SecretEntry(SecretEntryKind.Accepted, owner.ToByteArray(), []);
        if (!Waiting.TryGetValue(owner, out var deal)) return new(accepted, [entry], [], SecretOutcome.Done);
        var taken = accepted.Take(owner, deal);
        return taken with { Entries = taken.Entries.Insert(0, entry), Outcome = SecretOutcome.Done };
    }

    /// <summary>The person expects a claim of this Did: it is answered whatever others have claimed today.</summary>
    public SecretStep<Guardian> Expect(Did claimant) =>
        Expected.Count >= SecretLimits.Expected && !Expected.Contains(claimant)
            ? Nothing(SecretOutcome.Full)
            : new(
                this with { Expected = Expected.Add(claimant) },
                [new SecretEntry(SecretEntryKind.Expected, claimant.ToByteArray(), [])], [], SecretOutcome.Done);

    /// <summary>The person erases what is kept of a secret, at once.</summary>
    public SecretStep<Guardian> Erase(Did owner, SecretId id)
    {
        var key = (owner, id);
        return Kept.ContainsKey(key) || Damaged.Contains(key)
            ? new(
                this with { Kept = Kept.Remove(key), Damaged = Damaged.Remove(key) },
                [new SecretEntry(SecretEntryKind.Kept, GuardianCodec.KeyOf(key), null)], [], SecretOutcome.Done)
            : Nothing(SecretOutcome.Unknown);
    }

    /// <summary>The share whose public point this is, if it is kept for that owner.</summary>
    /// <returns>False where there is none.</returns>
    public bool TryFindShare(Did owner, Secp256k1Point point, out Secp256k1Scalar share)
    {
        ArgumentNullException.ThrowIfNull(point);
        foreach (var deal in Kept.Where(kept => kept.Key.Owner == owner)
            .SelectMany(kept => kept.Value.Versions.Values.Select(version => version.Deal)))
        {
            if (!deal.Commitments.ShareOf(deal.Index).Equals(point)) continue;
            share = deal.Share;
            return true;
        }

        share = Secp256k1Scalar.Zero;
        return false;
    }

    private SecretStep<Guardian> Take(Did from, SecretMessage.Deal deal)
    {
        var key = (from, deal.Id);
        if (!Accepted.Contains(from)) return Wait(from, deal);
        if (Kept.GetValueOrDefault(key)?.Versions.GetValueOrDefault(deal.Version) is { EndedAt: null } known
            && known.Deal.Equals(deal))
            return Answer(from, deal, SecretVerdict.Kept, SecretOutcome.Ignored);
        if (Refusal(from, deal) is { } refused) return Answer(from, deal, refused, OutcomeOf(refused));
        var kept = Kept.GetValueOrDefault(key) ?? new(ImmutableSortedDictionary<uint, KeptVersion>.Empty, 0);
        var added = kept with { Versions = kept.Versions.Add(deal.Version, new(deal, null)) };
        return (this with { Kept = Kept.SetItem(key, added), Damaged = Damaged.Remove(key) })
            .Answer(from, deal, SecretVerdict.Kept, SecretOutcome.Done, GuardianCodec.Entry(key, added));
    }

    /// <summary>A stranger's deal is judged as any other and waits in memory; a wrong one does not.</summary>
    private SecretStep<Guardian> Wait(Did from, SecretMessage.Deal deal)
    {
        if (Refusal(from, deal) is { } refused) return Answer(from, deal, refused, OutcomeOf(refused));
        if (Waiting.Count >= SecretLimits.WaitingDeals && !Waiting.ContainsKey(from))
            return Answer(from, deal, SecretVerdict.Waiting, SecretOutcome.Full);
        return (this with { Waiting = Waiting.SetItem(from, deal) })
            .Answer(from, deal, SecretVerdict.Waiting, SecretOutcome.NotAccepted);
    }

    private SecretVerdict? Refusal(Did from, SecretMessage.Deal deal)
    {
        if (deal.Mode == SecretMode.Key && !deal.Commitments.AreOfKeyOf(from)) return SecretVerdict.WrongOwner;
        if (!deal.Commitments.Fit(deal.Index, deal.Share)) return SecretVerdict.WrongShare;
        if (Kept.GetValueOrDefault((from, deal.Id)) is { } kept)
        {
            // Every version is of one secret: whoever deals another under this id is not its owner.
            var isOther = !kept.Any.Deal.Commitments.Secret.Equals(deal.Commitments.Secret) || kept.Any.Deal.Mode != deal.Mode;
            if (isOther || deal.Version <= kept.Committed || kept.Versions.ContainsKey(deal.Version))
                return SecretVerdict.Refused;
            if (kept.Versions.Count >= SecretLimits.Versions) return SecretVerdict.Full;
        }

        var ofOwner = Kept.Where(pair => pair.Key.Owner == from).Sum(pair => pair.Value.Versions.Count);
        return ofOwner >= SecretLimits.SharesPerOwner || Kept.Values.Sum(one => one.Versions.Count) >= SecretLimits.Shares
            ? SecretVerdict.Full
            : null;
    }

    /// <summary>
    /// What is older ends, where the version itself is here: who lacks it keeps what it has. What has ended stays for the
    /// days of grace, for a thief of the owner's session key can send this too.
    /// </summary>
    private SecretStep<Guardian> End(Did from, SecretMessage.Commit commit, Instant now)
    {
        var key = (from, commit.Id);
        var answer = new SecretMessage.Dealt(commit.Id, commit.Version, SecretVerdict.Ended);
        if (Kept.GetValueOrDefault(key) is not { } kept)
        {
            return commit.Version == SecretMessage.EveryVersion && Accepted.Contains(from)
                ? Nothing(SecretOutcome.Ignored) with { Sends = [new(from, answer)] }
                : Nothing(SecretOutcome.Unknown);
        }

        if (commit.Version <= kept.Committed)
            return Nothing(SecretOutcome.Ignored) with { Sends = [new(from, answer)] };
        if (commit.Version != SecretMessage.EveryVersion && !kept.Versions.ContainsKey(commit.Version))
            return Nothing(SecretOutcome.Refused)
                with
            { Sends = [new(from, answer with { Verdict = SecretVerdict.Refused })] };
        var ended = kept.EndBelow(commit.Version, now);
        return new(
            this with { Kept = Kept.SetItem(key, ended) }, [GuardianCodec.Entry(key, ended)], [new(from, answer)],
            SecretOutcome.Done);
    }

    private SecretStep<Guardian> Answer(
        Did to, SecretMessage.Deal deal, SecretVerdict verdict, SecretOutcome outcome,
        params ImmutableArray<SecretEntry> entries) =>
        new(this, entries, [new(to, new SecretMessage.Dealt(deal.Id, deal.Version, verdict))], outcome);

    private SecretStep<Guardian> Nothing(SecretOutcome outcome) => new(this, [], [], outcome);

    private static SecretOutcome OutcomeOf(SecretVerdict verdict) => verdict switch
    {
        SecretVerdict.WrongShare => SecretOutcome.WrongShare,
        SecretVerdict.WrongOwner => SecretOutcome.WrongOwner,
        SecretVerdict.Full => SecretOutcome.Full,
        _ => SecretOutcome.Refused,
    };
}
