using Rings.Actors.Links;
using Rings.Actors.Public;
using static Rings.Actors.Public.RingsNodeProtocol;

namespace Rings.Actors.Tests.Links;

/// <summary>Why a link is not ready, by what it has to choose from and what it tried.</summary>
public sealed class LinkWhySpecs
{
    private const string Loopback = "127.0.0.1:5";
    private const string Card = "192.0.2.7:5";

    [Theory]
    [InlineData("", "", "", "being gathered")]
    [InlineData(Card, "", "", "other end has not told")]
    [InlineData("", Card, "", "rings.transport.bind-addresses")]
    [InlineData(Loopback, Card, "", "only on loopback")]
    [InlineData("[::1]:5", Card, "", "only on loopback")]
    [InlineData(Card, "[2001:db8::1]:5", "", "only IPv4")]
    [InlineData(Card, Card, "a -> b: InProgress|c -> d: Failed|e -> f: Failed", "no answer comes over any of 3 pairs of addresses. Is UDP let through")]
    [InlineData(Card + " ServerReflexive", Card, "a -> b: Failed", "Both may be behind NATs")]
    [InlineData(Card + " Relayed", Card, "a -> b: Failed", "rings doctor tries it")]
    [InlineData(Card, Card, "a -> b: Failed|c -> d: Succeeded", "agreeing on keys")]
    public void A_link_that_is_connecting_says_what_it_waits_for_and_what_to_do(string here, string there, string pairs, string says) =>
        Assert.Contains(says, LinkWhy.Of(LinkState.Connecting, Path(here, there, pairs)), StringComparison.Ordinal);

    [Fact]
    public void One_that_is_offered_waits_for_an_answer() =>
        Assert.Contains("answer", LinkWhy.Of(LinkState.Offered, Path(Card, "", "")), StringComparison.Ordinal);

    [Theory]
    [InlineData(LinkState.Ready)]
    [InlineData(LinkState.Suspect)]
    [InlineData(LinkState.Closing)]
    public void One_that_was_ready_says_nothing(LinkState state) => Assert.Null(LinkWhy.Of(state, Path(Card, Card, "a -> b: Failed")));

    private static LinkPath Path(string here, string there, string pairs) => new(
        [.. Candidates(here, isLocal: true)], [.. Candidates(there, isLocal: false)], [.. pairs.Split('|', StringSplitOptions.RemoveEmptyEntries)]);

    private static IEnumerable<LinkCandidate> Candidates(string text, bool isLocal)
    {
        if (text.Length == 0) yield break;
        var parts = text.Split(' ');
        yield return new(parts[0], parts.Length > 1 ? parts[1] : "Host", isLocal ? parts[0] : null);
    }
}
