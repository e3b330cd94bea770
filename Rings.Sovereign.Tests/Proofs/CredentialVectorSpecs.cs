using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Rings.Protocol;
using Rings.Sovereign.Proofs.Credentials;
using Rings.Sovereign.Proofs.Files;
using Rings.Sovereign.Proofs.Statements;
using Rings.Sovereign.Secrets;

namespace Rings.Sovereign.Tests.Proofs;

/// <summary><c>vectors/credentials.json</c>: what another implementation has to write and to read.</summary>
public sealed class CredentialVectorSpecs
{
    private static readonly JsonNode Vectors =
        JsonNode.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "credentials.json")))!;

    [Fact]
    public void Hashes_are_these()
    {
        ImmutableArray<int> values = [.. Vectors["values"]!.AsArray().Select(value => (int)value!)];
        var files = Files();

        Assert.Equal((string)Vectors["hash"]!, Credential.HashOf(Read("secret")).ToString());
        Assert.Equal(
            Vectors["leaves"]!.AsArray().Select(leaf => (string)leaf!),
            files.Take(2).Select(one => CredentialHashes.Leaf(values, one.Holder.Field.ToByteArray()).ToString()));
        Assert.Equal((string)Vectors["empty_node"]!, CredentialHashes.Node(default, default).ToString());
        Assert.All(files, one => Assert.Equal((Read("root"), Read("id")), (one.Tree.Root, one.Tree.Id)));
        Assert.Equal(
            (string)Vectors["occasion"]!,
            Convert.ToHexStringLower(CredentialHashes.Occasion(Did.Parse((string)Vectors["verifier"]!, null), "vote 7")));
        Assert.Equal(Read("secret"), files[2].Secret);
    }

    [Fact]
    public void Statements_are_these()
    {
        foreach (var one in Vectors["statements"]!.AsArray())
        {
            var read = (CredentialStatement)StatementCodec.Read(Convert.FromHexString((string)one!["bytes"]!));

            Assert.Equal((string)one["claim"]!, read.Claim);
            Assert.Equal((string?)one["tag"], read.Words is null ? null : read.Tag.ToString());
            Assert.Equal(((int)one["ands"]!, (int)one["inputs"]!), (read.Circuit.Ands, read.Circuit.Inputs));
        }
    }

    private static List<Credential> Files() => [.. Vectors["files"]!.AsArray().Select(text => CredentialFileText.Parse((string)text!))];

    private static Bytes32 Read(string name) => Bytes32.Read(Convert.FromHexString((string)Vectors[name]!));
}
