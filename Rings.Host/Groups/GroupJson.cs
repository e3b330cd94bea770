using System.Globalization;
using System.Text.Json.Nodes;
using Rings.Protocol;
using Rings.Sovereign.GroupDids;
using Rings.Sovereign.Secrets;

namespace Rings.Host.Groups;

/// <summary>What this node has to do with groups, as JSON. No share is among it.</summary>
internal static class GroupJson
{
    /// <summary>All groups.</summary>
    public static JsonArray All(GroupMember member, Instant now) => new(
    [
        .. member.Ids.Select(id => Group(member, id, now))
            .OrderBy(group => (string)group["label"]!, StringComparer.Ordinal),
    ]);

    /// <summary>The renewal that this node asks for; null: none.</summary>
    public static JsonNode? Renewal(GroupMember member)
    {
        if (member.RunsFor is not { } key) return null;
        var round = member.Rounds.Where(pair => pair.Key.Group == key.Plan.Id).Select(pair => pair.Value).FirstOrDefault();
        return new JsonObject
        {
            ["did"] = key.Did.ToString(),
            ["group"] = key.Plan.Label,
            ["asked"] = round is not null,
            ["signed"] = round is { Signature.IsEmpty: false },
            ["why"] = round is { Signature.IsEmpty: true } ? GroupWords.Why(round) : null,
            ["members"] = round is null ? new JsonArray() : Members(round),
        };
    }

    private static JsonObject Group(GroupMember member, SecretId id, Instant now)
    {
        var standing = member.Groups.GetValueOrDefault(id);
        var change = member.ChangesOf(id).LastOrDefault(one => standing is null || one.Plan.Version > standing.Key.Plan.Version);
        var ceremony = member.Ceremonies.GetValueOrDefault(id) ?? (standing is null ? change : null);
        var plan = standing?.Key.Plan ?? ceremony!.Plan;
        return new JsonObject
        {
            ["id"] = id.ToString(),
            ["label"] = plan.Label,
            ["state"] = standing is not null ? "stands"
                : !ceremony!.IsJoined ? "waits for you"
                : ceremony.IsOver ? "over"
                : "is being made",
            ["did"] = standing?.Key.Did.ToString() ?? (ceremony?.Plan.Change is { } joined ? joined.Did.ToString() : null),
            ["version"] = plan.Version,
            ["k"] = plan.Threshold,
            ["n"] = plan.Count,
            ["until"] = standing is null ? Text(plan.Until) : null,
            ["members"] = Members(plan.Members, standing is null ? ceremony : null),
            ["change"] = standing is null || change is null ? null : new JsonObject
            {
                ["version"] = change.Plan.Version,
                ["k"] = change.Plan.Threshold,
                ["state"] = change.IsOver ? "over" : "is being made",
                ["until"] = Text(change.Plan.Until),
                ["members"] = Members(change.Plan.Participants, change),
            },
            ["policy"] = standing?.Policy is { } policy
                ? new JsonObject { ["until"] = Text(policy.Until), ["left"] = policy.Left }
                : null,
            ["requests"] = new JsonArray([.. member.Requests.Where(pair => pair.Key.Group == id)
                .OrderBy(pair => pair.Value.Proposal.Until).Select(pair => Request(member, pair.Key, pair.Value, now))]),
        };
    }

    private static JsonObject Request(GroupMember member, RequestId id, GroupRequest request, Instant now)
    {
        var round = member.Rounds.GetValueOrDefault(id);
        return new JsonObject
        {
            ["request"] = id.Request.ToString(),
            ["proposer"] = request.Proposer.ToString(),
            ["kind"] = request.Proposal.Subject switch
            {
                SigningSubject.DelegateTo { Renewal: not null } => "renewal",
                SigningSubject.DelegateTo => "delegation",
                SigningSubject.Revoke => "revocation",
                SigningSubject.ChangeShares => "change",
                _ => "text",
            },
            ["text"] = request.Proposal.Subject.Text,
            ["answer"] = GroupWords.Of(request.Answer),
            ["open"] = request.IsOpenAt(now),
            ["until"] = Text(request.Proposal.Until),
            ["signature"] = request.Signature.IsEmpty ? null : Convert.ToHexStringLower(request.Signature.AsSpan()),
            ["members"] = round is null ? null : Members(round),
            ["why"] = round is { Signature.IsEmpty: true } ? GroupWords.Why(round) : null,
        };
    }

    /// <summary>Who takes part, and how far each is; of a group that stands all are.</summary>
    private static JsonArray Members(IEnumerable<Did> all, KeyCeremony? ceremony) => new([.. all.Select((did, place) => new JsonObject
    {
        ["did"] = did.ToString(),
        ["index"] = place + 1,
        ["present"] = ceremony is null || ceremony.Present.Contains(place + 1),
        ["confirmed"] = ceremony is null || ceremony.Confirmed.Contains(place + 1),
        ["leaves"] = ceremony is not null && place >= ceremony.Plan.Count,
        ["fault"] = ceremony?.Faults.TryGetValue(place + 1, out var fault) == true ? GroupWords.Of(fault) : null,
    })]);

    private static JsonArray Members(SigningRound round) => new([.. round.Key.Plan.Members.Select((did, place) => new JsonObject
    {
        ["did"] = did.ToString(),
        ["state"] = GroupWords.StateOf(round, place + 1),
    })]);

    private static string Text(Instant time) => time.ToDateTimeOffset().ToString("O", CultureInfo.InvariantCulture);
}
