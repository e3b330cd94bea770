using System.Text.Json.Nodes;
using CsCheck;
using Rings.Host.Cli;

namespace Rings.Host.Tests.Cli;

public sealed class VisibleSpecs
{
    [Theory]
    [InlineData("a\u001b]0;t\u0007b", @"a\u001B]0;t\u0007b")]
    [InlineData("a\rb\nc", @"a\rb\nc")]
    [InlineData("\u009b2J\u0085\u007f", @"\u009B2J\u0085\u007F")]
    [InlineData("\u202eright\u2066\u2069\u200f", @"\u202Eright\u2066\u2069\u200F")]
    [InlineData("tab\täöü 漢字 🎉 +'", "tab\täöü 漢字 🎉 +'")]
    public void What_drives_a_terminal_is_shown_as_an_escape_and_all_else_as_it_is(string text, string shown) =>
        Assert.Equal(shown, Visible.Line(text));

    internal static bool IsHidden(System.Text.Rune rune) => Visible.IsHidden(rune);

    [Fact]
    public void Further_lines_are_indented() =>
        Assert.Equal("one\n    0xAB: two\n    three", Visible.Lines("one\r\n0xAB: two\nthree\n", "    "));

    [Fact]
    public void No_text_leaves_a_character_that_drives_a_terminal() => Gen.String.Sample(text =>
    {
        Assert.DoesNotContain(Visible.Line(text).EnumerateRunes(), Visible.IsHidden);
        Assert.All(Visible.Lines(text, "    ").Split('\n').Skip(1), line => Assert.StartsWith("    ", line, StringComparison.Ordinal));
        var json = JsonOutput.Text(new JsonObject { ["a"] = text }, indented: false);
        Assert.DoesNotContain(json.EnumerateRunes(), Visible.IsHidden);
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(json), JsonNode.Parse(new JsonObject { ["a"] = text }.ToJsonString())));
    }, iter: 3_000);

    [Fact]
    public void Letters_of_all_scripts_stand_in_JSON_as_they_are() =>
        Assert.Equal("""{"a":"+'ä漢🎉"}""", JsonOutput.Text(new JsonObject { ["a"] = "+'ä漢🎉" }, indented: false));
}
