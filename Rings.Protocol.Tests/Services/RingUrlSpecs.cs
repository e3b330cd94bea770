using CsCheck;
using Rings.Protocol.Services;

namespace Rings.Protocol.Tests.Services;

public sealed class RingUrlSpecs
{
    private const string Owner = "0x99ab000000000000000000000000000000000001";

    [Theory]
    [InlineData($"ring://{Owner}/web", "web", "", null)]
    [InlineData($"ring://{Owner}", "web", "", null)]
    [InlineData($"ring://{Owner}/", "web", "", null)]
    [InlineData($"RING://{Owner}/ssh", "ssh", "", null)]
    [InlineData($"ring://{Owner}/web/a/b?c=d", "web", "/a/b?c=d", null)]
    [InlineData($"ring://{Owner}@main/db-1", "db-1", "", "main")]
    [InlineData("ring://99ab000000000000000000000000000000000001/x", "x", "", null)]
    public void A_url_names_an_owner_a_service_and_a_path(string text, string name, string path, string? ring)
    {
        Assert.True(RingUrl.TryParse(text, out var url));

        Assert.Equal((Did.Parse(Owner), name, path, ring), (url.Owner, url.Name.ToString(), url.Path, url.Ring));
        Assert.True(url.Ticket.IsEmpty);
    }

    [Theory]
    [InlineData("")]
    [InlineData("http://example/")]
    [InlineData("ring://")]
    [InlineData("ring://0x12/web")]
    [InlineData($"ring://{Owner}//path")]
    [InlineData($"ring://{Owner}/Web")]
    [InlineData($"ring://{Owner}/-web")]
    [InlineData($"ring://{Owner}/web-")]
    [InlineData($"ring://{Owner}/a_b")]
    [InlineData($"ring://{Owner}/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")]
    [InlineData($"ring://{Owner}@/web")]
    [InlineData($"ring://{Owner}@a b/web")]
    [InlineData($"ring://{Owner}:80/web")]
    [InlineData($"ring://{Owner}/web#t=short")]
    [InlineData($"ring://{Owner}/web#x=y")]
    [InlineData($"ring://{Owner}/we\nb")]
    [InlineData("ring://did:rings:99ab000000000000000000000000000000000001/web")]
    public void What_is_no_url_is_refused(string text) => Assert.False(RingUrl.TryParse(text, out _));

    [Fact]
    public void A_url_longer_than_its_bound_is_refused() =>
        Assert.False(RingUrl.TryParse($"ring://{Owner}/web/{new string('a', RingUrl.MaxLength)}", out _));

    [Fact]
    public void A_ticket_comes_back_from_the_link_and_is_in_no_other_text() =>
        Gen.Byte.Array[TicketSecret.Bytes].Sample(bytes =>
        {
            var secret = TicketSecret.Of(bytes);
            var url = new RingUrl(Did.Parse(Owner), ServiceName.Web) { Ticket = secret, Path = "/a" };

            Assert.True(RingUrl.TryParse(url.ToLink(), out var read));
            Assert.Equal(secret, read.Ticket);
            Assert.Equal(url.Path, read.Path);
            Assert.Equal(52, secret.ToText().Length);
            Assert.DoesNotContain(secret.ToText(), url.ToString(), StringComparison.Ordinal);
            Assert.DoesNotContain(secret.ToText(), $"{secret} {url}", StringComparison.Ordinal);
        });

    [Fact]
    public void A_ticket_has_one_text_only()
    {
        var text = TicketSecret.Of(new byte[32]).ToText();

        Assert.Equal(new string('a', 52), text);
        Assert.False(TicketSecret.TryParse(text[..51] + "b", out _)); // Bits beyond the 256.
        Assert.False(TicketSecret.TryParse(text[..51] + "1", out _));
        Assert.False(TicketSecret.TryParse(text + "a", out _));
        Assert.True(TicketSecret.TryParse(text.ToUpperInvariant(), out _)); // As some programs change it.
    }

    [Fact]
    public void Text_by_chance_never_throws() => Gen.String.Sample(text =>
    {
        if (RingUrl.TryParse("ring://" + text, out var url)) Assert.True(RingUrl.TryParse(url.ToLink(), out _));
    });
}
