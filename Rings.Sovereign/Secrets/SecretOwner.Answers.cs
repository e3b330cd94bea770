using Rings.Protocol;

namespace Rings.Sovereign.Secrets;

/// <content>What guardians say, and what is still to be said to them.</content>
public sealed partial record SecretOwner
{
    /// <summary>What somebody said.</summary>
    /// <param name="from">Whose signature it has.</param>
    /// <param name="message">An answer to a deal or commit, or a warning; others are not for an owner.</param>
    /// <param name="now">The time.</param>
    public SecretStep<SecretOwner> Receive(Did from, SecretMessage message, Instant now) => message switch
    {
        SecretMessage.Dealt dealt => Answered(from, dealt, now),
        SecretMessage.Warning warning => Warned(from, warning, now),
        _ => Nothing(SecretOutcome.Ignored),
    };

    private SecretStep<SecretOwner> Answered(Did from, SecretMessage.Dealt dealt, Instant now)
    {
        if (!Secrets.TryGetValue(dealt.Id, out var secret)) return Nothing(SecretOutcome.Unknown);
        if (dealt.Version == SecretMessage.EveryVersion)
        {
            // Who is dealt a share now has not forgotten it, whatever it says.
            var isDealt = IsDealt(secret.Current, from) || IsDealt(secret.Pending, from);
            return dealt.Verdict == SecretVerdict.Ended && !isDealt && secret.Holders.Contains(from)
                ? Quietly(dealt.Id, secret with { Holders = secret.Holders.Remove(from) }, now)
                : Nothing(SecretOutcome.Ignored);
        }

        if (secret.Pending is { } pending && Concerns(pending, from, dealt))
            return OfPending(dealt.Id, secret, pending.Said(from, dealt.Verdict), now);
        return secret.Current is { } current && Concerns(current, from, dealt)
            ? OfCurrent(from, dealt, secret with { Current = current.Said(from, dealt.Verdict) }, now)
            : Nothing(SecretOutcome.Ignored);
    }

    /// <summary>With enough keepers the version stands, and what is older ends: never before.</summary>
    private SecretStep<SecretOwner> OfPending(SecretId id, OwnSecret secret, OwnVersion pending, Instant now) =>
        pending.Keepers >= KeepersNeeded(pending)
            ? Put(id, secret with { Current = pending, Pending = null }, now)
            : Quietly(id, secret with { Pending = pending }, now);

    private SecretStep<SecretOwner> OfCurrent(Did from, SecretMessage.Dealt dealt, OwnSecret secret, Instant now)
    {
        var step = Quietly(dealt.Id, secret, now);
        return dealt.Verdict == SecretVerdict.Kept
            ? step with { Sends = [new(from, new SecretMessage.Commit(dealt.Id, dealt.Version))] }
            : step;
    }

    private SecretStep<SecretOwner> Warned(Did from, SecretMessage.Warning warning, Instant now)
    {
        if (!Secrets.TryGetValue(warning.Id, out var secret) || !secret.Holders.Contains(from))
            return Nothing(SecretOutcome.Unknown);
        var known = secret.Alarms.GetValueOrDefault(warning.ClaimId);
        if (known is not null && known.Guardian != from) return Nothing(SecretOutcome.Ignored);
        var alarms = secret.Alarms.SetItem(
            warning.ClaimId, new(from, warning.Claimant, now, known?.IsVetoed ?? false));
        if (alarms.Count > MaxAlarms)
        {
            // Of the guardian that has told of most: one that invents claims drives out its own, not another's warning.
            var loudest = alarms.GroupBy(alarm => alarm.Value.Guardian).MaxBy(told => told.Count())!;
            alarms = alarms.Remove(loudest.MinBy(alarm => alarm.Value.At).Key);
        }

        return Quietly(warning.Id, secret with { Alarms = alarms }, now);
    }

    private SecretStep<SecretOwner> Quietly(SecretId id, OwnSecret secret, Instant now) =>
        Put(id, secret, now) with { Sends = [] };

    private static bool IsDealt(OwnVersion? version, Did guardian) => version?.Guardians.Contains(guardian) ?? false;

    private static bool Concerns(OwnVersion version, Did from, SecretMessage.Dealt dealt) =>
        version.Version == dealt.Version && version.Guardians.Contains(from)
        && version.Answers.GetValueOrDefault(from) is var said && said != dealt.Verdict
        // A repetition that was overtaken says nothing new.
        && !(said == SecretVerdict.Ended && dealt.Verdict == SecretVerdict.Kept);

    /// <summary>All that guardians have not answered yet.</summary>
    private static IEnumerable<SecretSend> Outstanding(SecretId id, OwnSecret secret)
    {
        foreach (var version in (OwnVersion?[])[secret.Pending, secret.Current])
        {
            if (version is null) continue;
            foreach (var (guardian, share) in version.Undealt)
            {
                if (IsFinal(version.Answers.GetValueOrDefault(guardian))) continue;
                yield return new(guardian, new SecretMessage.Deal(
                    id, version.Version, version.Guardians.Length, version.Guardians.IndexOf(guardian) + 1, secret.Mode,
                    version.Commitments, share, secret.Sealed, version.DelayHours));
            }
        }

        foreach (var (guardian, verdict) in secret.Current?.Answers ?? [])
        {
            if (verdict == SecretVerdict.Kept)
                yield return new(guardian, new SecretMessage.Commit(id, secret.Current!.Version));
        }

        if (secret.Current is null && !secret.IsForgotten) yield break;
        foreach (var holder in secret.Holders)
        {
            if (!IsDealt(secret.Current, holder) && !IsDealt(secret.Pending, holder))
                yield return new(holder, new SecretMessage.Commit(id, SecretMessage.EveryVersion));
        }
    }

    private static bool IsFinal(SecretVerdict verdict) =>
        verdict is SecretVerdict.WrongShare or SecretVerdict.WrongOwner or SecretVerdict.Refused;
}
