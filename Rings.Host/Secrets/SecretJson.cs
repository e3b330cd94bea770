using System.Globalization;
using System.Text.Json.Nodes;
using Rings.Protocol;
using Rings.Sovereign.Secrets;

namespace Rings.Host.Secrets;

/// <summary>What this node has to do with secrets, as JSON. No share and no words of a claim at a guardian are among it.</summary>
internal static class SecretJson
{
    /// <summary>The secrets of this node's own.</summary>
    public static JsonArray Own(SecretOwner owner, Instant now) => new(
        [.. owner.Secrets.OrderBy(pair => pair.Key.ToString(), StringComparer.Ordinal).Select(pair => Own(pair.Key, pair.Value, now))]);

    /// <summary>What this node keeps for others, and who claims it.</summary>
    public static JsonObject Kept(Guardian guardian) => new()
    {
        ["accepted"] = new JsonArray([.. guardian.Accepted.Select(did => (JsonNode)did.ToString()).OrderBy(did => (string)did!)]),
        ["waiting"] = new JsonArray([.. guardian.Waiting.Keys.Select(did => (JsonNode)did.ToString())]),
        ["kept"] = new JsonArray(
        [
            .. guardian.Kept.Select(pair => Kept(pair.Key.Owner, pair.Key.Id, pair.Value)),
            .. guardian.Damaged.Select(pair => new JsonObject
            {
                ["owner"] = pair.Owner.ToString(), ["id"] = pair.Id.ToString(), ["damaged"] = true,
            }),
        ]),
        ["claims"] = new JsonArray([.. guardian.Claims.OrderBy(pair => pair.Value.Since).Select(pair => Claim(guardian, pair.Key, pair.Value))]),
    };

    /// <summary>What this node claims.</summary>
    public static JsonArray Recoveries(SecretRecovery recovery) => new([.. recovery.Tasks.Values.Select(task => Recovery(recovery, task))]);

    private static JsonObject Own(SecretId id, OwnSecret secret, Instant now)
    {
        var late = secret.Current is { } current && now - current.DealtAt >= SecretLimits.MissingAfter
            && current.Guardians.Count(did => secret.Alive.TryGetValue(did, out var seen) && now - seen < SecretLimits.MissingAfter)
                <= current.Commitments.Threshold;
        return new JsonObject
        {
            ["id"] = id.ToString(),
            ["label"] = secret.Label,
            ["mode"] = secret.Mode == SecretMode.Key ? "key" : "sealed",
            ["forgotten"] = secret.IsForgotten,
            ["current"] = Version(secret, secret.Current, now),
            ["pending"] = Version(secret, secret.Pending, now),
            ["tooFewAlive"] = late,
            ["alarms"] = new JsonArray([.. secret.Alarms.Select(alarm => new JsonObject
            {
                ["claim"] = alarm.Key.ToString(),
                ["guardian"] = alarm.Value.Guardian.ToString(),
                ["claimant"] = alarm.Value.Claimant.ToString(),
                ["at"] = Text(alarm.Value.At),
                ["vetoed"] = alarm.Value.IsVetoed,
            })]),
        };
    }

    private static JsonObject? Version(OwnSecret secret, OwnVersion? version, Instant now) => version is null ? null : new JsonObject
    {
        ["version"] = version.Version,
        ["k"] = version.Commitments.Threshold,
        ["n"] = version.Guardians.Length,
        ["delayHours"] = version.DelayHours,
        ["dealt"] = Text(version.DealtAt),
        ["keepers"] = version.Keepers,
        ["keepersNeeded"] = version.KeepersNeeded,
        ["guardians"] = new JsonArray([.. version.Guardians.Select(did => new JsonObject
        {
            ["did"] = did.ToString(),
            ["state"] = version.Answers.TryGetValue(did, out var verdict) ? StateOf(verdict) : "not answered",
            ["alive"] = secret.Alive.TryGetValue(did, out var seen) ? Text(seen) : null,
        })]),
        ["silent"] = new JsonArray([.. version.Silent(now).Select(did => (JsonNode)did.ToString())]),
    };

    private static string StateOf(SecretVerdict verdict) => verdict switch
    {
        SecretVerdict.Kept or SecretVerdict.Ended => "kept",
        SecretVerdict.Waiting => "waits for its person",
        SecretVerdict.WrongShare => "says: wrong share",
        SecretVerdict.WrongOwner => "says: wrong owner",
        SecretVerdict.Full => "full",
        _ => "refused",
    };

    private static JsonObject Kept(Did owner, SecretId id, KeptSecret kept) => new JsonObject
    {
        ["owner"] = owner.ToString(),
        ["id"] = id.ToString(),
        ["mode"] = kept.Any.Deal.Mode == SecretMode.Key ? "key" : "sealed",
        ["damaged"] = false,
        ["versions"] = new JsonArray([.. kept.Versions.Values.Select(version => new JsonObject
        {
            ["version"] = version.Deal.Version,
            ["index"] = version.Deal.Index,
            ["k"] = version.Deal.Commitments.Threshold,
            ["n"] = version.Deal.Count,
            ["delayHours"] = version.Deal.DelayHours,
            ["ended"] = version.EndedAt is { } ended ? Text(ended) : null,
        })]),
    };

    private static JsonObject Claim(Guardian guardian, SecretId id, GuardedClaim claim) => new JsonObject
    {
        ["claim"] = id.ToString(),
        ["claimant"] = claim.Claimant.ToString(),
        ["owner"] = claim.Owner.ToString(),
        ["id"] = claim.Secret.ToString(),
        ["isKept"] = guardian.Kept.ContainsKey((claim.Owner, claim.Secret)),
        ["state"] = claim.Stage switch
        {
            ClaimStage.Challenged => "asked",
            ClaimStage.Opened => claim.IsVetoed ? "held by a veto" : "waits for the words",
            ClaimStage.Approved => "approved",
            ClaimStage.Released => "share given",
            _ => "ended",
        },
        ["since"] = Text(claim.Since),
        ["misses"] = claim.Misses,
        ["vetoed"] = claim.IsVetoed,
        ["goes"] = claim.Stage is ClaimStage.Approved or ClaimStage.Released ? Text(claim.ReleaseAt) : null,
    };

    private static JsonObject Recovery(SecretRecovery recovery, RecoveryTask task)
    {
        var recovered = SecretRecovery.Combine(task);
        return new JsonObject
        {
            ["owner"] = task.Sheet.Owner.ToString(),
            ["id"] = task.Sheet.Id.ToString(),
            ["rehearsal"] = task.IsRehearsal,
            ["begun"] = Text(task.BegunAt),
            ["needed"] = recovered.Needed,
            ["good"] = recovered.Good,
            ["answered"] = task.Parts.Values.Count(part => part.Nonce is not null),
            ["ready"] = recovered.Secret is not null,
            ["guardians"] = new JsonArray([.. task.Sheet.Guardians.Where(task.Parts.ContainsKey).Select(did => new JsonObject
            {
                ["did"] = did.ToString(),
                ["claim"] = task.Parts[did].Claim.ToString(),
                ["words"] = task.IsRehearsal ? null : recovery.WordsFor(task, did)?.ToString(),
                ["state"] = recovered.Faults.TryGetValue(did, out var fault) ? WordsOf(fault)
                    : !task.Parts[did].Returns.IsEmpty ? "gave its share"
                    : task.Parts[did].Nonce is null ? "has not answered" : "answered",
            })]),
        };
    }

    private static string WordsOf(RecoveryFault fault) => fault switch
    {
        RecoveryFault.WrongShare => "gave an altered share",
        RecoveryFault.Damaged => "can no more read its share",
        _ => "gave a share of another secret",
    };

    private static string Text(Instant time) => time.ToDateTimeOffset().ToString("O", CultureInfo.InvariantCulture);
}
