using System.CommandLine;
using Rings.Host.Cli;

namespace Rings.Host.Tests.Processes;

/// <summary>A wrong command line is a mistake of usage, told in words: exit code 2.</summary>
public sealed class UsageSpecs
{
    [Theory]
    [InlineData("'sned' is not known here; did you mean 'send'?", "sned")]
    [InlineData("'--prot' is not known here; did you mean '--port'?", "run", "--prot", "7")]
    [InlineData("'--consist' is not known here; did you mean '--consistency'?", "get", "0x1", "a", "--consist")]
    [InlineData("'nonsense' is not known here", "nonsense")]
    [InlineData("send needs DID and TEXT", "send")]
    [InlineData("send needs TEXT", "send", "0x1")]
    [InlineData("offer answer needs OFFER", "offer", "answer")]
    [InlineData("peer needs one of its commands:", "peer")]
    [InlineData("--account-kind: 'foo' is none: Secp256k1, Eip191, Bip137, Secp256r1, Ed25519, Eip712 or Bip322", "init", "--account-kind", "foo")]
    [InlineData("--port: expected 0 to 65534", "run", "--port", "abc")]
    [InlineData("--port: expected 0 to 65534", "run", "--port", "65535")]
    [InlineData("--port: expected 0 to 65534", "run", "--port", "99999999999999999999")]
    [InlineData("--nodes: expected 1 to 100000.", "simulate", "--nodes", "abc")]
    [InlineData("--nodes: expected 2 to 16", "demo", "--nodes", "abc")]
    [InlineData("--seed: expected 0 to 18446744073709551615.", "simulate", "--seed", "-1")]
    public async Task What_is_wrong_is_named(string says, params string[] command)
    {
        var ended = await Program.RunAsync(command);

        Assert.Equal((2, ""), (ended.Code, ended.Output));
        Assert.Equal("rings: " + says, ended.ErrorLines[0]);
    }

    [Theory]
    [InlineData("abc")]
    [InlineData("")]
    [InlineData("-1e400")]
    [InlineData("NaN")]
    [InlineData("٣")]
    public void No_option_of_any_command_answers_with_an_exception(string value)
    {
        var root = RingsCommand.Create();
        foreach (var (path, command) in All(root, []))
        {
            foreach (var option in command.Options.Where(option => option.ValueType != typeof(bool)))
            {
                var parsed = root.Parse([.. path, option.Name, value]);
                var isNumber = option.ValueType.IsPrimitive || Nullable.GetUnderlyingType(option.ValueType) is { IsPrimitive: true };
                Assert.True(
                    !isNumber || parsed.Errors.Count > 0, $"{string.Join(' ', path)} {option.Name} takes '{value}'");
                Assert.All(UsageErrors.Of(parsed), line => Assert.DoesNotContain("System.", line, StringComparison.Ordinal));
            }
        }
    }

    [Fact]
    public async Task Whatever_the_command_a_wrong_level_of_the_log_is_refused() => Assert.StartsWith(
        "rings: --log-level loud: expected",
        (await Program.RunAsync("send", "0x1", "hi", "--log-level", "loud")).Complaint(), StringComparison.Ordinal);

    private static IEnumerable<(string[] Path, Command Command)> All(Command command, string[] path) =>
        command.Subcommands.SelectMany(below => All(below, [.. path, below.Name])).Prepend((path, command));
}
