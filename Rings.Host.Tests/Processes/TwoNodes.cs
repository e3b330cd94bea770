using System.Text.Json.Nodes;

namespace Rings.Host.Tests.Processes;

/// <summary>Two nodes as processes on loopback, linked over WebRTC, that the tests of commands talk to.</summary>
public sealed class TwoNodes : IAsyncLifetime
{
    private readonly List<Program> _running = [];

    /// <summary>A folder that is removed afterwards.</summary>
    internal string Folder { get; } = Directory.CreateTempSubdirectory("rings-processes-").FullName;

    internal Node Anna { get; private set; } = null!;

    internal Node Bela { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        Anna = await StartAsync("anna");
        Bela = await StartAsync("bela", "--join", Anna.JoinUrl);
        await SettleAsync();
    }

    /// <summary>
    /// Waits until the two are a ring of two, and nothing else: so ends a test that took a link or brought a third.
    /// </summary>
    internal async Task SettleAsync()
    {
        using var leash = new CancellationTokenSource(Program.Leash);
        while (!await IsWholeAsync()) Assert.False(leash.IsCancellationRequested, "the two nodes made no ring");
    }

    public async Task DisposeAsync()
    {
        foreach (var program in _running) await program.DisposeAsync();
        Directory.Delete(Folder, recursive: true);
    }

    /// <summary>A path for a file or data directory of a test's own.</summary>
    internal string Fresh() => Path.Combine(Folder, Guid.NewGuid().ToString("N"));

    /// <summary>Starts a node.</summary>
    internal static async Task<(Program Program, JsonNode Says)> StartAsync(params string[] arguments)
    {
        var program = Program.Start(["run", "--port", "0", "--json", .. arguments]);
        return (program, JsonNode.Parse(await program.ReadUntilAsync(line => line == "}"))!);
    }

    private async Task<Node> StartAsync(string name, params string[] arguments)
    {
        var data = Path.Combine(Folder, name);
        var (program, says) = await StartAsync([.. arguments, "--data-dir", data]);
        _running.Add(program);
        return new Node(data, (string)says["did"]!, (string)says["joinUrl"]!, (string)says["internal"]!);
    }

    private async Task<bool> IsWholeAsync()
    {
        var states = await Task.WhenAll(((Node[])[Anna, Bela]).Select(async node => (await node.RunAsync("inspect", "--json")).Json()));
        return states.All(state => (string?)state["phase"] == "Member"
            && state["links"]!.AsArray() is [{ } link] && (string?)link["state"] == "Ready"
            && state["successors"]!.AsArray().Count == 1);
    }

    /// <summary>A node that runs.</summary>
    internal sealed record Node(string Data, string Did, string JoinUrl, string Internal)
    {
        /// <summary>Runs a command against it.</summary>
        public Task<Program.Ended> RunAsync(params string[] arguments) => Program.RunAsync([.. arguments, "--data-dir", Data]);

        /// <summary>Runs a command until it says something that is wanted.</summary>
        public async Task UntilAsync(string wanted, params string[] arguments)
        {
            using var leash = new CancellationTokenSource(Program.Leash);
            var seen = "";
            while (!leash.IsCancellationRequested)
            {
                seen = (await RunAsync(arguments)).Said();
                if (seen.Contains(wanted, StringComparison.Ordinal)) return;
            }

            Assert.Contains(wanted, seen, StringComparison.Ordinal);
        }

        /// <summary>Starts a command against it that goes on.</summary>
        public Program Start(params string[] arguments) => Program.Start([.. arguments, "--data-dir", Data]);

        /// <summary>Starts <c>rings listen</c>; what happens from now on is heard.</summary>
        public async Task<Program> ListenAsync(params string[] arguments)
        {
            var listener = Start(["listen", .. arguments]);
            var hears = listener.ReadUntilAsync(line => line.Contains("\"lookup\"", StringComparison.Ordinal) || line.Contains(" belongs to ", StringComparison.Ordinal));
            // Look-ups are told to whoever listens: the first that is heard says that it does.
            while (!hears.IsCompleted) (await RunAsync("lookup", Did)).Said();
            await hears;
            return listener;
        }
    }
}

/// <summary>Tests that share the two nodes run one after another.</summary>
[CollectionDefinition(Name)]
public sealed class WithTwoNodes : ICollectionFixture<TwoNodes>
{
    public const string Name = "two nodes";
}
