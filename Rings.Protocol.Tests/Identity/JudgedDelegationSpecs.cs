using System.Text.Json.Nodes;
using Rings.Protocol.Identity;

namespace Rings.Protocol.Tests.Identity;

/// <summary>Delegations of <c>vectors/identity.json</c> with their verdicts: bounds, and one thing wrong.</summary>
public class JudgedDelegationSpecs
{
    [Fact]
    public void Delegations_are_judged_as_the_vectors_say()
    {
        var vectors = Repository.Vectors("identity.json")["judged_delegations"]!.AsArray();

        Assert.All(vectors, vector => Assert.Equal((Text(vector!, "name"), Text(vector!, "verdict")), (
            Text(vector!, "name"), $"{Judge(vector!)}")));
        Assert.Equal(46, vectors.Count);
    }

    private static DelegationVerdict Judge(JsonNode vector)
    {
        var ring = RingId.Read(Convert.FromHexString(Text(vector, "ring")));
        var at = Instant.FromUnixMilliseconds(vector["at_ms"]!.GetValue<long>());
        return new DelegationVerifier(ring, new()).Check(
            Convert.FromHexString(Text(vector, "bytes")), default, at, out _);
    }

    private static string Text(JsonNode vector, string name) => vector[name]!.GetValue<string>();
}
