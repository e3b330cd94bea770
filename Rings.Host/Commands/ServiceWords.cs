using System.Text.Json.Nodes;
using Rings.Host.Cli;

namespace Rings.Host.Commands;

/// <summary>Services as people read them.</summary>
internal static class ServiceWords
{
    /// <summary>A service that was added, and how others reach it.</summary>
    public static void WriteAdded(TextWriter terminal, JsonNode service)
    {
        terminal.WriteLine($"{service["name"]} is provided to {Whom(service)}");
        var link = (string?)service["link"] ?? (string)service["url"]!;
        terminal.WriteLine($"link     {link}");
        if ((string?)service["kind"] == "http") terminal.WriteLine($"open it  rings open '{link}'");
        terminal.WriteLine($"use it   rings forward PORT '{link}'");
        if (service["link"] is not null)
            terminal.WriteLine("         The link is shown once, and belongs to the first node that uses it.");
    }

    /// <summary>A table of services.</summary>
    public static IEnumerable<string> Table(JsonArray services, int width)
    {
        var table = new TextTable(
            new("name", 0), new("kind", 4), new("target", 1), new("access", 2), new("callers", 3, IsNumber: true),
            new("tickets", 5, IsNumber: true), new("bytes", 6, IsNumber: true), new("trouble", 7));
        foreach (var service in services)
        {
            table.Add(
                (string)service!["name"]!, (string)service["kind"]!, (string?)service["target"] ?? "", Access(service),
                $"{service["callers"]!.AsArray().Count}", $"{service["tickets"]}", $"{service["bytes"]}",
                (string?)service["trouble"] ?? "");
        }

        return table.Lines(width);
    }

    /// <summary>All of one service.</summary>
    public static void Write(TextWriter terminal, JsonNode service, KnownNames names)
    {
        void Line(string what, string? value)
        {
            if (!string.IsNullOrEmpty(value)) terminal.WriteLine($"{what,-10} {Visible.Line(value)}");
        }

        string Names(string list) => string.Join(", ", service[list]!.AsArray().Select(did => names.Of((string)did!)));
        Line("name", (string?)service["name"]);
        Line("title", (string?)service["title"]);
        Line("link", (string?)service["url"]);
        Line("kind", (string?)service["kind"]);
        Line("target", (string?)service["target"] ?? "the program that provides it");
        Line("host", (string?)service["host"]);
        if (service["tls"] is { } tls)
        {
            var until = tls["until"] is { } end ? $", valid until {Times.Short(end)}" : "";
            Line("TLS", $"ends here with {tls["certificate"]}{until}");
            Line("trouble", (string?)tls["trouble"]);
        }

        Line("open to", Whom(service));
        Line("allowed", Names("allowed"));
        Line("denied", Names("denied"));
        Line("providers", Names("providers"));
        Line("tickets", $"{service["tickets"]}");
        Line("in the ring", (bool)service["record"]! ? "a record says where it is" : "nothing: only its links say where it is");
        foreach (var caller in service["callers"]!.AsArray())
            Line("caller", $"{names.Of((string)caller!["did"]!)}, {Counted.Of((int)caller["streams"]!, "connection")}");
        Line("bytes", $"{service["bytes"]}");
        Line("trouble", (string?)service["trouble"]);
    }

    /// <summary>A ticket on a line.</summary>
    public static string Ticket(JsonNode ticket, string service, KnownNames names)
    {
        var holder = (string?)ticket["holder"] is { } did ? names.Of(did)
            : (string?)ticket["for"] == "anyone" ? "anyone" : "the first that shows it";
        var end = ticket["expires"] is { } expires ? $", until {Times.Short(expires)}" : "";
        var tried = (string?)ticket["triedBy"] is { } other
            ? $"; {names.Of(other)} showed it too: rings service allow {service} {other}"
            : "";
        return $"{ticket["id"]}  for {holder}{end}{tried}";
    }

    /// <summary>What the ring says of a service.</summary>
    public static void WriteFound(TextWriter terminal, JsonNode found, KnownNames names)
    {
        terminal.WriteLine((bool)found["manifest"]!
            ? Visible.Line($"{found["name"]} of {names.Of((string)found["owner"]!)}: {found["kind"]}, {found["access"]}. {found["title"]}".TrimEnd())
            : $"the ring says nothing of {found["name"]}: if it is there, only its link says so, and only its owner knows");
        foreach (var provider in found["providers"]!.AsArray())
        {
            var present = (bool)provider!["present"]! ? $"load {provider["load"]}" : "says nothing of itself";
            var roundTrip = (double?)provider["rttMs"] is { } ms ? $", {ms:0.#} ms" : "";
            terminal.WriteLine($"  {names.Of((string)provider["did"]!)}  {present}{roundTrip}: {provider["why"]}");
        }
    }

    /// <summary>Who says that he has a service of a name, or a thing.</summary>
    public static void WriteAnnounced(TextWriter terminal, JsonArray announced, string wanted, KnownNames names)
    {
        if (announced.Count == 0) terminal.WriteLine($"nobody says that he has {wanted}: if it is closed, only its link says where it is");
        else terminal.WriteLine("Whoever likes may say so; nothing here is proven:");
        foreach (var service in announced)
            terminal.WriteLine(Visible.Line($"  {service!["url"]}  of {names.Of((string)service["owner"]!)}  {service["title"]}".TrimEnd()));
    }

    private static string Access(JsonNode service) => (string?)service["access"] == "public" ? "public"
        : service["allowed"]!.AsArray().Count is > 0 and var listed ? $"{Counted.Of(listed, "Did")}"
        : "tickets";

    private static string Whom(JsonNode service) => (string?)service["access"] == "public"
        ? "everybody. Callers may learn this machine's address, and many programs trust whoever comes from loopback"
        : service["allowed"]!.AsArray().Count is > 0 and var listed ? $"{Counted.Of(listed, "Did")}, and to whoever holds a ticket"
        : "whoever holds a ticket";
}
