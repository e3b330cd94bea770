using System.Text.Json.Nodes;
using Rings.Protocol.Identity;

namespace Rings.Host.Tests.Processes;

/// <summary>Commands that need no running node.</summary>
public sealed class AloneSpecs : IDisposable
{
    private readonly string _data = Directory.CreateTempSubdirectory("rings-alone-").FullName;

    public void Dispose() => Directory.Delete(_data, recursive: true);

    [Fact]
    [Command("init", "session show", "session renew")]
    public async Task An_account_is_made_once_and_its_session_is_shown_and_renewed()
    {
        var made = (await RunAsync("init", "--account-kind", "Ed25519", "--json")).Json();
        var shown = (await RunAsync("session", "show", "--json")).Json();
        var document = (await RunAsync("session", "show", "--did-document")).Json();
        var renewed = (await RunAsync("session", "renew", "--json")).Json();

        Assert.Equal("Ed25519", (string?)made["kind"]);
        Assert.Equal(made.ToJsonString(), shown.ToJsonString());
        Assert.Equal($"did:rings:{((string)made["did"]!)[2..].ToLowerInvariant()}", (string?)document["id"]);
        Assert.Equal(2, document["verificationMethod"]!.AsArray().Count);
        Assert.Equal((string?)made["did"], (string?)renewed["did"]);
        Assert.NotEqual((string?)made["sessionKey"], (string?)renewed["sessionKey"]);
        Assert.Contains("rings never overwrites one", (await RunAsync("init")).Complaint(), StringComparison.Ordinal);
    }

    [Fact]
    [Command("session new", "session complete")]
    public async Task A_wallet_signs_a_text_and_the_session_begins()
    {
        using var wallet = AccountKey.FromSecret(AccountKind.Eip191, Enumerable.Repeat((byte)7, 32).ToArray());
        var former = (string)(await RunAsync("session", "new", "--wallet", wallet.Did.ToString(), "--json")).Json()["text"]!;
        var text = (string)(await RunAsync("session", "new", "--wallet", wallet.Did.ToString(), "--json")).Json()["text"]!;
        var early = await RunAsync("session", "complete", "0x" + Convert.ToHexStringLower(wallet.Sign(former)));
        var wrong = await RunAsync("session", "complete", new string('0', 130));

        var session = (await RunAsync("session", "complete", "0x" + Convert.ToHexStringLower(wallet.Sign(text)), "--json")).Json();

        Assert.Contains("printed last, without a line end behind it", wrong.Complaint(), StringComparison.Ordinal);
        Assert.Contains("a text that was printed before that one counts no more", early.Complaint(), StringComparison.Ordinal);
        Assert.Equal(wallet.Did.ToString(), (string?)session["did"]);
        Assert.Contains($"is the session of {wallet.Did}", (await RunAsync("init")).Complaint(), StringComparison.Ordinal);
        Assert.Equal(session.ToJsonString(), (await RunAsync("session", "show", "--json")).Json().ToJsonString());
        Assert.DoesNotContain('\n', (await RunAsync("session", "new", "--external", wallet.Did.ToString())).Said()[^1..]);
    }

    [Fact]
    [Command("doctor")]
    public async Task The_doctor_looks_at_all_and_makes_nothing()
    {
        var folder = Path.Combine(_data, "none");

        var findings = (await Program.RunAsync("doctor", "--json", "--data-dir", folder)).Json().AsArray();

        Assert.Contains(findings, found => (string?)found!["check"] == "configuration" && (string?)found["verdict"] == "well");
        Assert.Contains(findings, found => (string?)found!["check"] == "UDP" && (string?)found["verdict"] == "well");
        Assert.False(Directory.Exists(folder));
    }

    [Fact]
    public async Task The_doctor_fails_where_something_is_wrong()
    {
        var ended = await RunAsync("doctor", "--join", "http://127.0.0.1:1/");

        Assert.Equal(1, ended.Code);
        Assert.Contains("WRONG  http://127.0.0.1:1/", ended.Output, StringComparison.Ordinal);
        Assert.Matches("^rings: 1 of [0-9]+ checks found something wrong$", Assert.Single(ended.ErrorLines));
    }

    [Fact]
    [Command("demo")]
    public async Task The_demo_shows_a_ring_and_ends_by_itself()
    {
        var summary = (await RunAsync("demo", "--nodes", "2", "--json")).Json();

        Assert.Equal(2, (int)summary["nodes"]!);
        Assert.Equal(1, (int)summary["links"]!);
        Assert.Equal(2, (int)summary["delivered"]!);
        Assert.Equal(2, (int)summary["reads"]!);
    }

    [Fact]
    [Command("simulate")]
    public async Task A_simulated_ring_is_the_same_for_the_same_seed()
    {
        string[] command = ["simulate", "--nodes", "40", "--look-ups", "50", "--seconds", "30", "--seed", "7"];
        var chart = Path.Combine(_data, "charts");

        var first = await RunAsync([.. command, "--out", chart]);
        var again = await RunAsync(command);

        Assert.Equal(0, first.Code);
        Assert.Equal(Results(first), Results(again));
        Assert.NotEmpty(Directory.GetFiles(chart, "*.svg", SearchOption.AllDirectories));
        var json = JsonNode.Parse((await RunAsync([.. command, "--json"])).Said());
        Assert.Equal(40, (int)json!["nodes"]!);
    }

    [Theory]
    [Command("completion")]
    [InlineData("bash")]
    [InlineData("zsh")]
    [InlineData("fish")]
    [InlineData("powershell")]
    public async Task Completion_is_there_for_each_shell(string shell) =>
        Assert.Contains("[suggest", (await RunAsync("completion", shell)).Said(), StringComparison.Ordinal);

    // What is told of the machine's own time differs from run to run.
    private static IEnumerable<string> Results(Program.Ended ended) => ended.Output.Split('\n').Where(line => line.Contains('|', StringComparison.Ordinal));

    private Task<Program.Ended> RunAsync(params string[] arguments) => Program.RunAsync([.. arguments, "--data-dir", _data]);
}
