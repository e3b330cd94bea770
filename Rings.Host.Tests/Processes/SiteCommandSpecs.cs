using System.Text.Json.Nodes;

namespace Rings.Host.Tests.Processes;

/// <summary>Sites of real nodes, read through the web gateway of one that never met the publisher's commands.</summary>
public sealed class SiteCommandSpecs : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("rings-site-").FullName;
    private readonly HttpClient _http = new(new SocketsHttpHandler { UseProxy = false }) { Timeout = Program.Leash };
    private readonly List<Program> _running = [];

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        _http.Dispose();
        foreach (var program in _running) await program.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    [Command("site publish", "site list", "site remove")]
    public async Task The_newer_of_two_versions_opens_elsewhere_while_its_publisher_is_away()
    {
        var anna = await StartAsync("anna");
        var bela = await StartAsync("bela", "--join", (string)anna.Says["joinUrl"]!);
        var carl = await StartAsync("carl", "--join", (string)anna.Says["joinUrl"]!);
        await WholeAsync("anna", "bela", "carl");
        Write("<h1>one</h1>");
        (await RunAsync("anna", "site", "publish", Path.Combine(_folder, "page"), "blog")).Said();
        Write("<h1>two</h1>");
        var said = (await RunAsync("anna", "site", "publish", Path.Combine(_folder, "page"), "blog", "--title", "A page", "--json")).Json();
        var did = (string)anna.Says["did"]!;
        Assert.Equal($"ring://{did}/blog", (string?)said["url"]);
        Assert.Contains("A page", (await RunAsync("anna", "site", "list")).Said(), StringComparison.Ordinal);
        (await RunAsync("bela", "site", "publish", Path.Combine(_folder, "page"), "gone")).Said();
        (await RunAsync("bela", "site", "remove", "gone")).Said();
        await anna.Program.InterruptAsync();

        Assert.Equal((200, "<h1>two</h1>"), await GetAsync(carl.Says, $"blog.{did[2..]}.localhost"));
        Assert.Equal(404, (await GetAsync(carl.Says, $"gone.{((string)bela.Says["did"]!)[2..]}.localhost")).Status);
        Assert.Contains("no site none", (await RunAsync("bela", "site", "remove", "none")).Complaint(), StringComparison.Ordinal);
        Assert.Contains("is no name of a site", (await RunAsync("bela", "site", "publish", _folder, "No")).Complaint(), StringComparison.Ordinal);
        Assert.Contains("there is no directory", (await RunAsync("bela", "site", "publish", _folder + "/none", "no")).Complaint(), StringComparison.Ordinal);
    }

    private void Write(string page)
    {
        Directory.CreateDirectory(Path.Combine(_folder, "page"));
        File.WriteAllText(Path.Combine(_folder, "page", "index.html"), page);
    }

    private async Task<(Program Program, JsonNode Says)> StartAsync(string name, params string[] arguments)
    {
        var started = await TwoNodes.StartAsync([.. arguments, "--data-dir", Path.Combine(_folder, name)]);
        _running.Add(started.Program);
        return started;
    }

    private async Task WholeAsync(params string[] names)
    {
        using var leash = new CancellationTokenSource(Program.Leash);
        while (true)
        {
            var states = await Task.WhenAll(names.Select(async name => (await RunAsync(name, "inspect", "--json")).Json()));
            if (states.All(state => state["successors"]!.AsArray().Count == names.Length - 1)) return;
            Assert.False(leash.IsCancellationRequested, "the nodes made no ring");
        }
    }

    private Task<Program.Ended> RunAsync(string name, params string[] arguments) =>
        Program.RunAsync([.. arguments, "--data-dir", Path.Combine(_folder, name)]);

    private async Task<(int Status, string Text)> GetAsync(JsonNode node, string host)
    {
        var gateway = new Uri((string)node["gateway"]!);
        using var request = new HttpRequestMessage(HttpMethod.Get, gateway);
        request.Headers.Host = $"{host}:{gateway.Port}";
        using var answer = await _http.SendAsync(request);
        return ((int)answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }
}
