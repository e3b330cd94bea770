using System.Collections.Immutable;
using Rings.Protocol;
using Rings.Protocol.EndToEnd;

namespace Rings.Sovereign.Secrets;

/// <content>Claims: from a stranger's word to a share that goes, or does not.</content>
public sealed partial record Guardian
{
    /// <summary>The person has heard the words from the claimant's mouth and types them.</summary>
    /// <param name="id">The claim.</param>
    /// <param name="words">What was typed.</param>
    /// <param name="despiteVeto">Whether the person knows that the owner's Did has vetoed, and approves all the same.</param>
    /// <param name="now">The time.</param>
    public SecretStep<Guardian> Approve(SecretId id, ClaimWords words, bool despiteVeto, Instant now)
    {
        if (!Claims.TryGetValue(id, out var claim)) return Nothing(SecretOutcome.Unknown);
        if (claim.Stage is ClaimStage.Approved or ClaimStage.Released) return Nothing(SecretOutcome.AlreadyApproved);
        if (claim.Stage == ClaimStage.Ended || now - claim.Since >= SecretLimits.Grace)
            return Nothing(SecretOutcome.ClaimEnded);
        if (claim.Stage == ClaimStage.Challenged) return Nothing(SecretOutcome.NotOpened);
        if (words != claim.Words) return Miss(id, claim);
        var key = (claim.Owner, claim.Secret);
        if (!Kept.ContainsKey(key) && !Damaged.Contains(key)) return Nothing(SecretOutcome.NothingKept);
        if (claim.IsVetoed && !despiteVeto) return Nothing(SecretOutcome.Vetoed);
        var delay = Kept.GetValueOrDefault(key)?.Delay ?? TimeSpan.Zero;
        var approved = claim with
        {
            Stage = ClaimStage.Approved,
            IsDespiteVeto = claim.IsVetoed,
            ReleaseAt = now + (claim.IsVetoed ? delay + delay : delay),
        };
        return approved.ReleaseAt > now ? Put(id, approved, SecretOutcome.Done) : Release(id, approved, now);
    }

    /// <summary>The person wants nothing to do with a claim.</summary>
    public SecretStep<Guardian> Refuse(SecretId id)
    {
        if (!Claims.TryGetValue(id, out var claim)) return Nothing(SecretOutcome.Unknown);
        return claim.Stage is ClaimStage.Released or ClaimStage.Ended
            ? Nothing(SecretOutcome.ClaimEnded)
            : Put(id, claim with { Stage = ClaimStage.Ended }, SecretOutcome.Done);
    }

    /// <summary>The node has handed a share or a warning to its recipient, or to the recipient's mailbox.</summary>
    public Guardian Handed(SecretMessage message) =>
        NameOf(message) is { } name ? this with { HandedOver = HandedOver.Add(name) } : this;

    /// <summary>Time has passed: shares go, owners are warned, what is over is erased.</summary>
    public SecretStep<Guardian> Tick(Instant now)
    {
        var step = Nothing(SecretOutcome.Done);
        foreach (var (id, claim) in Claims) step = After(step, step.State.Advance(id, claim, now));
        foreach (var (key, kept) in Kept)
        {
            if (kept.Versions.Values.Any(version => IsOver(version, now)))
                step = After(step, step.State.EraseEnded(key, kept, now));
        }

        return step;
    }

    private static SecretStep<Guardian> After(SecretStep<Guardian> step, SecretStep<Guardian> next) => next with
    {
        Entries = step.Entries.AddRange(next.Entries),
        Sends = step.Sends.AddRange(next.Sends),
    };

    /// <summary>Whom its person has given its word gets the share, whatever ends meanwhile.</summary>
    private SecretStep<Guardian> EraseEnded((Did Owner, SecretId Id) key, KeptSecret kept, Instant now)
    {
        if (Claims.Values.Any(claim => claim.Stage == ClaimStage.Approved && (claim.Owner, claim.Secret) == key))
            return Nothing(SecretOutcome.Done);
        var versions = kept.Versions.RemoveRange(
            kept.Versions.Where(pair => IsOver(pair.Value, now)).Select(pair => pair.Key));
        var left = versions.IsEmpty ? null : kept with { Versions = versions };
        return new(
            this with { Kept = left is null ? Kept.Remove(key) : Kept.SetItem(key, left) },
            [GuardianCodec.Entry(key, left)], [], SecretOutcome.Done);
    }

    private static bool IsOver(KeptVersion version, Instant now) =>
        version.EndedAt is { } ended && now - ended >= SecretLimits.Grace;

    private SecretStep<Guardian> Advance(SecretId id, GuardedClaim claim, Instant now)
    {
        if (claim.Stage == ClaimStage.Approved)
        {
            if (claim.ReleaseAt <= now) return Release(id, claim, now);
        }
        else if (now - (claim.Stage == ClaimStage.Released ? claim.ReleaseAt : claim.Since) >= SecretLimits.Grace)
        {
            return Remove(id);
        }

        if (claim.Stage == ClaimStage.Released) return SendAgain(id, Returns(id, claim), now);
        if (claim.Stage is not (ClaimStage.Opened or ClaimStage.Approved) || !Kept.ContainsKey((claim.Owner, claim.Secret)))
            return Nothing(SecretOutcome.Done);
        return now - claim.WarnedAt >= SecretLimits.WarnEvery
            ? Warn(id, claim, now)
            : SendAgain(id, [Warning(id, claim)], now);
    }

    private SecretStep<Guardian> Remove(SecretId id) => new(
        this with
        {
            Claims = Claims.Remove(id),
            HandedOver = HandedOver.Except(HandedOver.Where(handed => handed.Claim == id)),
            Retries = Retries.Remove(id),
        },
        [new SecretEntry(SecretEntryKind.Claim, id.ToByteArray(), null)], [], SecretOutcome.Done);

    /// <summary>What neither its recipient nor a mailbox has taken is sent again, ever more rarely.</summary>
    private SecretStep<Guardian> SendAgain(SecretId id, ImmutableArray<SecretSend> sends, Instant now)
    {
        var retry = Retries.GetValueOrDefault(id);
        if (retry.At > now) return Nothing(SecretOutcome.Done);
        ImmutableArray<SecretSend> open = [.. sends.Where(send => !HandedOver.Contains(NameOf(send.Message)!.Value))];
        return open.IsEmpty
            ? Nothing(SecretOutcome.Done)
            : new(this with { Retries = Retries.SetItem(id, retry.Next(now)) }, [], open, SecretOutcome.Done);
    }

    private static (SecretId Claim, uint? Version)? NameOf(SecretMessage message) => message switch
    {
        SecretMessage.Return returned => (returned.ClaimId, returned.Version),
        SecretMessage.Warning warning => (warning.ClaimId, null),
        _ => null,
    };

    private SecretStep<Guardian> Challenge(Did from, SecretMessage.Claim message, Instant now, RandomBytes random)
    {
        if (Claims.TryGetValue(message.ClaimId, out var known))
        {
            var isRepeated = known.Claimant == from && known.Commitment == message.Commitment
                && (known.Owner, known.Secret) == (message.Owner, message.Id) && known.Stage == ClaimStage.Challenged;
            return isRepeated
                ? Nothing(SecretOutcome.Ignored)
                    with
                { Sends = [new(from, new SecretMessage.Challenge(message.ClaimId, known.Nonce))] }
                : Nothing(SecretOutcome.Ignored);
        }

        if (!HasRoomFor(from, message.Owner, now)) return Nothing(SecretOutcome.Full);
        var claim = new GuardedClaim(from, message.Owner, message.Id, message.Commitment, Bytes32.Draw(random), now);
        return Put(message.ClaimId, claim, SecretOutcome.Done)
            with
        { Sends = [new(from, new SecretMessage.Challenge(message.ClaimId, claim.Nonce))] };
    }

    /// <summary>Whom the person named beforehand finds room whatever strangers do; only its own claims count then.</summary>
    private bool HasRoomFor(Did claimant, Did owner, Instant now)
    {
        var today = Claims.Values.Where(claim => now - claim.Since < TimeSpan.FromDays(1)).ToList();
        if (today.Count(claim => claim.Claimant == claimant) >= SecretLimits.ClaimsPerClaimant) return false;
        return Expected.Contains(claimant) || (today.Count(claim => claim.Owner == owner) < SecretLimits.ClaimsPerOwner
            && today.Count < SecretLimits.ClaimsPerDay);
    }

    private SecretStep<Guardian> Open(Did from, SecretMessage.Opening opening, Instant now)
    {
        if (!Claims.TryGetValue(opening.ClaimId, out var claim) || claim.Claimant != from
            || claim.Stage != ClaimStage.Challenged)
            return Nothing(SecretOutcome.Ignored);
        var opened = Place.CommitmentOf(
            claim.Owner, claim.Secret, opening.ClaimId, claim.Claimant, Place.Self, opening.Random);
        // One try for each claim: words of another number would be words that the claimant chose.
        if (opened != claim.Commitment)
            return Put(opening.ClaimId, claim with { Stage = ClaimStage.Ended }, SecretOutcome.WrongOpening);
        claim = claim with
        {
            Stage = ClaimStage.Opened,
            Words = ClaimWords.Of(claim.Commitment, opening.Random, claim.Nonce),
        };
        return Kept.ContainsKey((claim.Owner, claim.Secret))
            ? Warn(opening.ClaimId, claim, now)
            : Put(opening.ClaimId, claim, SecretOutcome.Done);
    }

    /// <summary>It holds the claim and does not end it: the stolen node itself may have sent it.</summary>
    private SecretStep<Guardian> Hold(Did from, SecretMessage.Veto veto)
    {
        if (!Claims.TryGetValue(veto.ClaimId, out var claim) || claim.Owner != from || claim.IsDespiteVeto || claim.IsVetoed
            || claim.Stage is ClaimStage.Released or ClaimStage.Ended)
            return Nothing(SecretOutcome.Ignored);
        var stage = claim.Stage == ClaimStage.Approved ? ClaimStage.Opened : claim.Stage;
        return Put(veto.ClaimId, claim with { IsVetoed = true, Stage = stage }, SecretOutcome.Done);
    }

    private SecretStep<Guardian> Miss(SecretId id, GuardedClaim claim)
    {
        var isLast = claim.Misses + 1 >= SecretLimits.Misses;
        return Put(
            id, claim with { Misses = claim.Misses + 1, Stage = isLast ? ClaimStage.Ended : claim.Stage },
            isLast ? SecretOutcome.ClaimEnded : SecretOutcome.WrongWords);
    }

    private SecretStep<Guardian> Release(SecretId id, GuardedClaim claim, Instant now)
    {
        var released = claim with { Stage = ClaimStage.Released, ReleaseAt = now };
        return (this with { Retries = Retries.SetItem(id, Retry.After(now)) }).Put(id, released, SecretOutcome.Done)
            with
        { Sends = Returns(id, released) };
    }

    private ImmutableArray<SecretSend> Returns(SecretId id, GuardedClaim claim) =>
        Kept.GetValueOrDefault((claim.Owner, claim.Secret)) is { } kept
            ? [.. kept.Versions.Values.Reverse().Select(version =>
                new SecretSend(claim.Claimant, new SecretMessage.Return(id, claim.Secret, version.Deal.Version, new(
                    version.Deal.Index, version.Deal.Mode, version.Deal.Commitments, version.Deal.Share,
                    version.Deal.Sealed))))]
            : [new(claim.Claimant, new SecretMessage.Return(id, claim.Secret, 0, null))];

    private SecretStep<Guardian> Warn(SecretId id, GuardedClaim claim, Instant now)
    {
        var warned = this with { HandedOver = HandedOver.Remove((id, null)), Retries = Retries.SetItem(id, Retry.After(now)) };
        return warned.Put(id, claim with { WarnedAt = now }, SecretOutcome.Done) with { Sends = [Warning(id, claim)] };
    }

    private static SecretSend Warning(SecretId id, GuardedClaim claim) =>
        new(claim.Owner, new SecretMessage.Warning(id, claim.Claimant, claim.Secret));

    private SecretStep<Guardian> Put(SecretId id, GuardedClaim claim, SecretOutcome outcome) => new(
        this with { Claims = Claims.SetItem(id, claim) }, [GuardianCodec.Entry(id, claim)], [], outcome);
}
