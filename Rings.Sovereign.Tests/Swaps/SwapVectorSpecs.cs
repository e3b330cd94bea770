using System.Text.Json.Nodes;
using Rings.Protocol;
using Rings.Protocol.Identity;
using Rings.Sovereign.Secrets;
using Rings.Sovereign.Swaps;

namespace Rings.Sovereign.Tests.Swaps;

/// <summary><c>vectors/swaps.json</c>: what another implementation has to write and to refuse.</summary>
public sealed class SwapVectorSpecs
{
    private static readonly JsonNode Vectors =
        JsonNode.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "swaps.json")))!;

    public static TheoryData<string> Refused => [.. Vectors["refused"]!.AsArray().Select(bytes => (string)bytes!)];

    [Fact]
    public void Messages_come_back_byte_for_byte() => Assert.All(Vectors["messages"]!.AsArray(), message =>
        Assert.Equal((string)message!, Convert.ToHexStringLower(SwapCodec.Write(SwapCodec.Read(Bytes(message))))));

    [Theory]
    [MemberData(nameof(Refused))]
    public void What_breaks_a_rule_of_form_is_refused(string hex) =>
        Assert.Throws<ProtocolException>(() => SwapCodec.Read(Convert.FromHexString(hex)));

    [Fact]
    public void Secrets_come_from_the_key_as_written() => Assert.All(Vectors["secrets"]!.AsArray(), one =>
    {
        Assert.True(SecretId.TryParse((string)one!["id"]!, out var id));
        var secrets = SwapSecrets.Of(Bytes(one["key"]), id, (SwapRole)(int)one["role"]!, Did.Parse((string)one["peer"]!, null));

        Assert.Equal((string)one["claim"]!, secrets.ClaimKey.ToString());
        Assert.Equal((string)one["refund"]!, secrets.RefundKey.ToString());
        Assert.Equal((string?)one["preimage"], secrets.Preimage?.ToString());
    });

    [Fact]
    public void The_hash_of_the_terms_is_this()
    {
        var terms = Vectors["terms"]!;
        var offer = (SwapMessage.Offer)SwapCodec.Read(Bytes(terms["offer"]));
        var accept = (SwapMessage.Accept)SwapCodec.Read(Bytes(terms["accept"]));

        var hash = new SwapTerms(
            RingId.OfPublic("main"), Did.Parse((string)terms["offerer"]!, null), Did.Parse((string)terms["taker"]!, null), offer, null).HashWith(accept);

        Assert.Equal((string)terms["hash"]!, hash.ToString());
        Assert.Equal(hash, accept.TermsHash);
    }

    private static byte[] Bytes(JsonNode? hex) => Convert.FromHexString((string)hex!);
}
