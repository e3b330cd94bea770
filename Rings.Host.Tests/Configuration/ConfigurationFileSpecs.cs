using Akka.Configuration;
using Akka.Configuration.Hocon;
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
    [InlineData("rings {\n  http", "line 2: 'rings.http' has no value")]
    [InlineData("rings { seeds = [1 }", "line 1: '}' does not close the '[' of line 1")]
    [InlineData("rings }", "no value")]
    [InlineData("\nrings.name = ${NAME}", "line 2: ${NAME} stands for no key of this file; the environment is not read")]
    [InlineData("\nrings.name = ${?NAME}", "line 2: ${?NAME} is not read, and neither is the environment")]
    [InlineData("rings.name = ${rings.name}", "line 1: ${rings.name} stands for itself")]
    [InlineData("rings.name = ${rings.other}\nrings.other = ${rings.name}", "stands for itself")]
    [InlineData("include \"more.conf\"\nrings.name = dev", "line 1: include is not supported")]
    [InlineData("rings.name = dev\ninclude \"more.conf\"\nrings.http.port = 7", "line 2: include is not supported")]
    [InlineData("rings.name = null", "line 1: rings.name = null: expected a text")]
    [InlineData("rings.http.port = null", "line 1: rings.http.port = null: expected")]
    [InlineData("rings.http = 7", "line 1: rings.http = 7: expected an object")]
    [InlineData("rings {\n  http\n  {\n    prot = 7\n  }\n}", "line 4: there is no key 'rings.http.prot'")]
    [InlineData("rings {\n  name\n}", "line 2: 'rings.name' has no value")]
    [InlineData("rings.seeds += \"http://a\"", "line 1: += is not supported: write rings.seeds = […]")]
    [InlineData("rings { http { port = 7 }, name = dev }", "line 1: something stands here that is neither a key nor a value")]
    [InlineData("rings.name = a\nrings.name = http://a\nrings.name = b", "line 2: a value with = or : in it stands in double quotes")]
    [InlineData("rings.seeds = [a,\n b = c]", "line 2: '=' stands in a list")]
    [InlineData("rings.seeds = [a,\n ${ ]", "line 2: '${' is not closed")]
    public void An_error_names_line_key_and_what_was_expected(string text, string expected)
    {
        var error = Assert.Throws<UserErrorException>(() => ConfigurationFile.Parse("rings.conf", text, Reference));

        Assert.StartsWith("rings.conf", error.Message, StringComparison.Ordinal);
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }

    /// <summary>Akka's parser is the judge of what a configuration is.</summary>
    [Theory]
    [InlineData("rings {\n  http {\n    port = 7")]
    [InlineData("rings\n{\n  http\n  # words\n  {\n port =\n 7\n }\n}")]
    [InlineData("{ \"rings\": { \"http\": { \"port\": 7 } } }")]
    [InlineData("seven = 7\nrings.http.port = ${seven}")]
    [InlineData("rings.http.port = ${seven}\nseven = 7")]
    [InlineData("rings.http.port = 7\nrings.name = \"open")]
    [InlineData("rings.http.port = 7 // words")]
    [InlineData("rings.http.port = 7\n}\nrings.http.port = 8")]
    [InlineData("rings.http.port = 6\nrings.http { port = 7 } { enabled = on }")]
    [InlineData("rings.http.port = 7\nrings.seeds = [\n  a\n  b, # words\n  \"http://c\"\n]")]
    [InlineData("rings.http.port = 7\nrings.seeds = [a")]
    public void What_the_parser_reads_is_read(string text) =>
        Assert.Equal(7, ConfigurationFile.Parse("rings.conf", text, Reference).GetInt("rings.http.port"));

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

    /// <summary>Whatever the parser finds, the scanner knows the line of, or it said that there is no end to it.</summary>
    [Fact]
    public void The_scanner_ends_on_any_text() =>
        Gen.Int[0, Alphabet.Length - 1].Select(i => Alphabet[i]).Array[0, 60].Select(letters => new string(letters))
            .Sample(text =>
        {
            var keys = HoconKeys.Read(text);
            if (keys.Endless is { } endless) Assert.InRange(endless.Line, 1, text.Count(letter => letter == '\n') + 1);
        }, iter: 20_000);

    /// <summary>A parser that does not end would take this process with it: so only texts without lists and braces in values.</summary>
    [Fact]
    public void Each_key_that_the_parser_finds_has_its_line()
    {
        var word = Any("a", "b", "c.d", "\"e\"");
        var value = Any("1", "x y", "\"q=\\\"}{\"", "[1, \"]\"]", "[\n{ k = 1 }\n# ]\n]", "\"\"\"t\n}\"\"\"", "{ z = 1 }");
        var line = Gen.Select(word, Any(" = ", ":", "=\n "), value, Any("\n", " # }]\n", "\n// {\n"))
            .Select((key, equals, to, end) => key + (to[0] == '{' ? " " : equals) + to + end);
        Gen.Select(line.Array[1, 5], word, line.Array[0, 3]).Sample((first, of, inner) =>
        {
            var text = string.Concat(first) + of + (inner.Length % 2 == 0 ? " {\n" : "\n{\n") + string.Concat(inner) + "}\n";
            var keys = HoconKeys.Read(text);
            Assert.Null(keys.Endless);
            foreach (var key in Leaves("", ConfigurationFactory.ParseString(text).Root)) Assert.NotNull(keys.LineOf(key));
        }, iter: 3_000);
    }

    private static Gen<string> Any(params string[] texts) => Gen.Int[0, texts.Length - 1].Select(i => texts[i]);

    private static IEnumerable<string> Leaves(string path, HoconValue value) => value.IsObject()
        ? value.GetObject().Items.SelectMany(item => Leaves(path.Length == 0 ? item.Key : $"{path}.{item.Key}", item.Value))
        : [path];

    [Fact]
    public void A_missing_file_is_named()
    {
        var error = Assert.Throws<UserErrorException>(() => ConfigurationFile.Read("/nowhere/rings.conf", Reference));

        Assert.Contains("/nowhere/rings.conf", error.Message, StringComparison.Ordinal);
    }
}
