using Rings.Host.Cli;
using Rings.Host.Names;
using Rings.Host.Tests.Rpc;
using Rings.Protocol.Services;

namespace Rings.Host.Tests.Names;

public sealed class NameBookSpecs : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("rings-names-");

    private string Path => System.IO.Path.Combine(_folder.FullName, "names.json");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void A_name_is_kept_over_a_restart_and_its_case_does_not_matter()
    {
        Open().Add("Anna", Other);

        Assert.Equal(FakeRings.Other, Open().Find("anna")?.Did);
        Assert.Equal(["Anna"], Open().All.Select(entry => entry.Key));
    }

    [Fact]
    public void The_node_itself_is_always_me()
    {
        Assert.Equal(FakeRings.Self, Open().Find("me")?.Did);
        Assert.Contains("always names this node", Assert.Throws<UserErrorException>(
            () => Open().Add("ME", Other)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_name_that_is_given_again_moves_and_one_that_is_removed_is_gone()
    {
        var book = Open();
        book.Add("anna", Other);

        book.Add("ANNA", new NamedThing(FakeRings.Self, null));
        Assert.Equal(FakeRings.Self, Open().Find("anna")?.Did);
        Assert.True(book.Remove("anna"));

        Assert.False(book.Remove("anna"));
        Assert.Null(Open().Find("anna"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("two words")]
    [InlineData("0xabc")]
    [InlineData("a\u001b[2J")]
    [InlineData("../anna")]
    [InlineData("a2345678901234567890123456789012345678901")]
    public void What_could_be_taken_for_something_else_is_no_name(string text) =>
        Assert.Throws<UserErrorException>(() => Open().Add(text, Other));

    [Theory]
    [InlineData("not json")]
    [InlineData("""{"anna":"0x12"}""")]
    [InlineData("""{"a b":"0x0000000000000000000000000000000000000001"}""")]
    public void A_damaged_book_is_refused_with_its_path(string content)
    {
        File.WriteAllText(Path, content);

        Assert.Contains(Path, Assert.Throws<UserErrorException>(Open).Message, StringComparison.Ordinal);
        Assert.Equal(content, File.ReadAllText(Path));
    }

    [Fact]
    public void What_cannot_be_written_did_not_happen()
    {
        var book = Open();
        Directory.CreateDirectory(Path);

        Assert.ThrowsAny<Exception>(() => book.Add("anna", Other));

        Assert.Null(book.Find("anna"));
    }

    [Fact]
    public void A_full_book_takes_no_other_name_but_moves_those_that_it_has()
    {
        File.WriteAllText(Path, "{" + string.Join(",", Enumerable.Range(0, NameBook.MaxNames)
            .Select(number => $"\"n{number}\":\"{FakeRings.Other}\"")) + "}");
        var book = Open();

        Assert.Contains("full", Assert.Throws<UserErrorException>(() => book.Add("more", Other)).Message, StringComparison.Ordinal);
        book.Add("n7", new NamedThing(FakeRings.Self, null));
        Assert.Equal(FakeRings.Self, book.Find("n7")?.Did);
    }

    [Fact]
    public void The_name_of_a_service_keeps_its_ticket_for_whoever_asks_without_one()
    {
        var url = new RingUrl(FakeRings.Other, ServiceName.Web) { Ticket = TicketSecret.Of(new byte[32]) };
        Open().Add("blog", new NamedThing(url.Owner, url));

        var book = Open();

        Assert.Equal(url, book.Find("Blog")?.Service);
        Assert.Equal(url, book.WithTicket(url with { Ticket = default }));
        var other = url with { Name = ServiceName.Parse("other"), Ticket = default };
        Assert.Equal(other, book.WithTicket(other));
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path));
    }

    private static readonly NamedThing Other = new(FakeRings.Other, null);

    private NameBook Open() => NameBook.Open(Path, FakeRings.Self);
}
