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
        .. member.Ceremonies.Keys.Union(member.Groups.Keys).Select(id => Group(member, id, now))
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
        var (ceremony, standing) = (member.Ceremonies.GetValueOrDefault(id), member.Groups.GetValueOrDefault(id));
        var plan = standing?.Key.Plan ?? ceremony!.Plan;
        return new JsonObject
        {
            ["id"] = id.ToString(),
            ["label"] = plan.Label,
            ["state"] = standing is not null ? "stands"
                : !ceremony!.IsJoined ? "waits for you"
                : ceremony.IsOver ? "over"
                : "is being made",
            ["did"] = standing?.Key.Did.ToString(),
            ["k"] = plan.Threshold,
            ["n"] = plan.Count,
            ["until"] = standing is null ? Text(plan.Until) : null,
            ["members"] = new JsonArray([.. plan.Members.Select((did, place) => new JsonObject
            {
                ["did"] = did.ToString(),
                ["index"] = place + 1,
                ["present"] = standing is not null || ceremony!.Present.Contains(place + 1),
                ["confirmed"] = standing is not null || ceremony!.Confirmed.Contains(place + 1),
                ["fault"] = standing is null && ceremony!.Faults.TryGetValue(place + 1, out var fault) ? GroupWords.Of(fault) : null,
            })]),
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

    private static JsonArray Members(SigningRound round) => new([.. round.Key.Plan.Members.Select((did, place) => new JsonObject
    {
        ["did"] = did.ToString(),
        ["state"] = GroupWords.StateOf(round, place + 1),
    })]);

    private static string Text(Instant time) => time.ToDateTimeOffset().ToString("O", CultureInfo.InvariantCulture);
}
