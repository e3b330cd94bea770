using System.Text.Json.Nodes;

namespace Rings.Host.Tests.Processes;

/// <summary>What the running node has logged.</summary>
public sealed class LogsCommandSpecs : IDisposable
{
    private readonly string _data = Directory.CreateTempSubdirectory("rings-logs-").FullName;

    public void Dispose() => Directory.Delete(_data, recursive: true);

    [Fact]
    [Command("logs")]
    public async Task The_last_lines_are_shown_and_new_ones_as_they_come()
    {
        // A seed that answers nobody: there is a warning within 5 s.
        var (program, _) = await TwoNodes.StartAsync("--data-dir", _data, "--join", "http://127.0.0.1:1/");
        await using var node = program;
        await using var follower = Start("--follow", "--level", "warning");
        await follower.ReadUntilAsync(line => line.Contains("Seed http://127.0.0.1:1/", StringComparison.Ordinal));

        var all = (await RunAsync()).Said();
        var one = (await RunAsync("-n", "1", "--json")).Said();
        var warnings = (await RunAsync("--level", "warning")).Said();
        await program.InterruptAsync();
        var ended = await follower.EndAsync();

        Assert.Matches("(?m)^[0-9:]{8} info: rings.node rings [0-9.]+ began as 0x", all);
        Assert.Contains(" warning: ", all, StringComparison.Ordinal);
        Assert.NotNull(JsonNode.Parse(Assert.Single(one.Split('\n', StringSplitOptions.RemoveEmptyEntries)))!["source"]);
        Assert.All(warnings.Split('\n', StringSplitOptions.RemoveEmptyEntries), line => Assert.DoesNotContain(" info: ", line, StringComparison.Ordinal));
        Assert.Equal((1, "rings: the node stopped: there will be no more lines\n"), (ended.Code, ended.Error));
    }

    private Task<Program.Ended> RunAsync(params string[] arguments) => Program.RunAsync(["logs", .. arguments, "--data-dir", _data]);

    private Program Start(params string[] arguments) => Program.Start(["logs", .. arguments, "--data-dir", _data]);
}
