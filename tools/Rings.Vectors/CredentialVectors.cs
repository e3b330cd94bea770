using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Rings.Protocol;
using Rings.Sovereign.Proofs.Credentials;
using Rings.Sovereign.Proofs.Files;
using Rings.Sovereign.Proofs.Statements;
using Rings.Sovereign.Secrets;
using static Rings.Vectors.VectorBytes;

namespace Rings.Vectors;

/// <summary>The vectors of 12.4: a tree of credentials, its files, and statements about them.</summary>
internal static class CredentialVectors
{
    private static readonly Did Issuer = Did.Read(Bytes(0x20, 20));
    private static readonly Did Holder = Did.Read(Bytes(0x60, 20));
    private static readonly Did Verifier = Did.Read(Bytes(0x40, 20));

    public static JsonObject Make()
    {
        var secret = Bytes32.Read(Bytes(0x70, 32));
        ImmutableArray<CredentialNumber> attributes = [CredentialNumber.Parse("born:date"), CredentialNumber.Parse("member")];
        ImmutableArray<int> values = [attributes[0].ParseValue("1955-06-07"), 1, 0, 0];
        var (tree, credentials) = CredentialIssue.Make(
            Issuer, "adults", attributes, 3, [new(Holder, default, values), new(null, Credential.HashOf(secret), values)], Bytes32.Read(Bytes(0x50, 32)));
        var whole = credentials[1].With(secret);
        var statements = ((string Rule, string? Words, Credential Credential)[])
            [("", null, credentials[0]), ("born<=2008-11-28", null, credentials[0]), ("born<=2008-11-28 and member>0 or member=7", "vote 7", whole)];
        return new()
        {
            ["description"] = "Rings/1: credentials, bytes in hex; docs/protocol/12-proofs.md",
            ["secret"] = secret.ToString(),
            ["hash"] = Credential.HashOf(secret).ToString(),
            ["values"] = new JsonArray([.. values.Select(value => (JsonNode)value)]),
            ["leaves"] = new JsonArray([.. credentials.Select(one => (JsonNode)CredentialHashes.Leaf(values, one.Holder.Field.ToByteArray()).ToString())]),
            ["empty_node"] = CredentialHashes.Node(default, default).ToString(),
            ["root"] = tree.Root.ToString(),
            ["id"] = tree.Id.ToString(),
            ["verifier"] = Verifier.ToString(),
            ["occasion"] = Hex(CredentialHashes.Occasion(Verifier, "vote 7")),
            ["files"] = new JsonArray([.. credentials.Append(whole).Select(one => (JsonNode)CredentialFileText.Of(one))]),
            ["statements"] = new JsonArray([.. statements.Select(one => Statement(one.Credential, one.Rule, one.Words))]),
        };
    }

    private static JsonObject Statement(Credential credential, string rule, string? words)
    {
        var statement = CredentialStatement.Of(credential, CredentialRule.Parse(rule, credential.Tree), Verifier, words);
        return new()
        {
            ["bytes"] = Hex([.. statement.ToBytes()]),
            ["claim"] = statement.Claim,
            ["tag"] = words is null ? null : statement.Tag.ToString(),
            ["ands"] = statement.Circuit.Ands,
            ["inputs"] = statement.Circuit.Inputs,
        };
    }
}
