using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace Rings.Host.Tests.Processes;

/// <summary>A node as a process, with its JSON-RPC at hand.</summary>
internal sealed class SecretsNode : IAsyncDisposable
{
    // What a member missed that was killed is told again after a minute.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

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
    /// <returns>Its result; null where it is refused.</returns>
    public async Task<JsonNode?> CallAsync(string method, JsonObject? parameters = null) =>
        (await AnswerAsync(method, parameters))["result"];

    /// <summary>Calls a method that is refused.</summary>
    /// <returns>Why.</returns>
    public async Task<string> RefusalAsync(string method, JsonObject parameters)
    {
        var answer = await AnswerAsync(method, parameters);
        return (string?)answer["error"]?["message"] ?? throw new InvalidOperationException($"{method} was done: {answer.ToJsonString()}");
    }

    /// <summary>Says anything to a node as a protocol, end to end.</summary>
    public async Task SayAsync(string to, string protocol, byte[] data)
    {
        var sent = await AnswerAsync("sendMessage", new()
        {
            ["destination_did"] = to,
            ["protocol"] = protocol,
            ["data"] = Convert.ToBase64String(data),
        });
        Assert.True((string?)sent["result"]?["state"] == "delivered", sent.ToJsonString());
    }

    private async Task<JsonNode> AnswerAsync(string method, JsonObject? parameters)
    {
        using var response = await _http.PostAsJsonAsync("", new JsonObject
        {
            ["jsonrpc"] = "2.0",
            ["id"] = 1,
            ["method"] = method,
            ["params"] = parameters ?? new JsonObject(),
        });
        return JsonNode.Parse(await response.Content.ReadAsStringAsync())!;
    }

    /// <summary>Looks until something is so; the leash is three minutes.</summary>
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
