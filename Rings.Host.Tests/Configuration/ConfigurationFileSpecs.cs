using Akka.Configuration;
using CsCheck;
using Rings.Host.Cli;
using Rings.Host.Configuration;

namespace Rings.Host.Tests.Configuration;

public sealed class ConfigurationFileSpecs
{
    private const string Alphabet = "rings.=:{}[],\"#/ \n\\a1";

    private static readonly Config Reference = ConfigurationFactory.ParseString("""
        rings {
          http { port = 50000, enabled = on }
          ring { stabilise-interval = 250ms, share = 0.5 }
          storage.quota = 1GiB
          seeds = []
          name = ""
        }
        """);

    [Theory]
    [InlineData("rings.http.port = 7")]
    [InlineData("rings { http { port = 7 } }")]
    [InlineData("rings {\n  # words\n  http.port : 7 // more\n}\n")]
    [InlineData("rings.http { port = 7, enabled = off }")]
    public void Every_way_to_write_a_key_is_read(string text) =>
        Assert.Equal(7, ConfigurationFile.Parse("rings.conf", text, Reference).GetInt("rings.http.port"));

    [Fact]
    public void Lists_texts_and_akkas_own_keys_pass()
    {
        var config = ConfigurationFile.Parse("rings.conf", """
            rings.seeds = ["http://a:1/#0x1", "http://b:2"]
            rings.name = "a {strange} [name] # here"
            akka.loglevel = DEBUG
            """, Reference);

        Assert.Equal(["http://a:1/#0x1", "http://b:2"], config.GetStringList("rings.seeds"));
        Assert.Equal("a {strange} [name] # here", config.GetString("rings.name"));
    }

    [Theory]
    [InlineData("rings {\n  http { prot = 7 }\n}", "line 2: there is no key 'rings.http.prot'")]
    [InlineData("rings.port = 7", "line 1: there is no key 'rings.port'; did you mean 'rings.http.port'?")]
    [InlineData("\n\nrings.http.port = many", "line 3: rings.http.port = many: expected a whole number")]
    [InlineData("rings.http.enabled = 7", "expected on or off")]
    [InlineData("rings.ring.stabilise-interval = 250", "expected a time with its unit")]
    [InlineData("rings.ring.share = much", "expected a number")]
    [InlineData("rings.storage.quota = 1", "expected a size with its unit")]
    [InlineData("rings.seeds = \"http://a\"", "expected a list")]
    [InlineData("rings.http.port = [1]", "expected a single value")]
    [InlineData("rings.http.port =", "line 1: 'rings.http.port' has no value")]
    [InlineData("rings {\n  http", "line 2: 'http' has no value")]
    [InlineData("rings {\n  http {\n", "line 2: '{' is not closed")]
    [InlineData("rings.seeds = [1", "line 1: '[' is not closed")]
    [InlineData("rings { seeds = [1 }", "line 1: '}' does not close the '[' of line 1")]
    [InlineData("rings }", "no value")]
    [InlineData("}", "line 1: '}' closes nothing")]
    [InlineData("rings.name = \"open", "line 1: a '\"' is not closed")]
    [InlineData("rings.name = ${nothing}", "nothing")]
    public void An_error_names_line_key_and_what_was_expected(string text, string expected)
    {
        var error = Assert.Throws<UserErrorException>(() => ConfigurationFile.Parse("rings.conf", text, Reference));

        Assert.StartsWith("rings.conf", error.Message, StringComparison.Ordinal);
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("rings {\n  ring {\n    successors = -5\n  }\n}", "rings.conf, line 3: rings.ring.successors = -5: expected 1 to 64")]
    [InlineData("rings.links.half-open = -1", "rings.conf, line 1: rings.links.half-open = -1: expected 4 to 4096")]
    [InlineData("\nrings.storage.copies = 0", "rings.conf, line 2: rings.storage.copies = 0: expected 1 to 16")]
    [InlineData("rings.transport.port = 99999999", "rings.conf, line 1: rings.transport.port = 99999999: expected 0 to 65535")]
    [InlineData("rings.transport.port = 99999999999999999999", "expected 0 to 65535")]
    [InlineData("rings.messages.deadline = 11m", "rings.messages.deadline = 11m: expected 1ms to 10m")]
    public void A_value_out_of_its_range_is_refused_with_file_line_and_range(string text, string expected)
    {
        var error = Assert.Throws<UserErrorException>(() =>
            ConfigurationFile.Parse("rings.conf", text, Rings.Host.Node.HostSettings.Reference()));

        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_key_scanner_ends_on_any_text_with_keys_or_its_own_error() =>
        Gen.Int[0, Alphabet.Length - 1].Select(i => Alphabet[i]).Array[0, 60].Select(letters => new string(letters))
            .Sample(text =>
        {
            try
            {
                Assert.NotNull(HoconKeys.Read("x", text));
            }
            catch (UserErrorException error)
            {
                Assert.StartsWith("x, line ", error.Message, StringComparison.Ordinal);
            }
        }, iter: 20_000);

    [Fact]
    public void A_missing_file_is_named()
    {
        var error = Assert.Throws<UserErrorException>(() => ConfigurationFile.Read("/nowhere/rings.conf", Reference));

        Assert.Contains("/nowhere/rings.conf", error.Message, StringComparison.Ordinal);
    }
}
