using System.Buffers.Text;
using System.Net;
using System.Text.Json.Nodes;
using Rings.Actors.Links;

namespace Rings.Actors.Tests.Links;

public sealed class HttpSeedClientSpecs
{
    private static readonly Uri Seed = new("http://seed.test:50001/#0x01");

    [Fact]
    public async Task The_did_is_asked_by_json_rpc_without_the_fragment()
    {
        var seed = new FakeSeed("""{"jsonrpc":"2.0","id":1,"result":{"did":"0x1"}}""");

        Assert.Equal("0x1", await seed.Client.NodeDidAsync(Seed, CancellationToken.None));
        Assert.Equal("http://seed.test:50001/", seed.Url);
        Assert.Equal("nodeDid", (string?)seed.Request!["method"]);
    }

    [Fact]
    public async Task An_offer_goes_as_base64url_and_so_comes_the_answer()
    {
        var seed = new FakeSeed($$$"""{"result":{"answer":"{{{Base64Url.EncodeToString([1, 2, 250])}}}"}}""");

        Assert.Equal([1, 2, 250], await seed.Client.AnswerOfferAsync(Seed, [3, 251], CancellationToken.None));
        Assert.Equal([3, 251], Base64Url.DecodeFromChars((string?)seed.Request!["params"]!["offer"]));
    }

    [Theory]
    [InlineData("192.0.2.7:4444 Host", "http://192.0.2.7:50001/")]
    [InlineData("192.0.2.7:4444 PeerReflexive", "http://192.0.2.7:50001/")]
    [InlineData("[2001:db8::7]:4444 Host", "http://[2001:db8::7]:50001/")]
    [InlineData("192.0.2.7:4444 Relayed", null)]
    [InlineData("somewhere host", null)]
    [InlineData("", null)]
    public void A_peer_that_listens_is_asked_at_the_address_that_its_link_leads_to(string candidate, string? address) =>
        Assert.Equal(address, new FakeSeed("").Client.AddressOf(candidate, 50_001)?.AbsoluteUri);

    [Theory]
    [InlineData("""{"error":{"code":1,"message":"too many offers"}}""", "too many offers")]
    [InlineData("""{"result":{}}""", "answer")]
    [InlineData("""{"result":{"answer":"***"}}""", "base64url")]
    [InlineData("[]", "seed")]
    [InlineData("no JSON", "seed")]
    [InlineData("7", "seed")]
    [InlineData("null", "seed")]
    [InlineData("""{"error":{"message":"\ud800"}}""", "seed")]
    [InlineData("""{"result":{"answer":"\ud800"}}""", "seed")]
    [InlineData("""{"result":{"answer":"AA","answer":"BB"}}""", "seed")]
    public async Task Whatever_a_seed_does_wrong_is_one_kind_of_error_with_its_address(string body, string says)
    {
        var seed = new FakeSeed(body);

        var thrown = await Assert.ThrowsAsync<SeedException>(
            () => seed.Client.AnswerOfferAsync(Seed, [1], CancellationToken.None));

        Assert.Contains(says, thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_seed_that_fails_is_the_same_kind_of_error()
    {
        var seed = new FakeSeed("busy", HttpStatusCode.ServiceUnavailable);

        await Assert.ThrowsAsync<SeedException>(() => seed.Client.NodeDidAsync(Seed, CancellationToken.None));
    }

    private sealed class FakeSeed : HttpMessageHandler
    {
        private readonly string _body;
        private readonly HttpStatusCode _status;

        public FakeSeed(string body, HttpStatusCode status = HttpStatusCode.OK)
        {
            (_body, _status) = (body, status);
            Client = new HttpSeedClient(new HttpClient(this));
        }

        public HttpSeedClient Client { get; }

        public string? Url { get; private set; }

        public JsonNode? Request { get; private set; }

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancel)
        {
            Url = request.RequestUri!.ToString();
            Request = JsonNode.Parse(await request.Content!.ReadAsStringAsync(cancel));
            return new HttpResponseMessage(_status)
            {
                Content = new StringContent(_body, System.Text.Encoding.UTF8, "application/json"),
            };
        }
    }
}
