using System.Reflection;
using System.Text.Json.Nodes;
using Rings.Host.Cli;
using Rings.Host.Telemetry;
using static Rings.Actors.Public.RingsNodeProtocol;

namespace Rings.Host.Rpc;

/// <summary>The node's state as JSON.</summary>
internal static class StatusJson
{
    /// <summary>This program's version.</summary>
    public static string Version { get; } = typeof(StatusJson).Assembly
        .GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];

    /// <summary>In short: <c>nodeInfo</c>.</summary>
    public static JsonObject Info(NodeStatus status) => new()
    {
        ["version"] = Version,
        ["did"] = status.Did.ToString(),
        ["rings"] = new JsonArray(new JsonObject { ["id"] = status.Ring, ["phase"] = status.Phase.ToString() }),
        ["links"] = status.Links.Length,
        ["failing"] = new JsonArray([.. status.Failing.Select(failing => new JsonObject
        {
            ["store"] = failing.Store,
            ["reason"] = failing.Reason,
        })]),
        ["protocols"] = JsonTexts.Of(status.Protocols),
        ["uptimeSeconds"] = Math.Floor(status.Uptime.TotalSeconds),
    };

    /// <summary>The ring as this node sees it: <c>inspect</c>.</summary>
    public static JsonObject Inspect(NodeStatus status)
    {
        var all = Info(status);
        all["ring"] = status.Ring;
        all["phase"] = status.Phase.ToString();
        all["sizeEstimate"] = status.RingSize;
        all["predecessor"] = status.Predecessors.IsEmpty ? null : status.Predecessors[0].ToString();
        all["predecessors"] = JsonTexts.Of(status.Predecessors);
        all["successors"] = JsonTexts.Of(status.Successors);
        all["fingers"] = JsonTexts.Of(status.Fingers);
        all["links"] = Links(status);
        all["cutOff"] = status.IsCutOff;
        all["seedTroubles"] = Troubles(status.SeedTroubles);
        return all;
    }

    /// <summary>Seeds that have led to no link, each with reason and advice.</summary>
    public static JsonArray Troubles(IEnumerable<SeedTrouble> troubles) => new([.. troubles.Select(seed => new JsonObject
    {
        ["seed"] = seed.Seed,
        ["reason"] = seed.Reason,
        ["advice"] = seed.Advice,
    })]);

    /// <summary>The links: <c>listPeers</c>.</summary>
    public static JsonArray Links(NodeStatus status) => new([.. status.Links.Select(Link)]);

    /// <summary>What the node holds; null stands for a part that did not answer in time.</summary>
    public static JsonObject Holdings(NodeHoldings holdings) => new()
    {
        ["recordBytes"] = holdings.RecordBytes,
        ["recordCapacity"] = holdings.RecordCapacity,
        ["ownRecords"] = holdings.OwnRecords,
        ["lettersUnread"] = holdings.LettersUnread,
        ["delegationEnds"] = holdings.DelegationEnds.ToString("O"),
    };

    /// <summary>What stands between this machine and the others.</summary>
    public static JsonObject Nat(NodeStatus status)
    {
        var nat = NatView.Of(status.Links);
        return new JsonObject { ["kind"] = nat.Kind, ["says"] = nat.Says };
    }

    /// <summary>What passes over the links in a second; null before that is known.</summary>
    public static JsonObject? Traffic(TrafficWindow.Rates? rates) => rates is null ? null : new JsonObject
    {
        ["bytesInPerSecond"] = Math.Round(rates.BytesIn, 1),
        ["bytesOutPerSecond"] = Math.Round(rates.BytesOut, 1),
        ["framesInPerSecond"] = Math.Round(rates.FramesIn, 1),
        ["framesOutPerSecond"] = Math.Round(rates.FramesOut, 1),
        ["overSeconds"] = Math.Round(rates.Span.TotalSeconds, 1),
    };

    private static JsonObject Candidate(LinkCandidate candidate) =>
        new() { ["address"] = candidate.Address, ["type"] = candidate.Type };

    private static JsonObject Link(LinkStatus link) => new()
    {
        ["did"] = link.Peer.ToString(),
        ["state"] = link.State.ToString(),
        ["phase"] = link.PeerPhase.ToString(),
        ["kept"] = link.Kept || link.PeerKeeps,
        ["rttMs"] = link.RoundTrip?.TotalMilliseconds,
        ["local"] = link.LocalCandidate,
        ["address"] = link.RemoteCandidate,
        ["framesSent"] = link.FramesSent,
        ["framesReceived"] = link.FramesReceived,
        ["bytesSent"] = link.BytesSent,
        ["bytesReceived"] = link.BytesReceived,
        ["ageSeconds"] = Math.Floor(link.Age.TotalSeconds),
        ["why"] = link.Why,
        ["localCandidates"] = new JsonArray([.. link.Path.Local.Select(Candidate)]),
        ["remoteCandidates"] = new JsonArray([.. link.Path.Remote.Select(Candidate)]),
        ["pairs"] = JsonTexts.Of(link.Path.Pairs),
    };
}
