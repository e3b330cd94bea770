using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace Rings.Host.Tests.Processes;

/// <summary>A node as a process, with its JSON-RPC at hand.</summary>
internal sealed class SecretsNode : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Program _program;
    private readonly HttpClient _http = new() { Timeout = Patience };

    private SecretsNode(Program program, string data, JsonNode says)
    {
        (_program, Data) = (program, data);
        (Did, JoinUrl) = ((string)says["did"]!, (string)says["joinUrl"]!);
        _http.BaseAddress = new Uri((string)says["internal"]!);
        _http.DefaultRequestHeaders.Authorization =
            new AuthenticationHeaderValue("Bearer", File.ReadAllText(Path.Combine(data, "token")).Trim());
    }

    public string Data { get; }

    public string Did { get; }

    public string JoinUrl { get; }

    public bool IsUp { get; private set; } = true;

    public static async Task<SecretsNode> StartAsync(string data, string? seed)
    {
        string[] join = seed is null ? [] : ["--join", seed];
        var (program, says) = await TwoNodes.StartAsync([.. join, "--data-dir", data]);
        var node = new SecretsNode(program, data, says);
        if (seed is not null) await node.UntilAsync("inspect", state => (string?)state["phase"] == "Member");
        return node;
    }

    /// <summary>Runs a command against it.</summary>
    public Task<Program.Ended> RunAsync(params string[] arguments) => Program.RunAsync([.. arguments, "--data-dir", Data]);

    /// <summary>Calls a method.</summary>
    /// <param name="method">Which.</param>
    /// <param name="parameters">What it is passed; null: nothing.</param>
    public async Task<JsonNode?> CallAsync(string method, JsonObject? parameters = null)
    {
        var call = new JsonObject { ["jsonrpc"] = "2.0", ["id"] = 1, ["method"] = method };
        if (parameters is not null) call["params"] = parameters;
        using var response = await _http.PostAsJsonAsync("", call);
        return JsonNode.Parse(await response.Content.ReadAsStringAsync())!["result"];
    }

    /// <summary>Looks until something is so; the leash is a minute.</summary>
    public async Task UntilAsync(string method, Predicate<JsonNode> isSo)
    {
        using var leash = new CancellationTokenSource(Patience);
        JsonNode? seen = null;
        while (!leash.IsCancellationRequested)
        {
            seen = await CallAsync(method);
            if (seen is not null && isSo(seen)) return;
        }

        Assert.Fail($"{method} says: {seen?.ToJsonString()}");
    }

    /// <summary>Ends it as a loss of power would.</summary>
    public async Task KillAsync()
    {
        IsUp = false;
        await _program.DisposeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (IsUp) await _program.DisposeAsync();
        _http.Dispose();
    }
}
