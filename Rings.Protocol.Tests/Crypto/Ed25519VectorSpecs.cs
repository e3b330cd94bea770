using System.Text.Json.Nodes;
using Rings.Protocol.Crypto;

namespace Rings.Protocol.Tests.Crypto;

/// <summary><c>vectors/ed25519.json</c>: the corners at which verifiers differ.</summary>
public class Ed25519VectorSpecs
{
    private static readonly JsonNode File = Repository.Vectors("ed25519.json");

    [Fact]
    public void Keys_are_read_or_refused_as_the_vectors_say()
    {
        var keys = File["keys"]!.AsArray();

        Assert.All(keys, vector => Assert.Equal(
            vector!["accepted"]!.GetValue<bool>(), Ed25519PublicKey.TryRead(Hex(vector, "key"), out _)));
        Assert.Equal(16, keys.Count);
    }

    [Fact]
    public void Signatures_are_verified_without_the_cofactor()
    {
        var signatures = File["signatures"]!.AsArray();

        Assert.All(signatures, vector => Assert.Equal(
            vector!["accepted"]!.GetValue<bool>(),
            Ed25519PublicKey.Read(Hex(vector, "key")).Verify(Hex(vector, "data"), Hex(vector, "signature"))));
        Assert.Equal(13, signatures.Count);
        Assert.Contains(signatures, vector => !vector!["accepted"]!.GetValue<bool>()
            && vector["with_cofactor"]!.GetValue<bool>());
    }

    private static byte[] Hex(JsonNode vector, string name) =>
        Convert.FromHexString(vector[name]!.GetValue<string>());
}
