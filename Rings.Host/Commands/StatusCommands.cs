using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using Rings.Host.Cli;

namespace Rings.Host.Commands;

/// <summary><c>rings status</c> and <c>ping</c>: whether all is well, and how a node is reached.</summary>
internal static class StatusCommands
{
    /// <summary>The commands.</summary>
    public static IEnumerable<Command> Create() => [Status(), Ping()];

    private static Command Status()
    {
        var status = new Command("status", "One screen: who, which ring, links and how, records, mail, the delegation's end");
        status.SetAction(CommandContext.Run(async (context, cancel) =>
        {
            using var node = context.Connect();
            var overview = (await node.CallAsync("overview", [], cancel))!.AsObject();
            var names = await node.NamesAsync(cancel);
            context.Print(overview, terminal => Show(terminal, overview, names));
        }));
        return status;
    }

    private static Command Ping()
    {
        var did = DidArgument.Create("did", "The node, by Did or name");
        var ping = new Command("ping", "How a node is reached: a link and its addresses, or the way over the ring, and how long it takes")
        {
            did,
        };
        ping.SetAction(CommandContext.Run(async (context, cancel) =>
        {
            using var node = context.Connect();
            var found = (await node.CallAsync("trace", new JsonObject { ["key"] = context.Parsed.GetValue(did) }, cancel))!;
            var links = (await node.CallAsync("listPeers", [], cancel))!.AsArray();
            var key = (string)found["key"]!;
            if ((string?)found["owner"] != key)
                throw new UserErrorException($"{key} is not in the ring: its place belongs to {found["owner"]}");
            var link = links.FirstOrDefault(one => (string?)one!["did"] == key);
            var result = new JsonObject { ["did"] = key, ["ms"] = found["ms"]!.DeepClone(), ["way"] = found["way"]!.DeepClone(), ["link"] = link?.DeepClone() };
            var names = await node.NamesAsync(cancel);
            context.Print(result, terminal => ShowPing(terminal, result, names));
        }));
        return ping;
    }

    private static void ShowPing(TextWriter terminal, JsonObject ping, KnownNames names)
    {
        var did = (string)ping["did"]!;
        terminal.WriteLine($"{names.Beside(did)} answered in {Milliseconds(ping["ms"])}");
        if (ping["link"] is { } link)
        {
            terminal.WriteLine(Visible.Line((string?)link["state"] == "Ready"
                ? $"path     {How(link)}: {link["local"]} to {link["address"]}, round trip {Milliseconds(link["rttMs"])}"
                : $"link     {link["state"]}: {(string?)link["why"] ?? "not in use now"}"));
            ShowCandidates(terminal, "here", link["localCandidates"]!.AsArray());
            ShowCandidates(terminal, "there", link["remoteCandidates"]!.AsArray());
            foreach (var pair in link["pairs"]!.AsArray()) terminal.WriteLine(Visible.Line($"tried    {pair}"));
            if ((string?)link["state"] == "Ready") return;
        }

        var relays = ping["way"]!.AsArray().SkipLast(1).Select(hop => (string?)hop!["did"] is { } relay ? names.Of(relay) : "no answer").ToList();
        terminal.WriteLine(relays.Count > 0 ? $"path     over the ring, by {string.Join(", ", relays)}" : "path     this node itself");
    }

    private static void ShowCandidates(TextWriter terminal, string where, JsonArray candidates)
    {
        foreach (var candidate in candidates)
            terminal.WriteLine(Visible.Line($"{where,-9}{candidate!["address"]} {candidate["type"]}"));
    }

    private static void Show(TextWriter terminal, JsonObject state, KnownNames names)
    {
        var links = state["links"]!.AsArray();
        var ready = links.Count(link => (string?)link!["state"] == "Ready");
        Line(terminal, "state", $"{Word(state)}, {Counted.Of(ready, "link")} ready, up {Times.Long(TimeSpan.FromSeconds((double)state["uptimeSeconds"]!))}");
        foreach (var seed in state["seedTroubles"]!.AsArray()) Line(terminal, "seed", $"{seed!["seed"]}: {seed["reason"]}. {seed["advice"]}");
        Line(terminal, "Did", names.Beside((string)state["did"]!));
        var secrecy = (bool)state["isPrivate"]! ? ", private" : "";
        Line(terminal, "ring", $"{state["ringName"]}{secrecy}, {Counted.Nodes((double)state["sizeEstimate"]!)}");
        Line(terminal, "version", (string)state["version"]!);
        Line(terminal, "join", (string?)state["joinUrl"] ?? "none");
        Line(terminal, "before", names.Of((string?)state["predecessor"] ?? "nobody"));
        Line(terminal, "after", (string?)state["successors"]!.AsArray().FirstOrDefault() is { } next ? names.Of(next) : "nobody");
        Line(terminal, "NAT", (string)state["nat"]!["says"]!);
        Line(terminal, "traffic", Traffic(state["traffic"]));
        ShowHoldings(terminal, state);
        if (links.Count == 0) return;
        terminal.WriteLine();
        var table = new TextTable(
            new("Node", 0), new("State", 1), new("How", 2), new("RTT", 3, IsNumber: true), new("Sent", 4, IsNumber: true),
            new("Received", 5, IsNumber: true));
        foreach (var link in links)
        {
            table.Add(
                names.Of((string)link!["did"]!), (string)link["state"]!, How(link), Milliseconds(link["rttMs"]),
                LinkTable.Size((long)link["bytesSent"]!), LinkTable.Size((long)link["bytesReceived"]!));
        }

        foreach (var line in table.Lines(Terminal.Width)) terminal.WriteLine(line);
        LinkTable.ShowWhy(terminal, links, names);
    }

    private static string Traffic(JsonNode? rates) => rates is null
        ? "not known yet"
        : string.Create(CultureInfo.InvariantCulture,
            $"in {PerSecond(rates, "In")}, out {PerSecond(rates, "Out")}, over {Times.Long(TimeSpan.FromSeconds((double)rates["overSeconds"]!))}");

    private static string PerSecond(JsonNode rates, string way) => string.Create(CultureInfo.InvariantCulture,
        $"{LinkTable.Size((long)(double)rates[$"bytes{way}PerSecond"]!)}/s and {(double)rates[$"frames{way}PerSecond"]!:0.#} frames/s");

    private static void ShowHoldings(TextWriter terminal, JsonObject state)
    {
        var holdings = state["holdings"]!;
        if ((long?)holdings["recordBytes"] is { } bytes)
            Line(terminal, "records", $"{LinkTable.Size(bytes)} of {LinkTable.Size((long)holdings["recordCapacity"]!)} for the ring, {Counted.Of((long?)holdings["ownRecords"] ?? 0, "record")} renewed for this node");
        var waiting = (long)state["messagesWaiting"]!;
        var mail = waiting == 0 ? "nothing waits" : $"{Counted.Of(waiting, "message")} wait{(waiting == 1 ? "s" : "")}: rings mail list";
        if ((long?)holdings["lettersUnread"] is > 0 and var letters) mail += $"; {Counted.Of(letters, "letter")} of this node not fetched yet";
        Line(terminal, "mailbox", mail);
        Line(terminal, "delegation", $"until {Times.Short(holdings["delegationEnds"])}");
    }

    /// <summary>Whether all is well, or what is not, in words.</summary>
    /// <param name="state">What <c>overview</c> gave.</param>
    internal static string Word(JsonObject state)
    {
        if ((bool)state["cutOff"]!) return "ALONE: no seed has led to a link";
        var phase = (string)state["phase"]!;
        if (phase != "Member") return phase.ToUpperInvariant();
        if (state["failing"]!.AsArray() is [{ } store, ..]) return $"FAILING: {store["reason"]}";
        return state["links"]!.AsArray().Count == 0 ? "well, the only node of its ring" : "well, member of its ring";
    }

    // A candidate's kind stands behind its address.
    private static string How(JsonNode link)
    {
        var ends = $"{link["local"]} {link["address"]}";
        return link["address"] is null ? "" : ends.Contains("relay", StringComparison.OrdinalIgnoreCase) ? "relayed" : "direct";
    }

    private static void Line(TextWriter terminal, string name, string says) => terminal.WriteLine($"{name,-12}{Visible.Line(says)}");

    private static string Milliseconds(JsonNode? ms) =>
        ms is null ? "" : string.Create(CultureInfo.InvariantCulture, $"{(double)ms:0.0} ms");
}
