using System.CommandLine;
using System.Net;
using System.Net.Sockets;

namespace Rings.Host.Tests.Processes;

/// <summary>Ctrl-C: a command that was not done ends with 130 and says what it left.</summary>
public sealed class InterruptSpecs : IDisposable
{
    // What a command is given where it wants arguments.
    private static readonly Dictionary<string, string[]> Arguments = new()
    {
        ["connect seed"] = ["SEEDS"],
        ["file put"] = ["FILE"],
        ["file get"] = [new string('a', 64)],
        ["file ls"] = [new string('a', 64)],
        ["site publish"] = ["FOLDER", "x"],
        ["forward"] = ["0", "x"],
        ["proxy"] = ["--socks", "0"],
        ["entrance"] = ["--zone", "zone.example", "--allow", "x"],
        ["service add"] = ["x", "tcp", "8080"],
        ["service allow"] = ["x", "x"],
        ["service deny"] = ["x", "x"],
        ["secret split"] = ["--guardians", "0x0000000000000000000000000000000000000001"],
        ["secret recover"] = ["--sheet", "FILE"],
        ["secret approve"] = ["x", "one", "two", "three", "four"],
        ["group create"] = ["x", "--members", "0x0000000000000000000000000000000000000001"],
        ["group propose"] = ["x", "--any-text", "hi"],
        ["group policy"] = ["x", "on"],
        ["group refresh"] = ["x"],
        ["group change"] = ["x", "-k", "2"],
        ["swap offer"] = ["--give", "1ltc", "--take", "1eth", "--to", "0x0000000000000000000000000000000000000001"],
        ["prove preimage"] = [new string('0', 64), "--file", "none", "--to", "0x0000000000000000000000000000000000000001"],
        ["prove credential"] = ["FILE", "--to", "0x0000000000000000000000000000000000000001"],
        ["credential issue"] = ["x", "--list", "LIST", "--out", "FOLDER"],
        ["prove circuit"] = ["CIRCUIT", "--inputs", "none", "--to", "0x0000000000000000000000000000000000000001"],
        ["prove own"] = ["0x0000000000000000000000000000000000000001", "--to", "0x0000000000000000000000000000000000000001"],
        ["prove one-of"] = ["FILE", "--to", "0x0000000000000000000000000000000000000001"],
        ["proof take"] = ["FILE"],
        ["proof allow"] = ["FILE"],
        ["send"] = ["0x0000000000000000000000000000000000000001", "hi"],
    };

    // They only watch: nothing is left to be told.
    private static readonly string[] Watching = ["listen", "topic follow", "logs", "chat"];

    // They ask no node, or are the node, and have tests of their own below or in AloneSpecs.
    private static readonly string[] Alone =
    [
        "run", "init", "session new", "session complete", "session show", "session renew", "group session", "demo", "simulate", "completion",
        "doctor", "daemon install", "daemon remove", "verify", "swap deploy", "credential draw", "credential add", "credential list",
        "credential show", "credential remove",
    ];

    private readonly string _data = Directory.CreateTempSubdirectory("rings-interrupt-").FullName;

    public void Dispose() => Directory.Delete(_data, recursive: true);

    [Fact]
    public async Task Each_command_that_waits_for_a_node_ends_with_130_and_says_what_was_left()
    {
        await PrepareAsync();
        var commands = Leaves(RingsCommand.Create(), "").Where(leaf => !Alone.Contains(leaf.Name)).ToList();
        Assert.Equal(Alone.Order(), Leaves(RingsCommand.Create(), "").Select(leaf => leaf.Name).Intersect(Alone).Order());
        foreach (var batch in commands.Chunk(4))
        {
            await Task.WhenAll(batch.Select(async leaf =>
            {
                // A node that takes connections and says nothing.
                using var silent = new TcpListener(IPAddress.Loopback, 0);
                silent.Start();
                await using var program = Program.Start(
                    [
                        .. leaf.Name.Split(' '), .. Given(leaf.Name, leaf.Command), "--data-dir", _data,
                        "--endpoint", $"http://{silent.LocalEndpoint}/",
                    ]);
                var held = silent.AcceptSocketAsync();
                Assert.True(await Task.WhenAny(held, Task.Delay(Program.Leash)) == held, $"{leaf.Name} never came to its node");
                using var connection = await held;

                var ended = await program.InterruptAsync();

                Assert.Equal((leaf.Name, 130), (leaf.Name, ended.Code));
                if (Watching.Contains(leaf.Name)) Assert.Equal((leaf.Name, ""), (leaf.Name, ended.Error));
                else Assert.Matches("^rings: interrupted: [^\\n]{10,}\n$", ended.Error);
            }));
        }
    }

    [Fact]
    public async Task The_demo_does_too()
    {
        await using var demo = Program.Start("demo", "--nodes", "3", "--log-level", "error");
        await demo.ReadUntilAsync(line => line.Length > 0);

        var ended = await demo.InterruptAsync();

        Assert.Equal(130, ended.Code);
        Assert.Equal("rings: interrupted: the ring is gone, and nothing was left on disk\n", ended.Error);
    }

    private string[] Given(string name, Command command) =>
        Arguments.TryGetValue(name, out var given)
            ? [.. given.Select(word => word is "SEEDS" or "FILE" or "LIST" or "CIRCUIT" or "FOLDER" ? Path.Combine(_data, word) : word)]
            : [.. command.Arguments.Where(argument => argument.Arity.MinimumNumberOfValues > 0).Select(_ => "x"), .. name is "put" or "get" ? (string[])["x"] : []];

    private async Task PrepareAsync()
    {
        await WriteAsync("token", "a-token-of-this-test\n");
        await WriteAsync("SEEDS", """{"peers":[{"url":"http://127.0.0.1:1/"}]}""");
        await WriteAsync("FILE", "content");
        await WriteAsync("CIRCUIT", "1 3\n2 1 1\n1 1\n2 1 0 1 2 AND\n");
        await WriteAsync("LIST", "0x0000000000000000000000000000000000000001");
        Directory.CreateDirectory(Path.Combine(_data, "FOLDER"));
        await WriteAsync(Path.Combine("FOLDER", "index.html"), "content");
    }

    private async Task WriteAsync(string name, string content)
    {
        var path = Path.Combine(_data, name);
        await File.WriteAllTextAsync(path, content);
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    private static IEnumerable<(string Name, Command Command)> Leaves(Command command, string above) => command.Subcommands.SelectMany(
        below => below.Subcommands.Count > 0 ? Leaves(below, above + below.Name + " ") : [(above + below.Name, below)]);
}
