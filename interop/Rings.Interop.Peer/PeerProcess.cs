using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using Rings.Transport;
using Rings.Transport.WebRtc;

namespace Rings.Interop.Peer;

/// <summary>All connections of this process, and the commands that come on its standard input.</summary>
internal sealed class PeerProcess(LineWriter output) : IAsyncDisposable
{
    private readonly Dictionary<string, PeerLink> _links = [];
    private readonly List<WebRtcPeerConnectionFactory> _factories = [];
    private int _next;
    private JsonObject _config = [];

    /// <summary>The labels of the channels that each side makes.</summary>
    public IReadOnlyList<string> Labels { get; private set; } =
        [.. Enumerable.Range(0, 4).Select(i => $"rings_data_channel_{i}")];

    public void Hello() => output.Say(new JsonObject
    {
        ["ev"] = "hello",
        ["peer"] = "rings",
        ["version"] = typeof(WebRtcPeerConnectionFactory).Assembly.GetName().Version?.ToString(3),
        ["pid"] = Environment.ProcessId,
    });

    /// <summary>Handles a line; false for the last one.</summary>
    public async Task<bool> HandleAsync(string line)
    {
        if (string.IsNullOrWhiteSpace(line))
            return true;

        var command = JsonNode.Parse(line)!.AsObject();
        var id = command["conn"]?.ToString() ?? "0";
        try
        {
            return await HandleAsync(command, id).ConfigureAwait(false);
        }
        catch (Exception error)
        {
            output.Say(new JsonObject
            {
                ["ev"] = "error",
                ["conn"] = id,
                ["where"] = (command["cmd"] ?? command["type"])?.ToString(),
                ["error"] = error.ToString(),
            });
            return true;
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var factory in _factories)
            await factory.DisposeAsync().ConfigureAwait(false);
    }

    private async Task<bool> HandleAsync(JsonObject command, string id)
    {
        switch (command["type"]?.ToString() ?? command["cmd"]!.ToString())
        {
            case "exit":
                return false;
            case "config":
                _config = command;
                Labels = command["labels"] is JsonArray labels ? [.. labels.Select(l => l!.ToString())] : Labels;
                break;
            case "offer":
                await DescribeAsync(id, command["sdp"]?.ToString()).ConfigureAwait(false);
                break;
            case "answer":
                await _links[id].Connection.AcceptAnswerAsync(command["sdp"]!.ToString());
                break;
            case "stats":
                output.Say(Statistics(id));
                break;
            case "close":
                await CloseAsync(id).ConfigureAwait(false);
                output.Say(new JsonObject { ["ev"] = "ok", ["cmd"] = "close", ["conn"] = id });
                break;
            case "gc":
                GC.Collect();
                output.Say(new JsonObject { ["ev"] = "ok", ["cmd"] = "gc", ["conn"] = id });
                break;
            default:
                _links[id].Handle(command);
                break;
        }

        return true;
    }

    private async Task CloseAsync(string id)
    {
        if (!_links.Remove(id, out var link))
            return;
        await link.Connection.DisposeAsync().ConfigureAwait(false);
        link.Dispose();
    }

    private async Task DescribeAsync(string id, string? offer)
    {
        // A later offer is for the connection that is up.
        if (offer is null || !_links.TryGetValue(id, out var link))
            link = _links[id] = new PeerLink(id, this, Factory(), output);
        var sdp = offer is null
            ? await link.Connection.CreateOfferAsync().ConfigureAwait(false)
            : await link.Connection.CreateAnswerAsync(offer).ConfigureAwait(false);
        output.Say(new JsonObject { ["type"] = offer is null ? "offer" : "answer", ["conn"] = id, ["sdp"] = sdp });
    }

    // "factories" in the configuration: this process is so many nodes, which take turns.
    private WebRtcPeerConnectionFactory Factory()
    {
        var wanted = _config["factories"]?.GetValue<int>() ?? 1;
        if (_factories.Count < wanted)
            _factories.Add(new WebRtcPeerConnectionFactory(Options()));
        return _factories[_next++ % _factories.Count];
    }

    private WebRtcOptions Options() => new()
    {
        BindAddresses = [IPAddress.Parse(_config["bind"]?.ToString() ?? "127.0.0.1")],
        IceServers = [.. (_config["iceServers"] as JsonArray ?? []).Select(server => new IceServerOptions(
            server!["urls"]!.ToString(),
            server["username"]?.ToString() ?? "",
            server["credential"]?.ToString() ?? ""))],
        IceTransportPolicy =
            _config["policy"]?.ToString() == "relay" ? IceTransportPolicy.Relay : IceTransportPolicy.All,
        SegmentationOffload = _config["offload"]?.GetValue<bool>()
            ?? Environment.GetEnvironmentVariable("RINGS_OFFLOAD") != "0",
        Congestion = Enum.Parse<CongestionAlgorithm>(
            Environment.GetEnvironmentVariable("RINGS_CONGESTION") ?? nameof(CongestionAlgorithm.Cubic)),
        MaxSpareSockets = 4096,
        MaxDatagram = int.Parse(
            Environment.GetEnvironmentVariable("RINGS_MAX_DATAGRAM") ?? "16421", CultureInfo.InvariantCulture),
    };

    private JsonObject Statistics(string id)
    {
        using var process = Process.GetCurrentProcess();
        var statistics = _links.GetValueOrDefault(id)?.Connection.GetStatistics();
        return new JsonObject
        {
            ["ev"] = "stats",
            ["conn"] = id,
            ["cpu_ms"] = process.TotalProcessorTime.TotalMilliseconds,
            ["rss"] = process.WorkingSet64,
            ["heap"] = GC.GetTotalMemory(forceFullCollection: true),
            ["allocated"] = GC.GetTotalAllocatedBytes(precise: true),
            ["threads"] = process.Threads.Count,
            ["connections"] = _factories.Sum(factory => factory.ConnectionCount),
            ["rtt"] = statistics?.RoundTripTime?.TotalSeconds,
            ["retransmissions"] = statistics?.Retransmissions,
            ["cwnd"] = statistics?.CongestionWindow,
            ["max_datagram"] = statistics?.MaxDatagram,
            ["local"] = statistics?.LocalCandidate,
            ["remote"] = statistics?.RemoteCandidate,
        };
    }
}
