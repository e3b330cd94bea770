using Rings.Host.Cli;
using Rings.Host.Names;
using Rings.Host.Tests.Rpc;

namespace Rings.Host.Tests.Names;

public sealed class NameBookSpecs : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("rings-names-");

    private string Path => System.IO.Path.Combine(_folder.FullName, "names.json");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void A_name_is_kept_over_a_restart_and_its_case_does_not_matter()
    {
        Open().Add("Anna", FakeRings.Other);

        Assert.Equal(FakeRings.Other, Open().Find("anna"));
        Assert.Equal(["Anna"], Open().All.Select(entry => entry.Key));
    }

    [Fact]
    public void The_node_itself_is_always_me()
    {
        Assert.Equal(FakeRings.Self, Open().Find("me"));
        Assert.Contains("always names this node", Assert.Throws<UserErrorException>(
            () => Open().Add("ME", FakeRings.Other)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_name_that_is_given_again_moves_and_one_that_is_removed_is_gone()
    {
        var book = Open();
        book.Add("anna", FakeRings.Other);

        book.Add("ANNA", FakeRings.Self);
        Assert.Equal(FakeRings.Self, Open().Find("anna"));
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
        Assert.Throws<UserErrorException>(() => Open().Add(text, FakeRings.Other));

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

        Assert.ThrowsAny<Exception>(() => book.Add("anna", FakeRings.Other));

        Assert.Null(book.Find("anna"));
    }

    [Fact]
    public void A_full_book_takes_no_other_name_but_moves_those_that_it_has()
    {
        File.WriteAllText(Path, "{" + string.Join(",", Enumerable.Range(0, NameBook.MaxNames)
            .Select(number => $"\"n{number}\":\"{FakeRings.Other}\"")) + "}");
        var book = Open();

        Assert.Contains("full", Assert.Throws<UserErrorException>(() => book.Add("more", FakeRings.Other)).Message, StringComparison.Ordinal);
        book.Add("n7", FakeRings.Self);
        Assert.Equal(FakeRings.Self, book.Find("n7"));
    }

    private NameBook Open() => NameBook.Open(Path, FakeRings.Self);
}
