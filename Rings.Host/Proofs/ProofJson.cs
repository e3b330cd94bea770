using System.Text.Json.Nodes;
using Rings.Protocol;
using Rings.Sovereign.Proofs.Files;
using static Rings.Sovereign.Actors.Public.RingsProofsProtocol;

namespace Rings.Host.Proofs;

/// <summary>Proofs as JSON: <c>docs/json-rpc.md</c>.</summary>
internal static class ProofJson
{
    /// <summary>How things stand at a node.</summary>
    public static JsonObject All(ProofsView view) => new()
    {
        ["requests"] = new JsonArray([.. view.Requests.Select(one => new JsonObject
        {
            ["id"] = one.Id.ToString(),
            ["from"] = one.From.ToString(),
            ["claim"] = one.Claim,
            ["expires"] = Time(one.Expires),
            ["root"] = one.Tree?.Id.ToString(),
        })]),
        ["own"] = new JsonArray([.. view.Own.Select(one => new JsonObject
        {
            ["id"] = one.Id.ToString(),
            ["to"] = one.Verifier.ToString(),
            ["claim"] = one.Claim,
            ["result"] = one.Result?.ToString(),
        })]),
        ["asked"] = new JsonArray([.. view.Asked.Select(one => new JsonObject
        {
            ["id"] = one.Id.ToString(),
            ["from"] = one.From.ToString(),
            ["claim"] = one.Wish.Claim,
            ["expires"] = Time(one.Expires),
        })]),
        ["wished"] = new JsonArray([.. view.Wished.Select(one => new JsonObject
        {
            ["id"] = one.Id.ToString(),
            ["of"] = one.Prover.ToString(),
            ["claim"] = one.Claim,
        })]),
        ["known"] = new JsonArray([.. view.Known.Select(one => new JsonObject
        {
            ["from"] = one.Prover.ToString(),
            ["claim"] = one.Claim,
            ["result"] = one.Result.ToString(),
            ["at"] = Time(one.At),
            ["tags"] = new JsonArray([.. one.Tags.Select(tag => (JsonNode)tag.Tag)]),
            ["before"] = one.Before is { } before ? Time(before) : null,
            ["sentence"] = one.Sentence,
        })]),
    };

    /// <summary>A proof in a file that was accepted.</summary>
    public static JsonObject Accepted(ProofFile proof) => new()
    {
        ["accepted"] = true,
        ["sentence"] = ProofWords.Known(proof),
        ["did"] = proof.Statement.Account?.ToString(),
        ["root"] = proof.Statement.Tree?.Id.ToString(),
        ["keys"] = new JsonArray([.. ProofWords.PublicOf(proof.Statement).Select(key => (JsonNode)key)]),
        ["tags"] = new JsonArray([.. proof.Statement.Tags.Select(tag => new JsonObject
        {
            ["words"] = tag.Words,
            ["tag"] = tag.Tag,
        })]),
        ["audience"] = proof.Audience == Did.Zero ? null : proof.Audience.ToString(),
        ["notAfter"] = Time(proof.NotAfter),
    };

    private static string Time(Instant time) => time.ToDateTimeOffset().ToString("O");
}
