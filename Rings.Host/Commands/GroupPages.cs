using System.Text.Json.Nodes;
using Rings.Host.Cli;

namespace Rings.Host.Commands;

/// <summary>Pages about groups, for people.</summary>
internal static class GroupPages
{
    /// <summary>All groups.</summary>
    public static void List(TextWriter terminal, JsonArray groups)
    {
        if (groups.Count == 0) terminal.WriteLine("no groups: rings group create LABEL --members DID,DID -k 2");
        foreach (var group in groups)
        {
            var next = (string)group!["state"]! == "waits for you" ? $": rings group join {group["id"]}" : "";
            terminal.WriteLine(Visible.Line($"{group["id"]}  {group["label"]}  {group["k"]} of {group["n"]}  {(string?)group["did"] ?? "-"}  {group["state"]}{next}"));
        }
    }

    /// <summary>One group.</summary>
    public static void Show(TextWriter terminal, JsonNode group, KnownNames names)
    {
        terminal.WriteLine(Visible.Line($"{group["label"]}: {group["k"]} of {group["n"]} members sign; it {group["state"]}"));
        if ((string?)group["did"] is { } did) terminal.WriteLine($"Did  {names.Beside(did)}");
        Members(terminal, group["members"]!.AsArray(), names);
        if (group["change"] is { } change)
        {
            terminal.WriteLine(Visible.Line($"new shares, version {change["version"]}: {change["k"]} of them will sign; it {change["state"]}, until {Times.Short(change["until"])}. Until all who will own it have confirmed the shares of now sign"));
            Members(terminal, change["members"]!.AsArray(), names);
        }

        if (group["policy"] is { } policy)
            terminal.WriteLine($"this node signs renewals by itself: {policy["left"]} more, until {Times.Short(policy["until"])}");
        foreach (var request in group["requests"]!.AsArray()) Request(terminal, group, request!, names);
    }

    private static void Members(TextWriter terminal, JsonArray members, KnownNames names)
    {
        foreach (var member in members)
        {
            var state = (string?)member!["fault"] ?? ((bool)member["leaves"]! ? "leaves"
                : (bool)member["confirmed"]! ? "" : (bool)member["present"]! ? "has joined" : "has not joined yet");
            terminal.WriteLine(Visible.Line($"  {member["index"]}  {names.Beside((string)member["did"]!)}  {state}").TrimEnd());
        }
    }

    private static void Request(TextWriter terminal, JsonNode group, JsonNode request, KnownNames names)
    {
        terminal.WriteLine($"{request["kind"]} {request["request"]}, proposed by {names.Beside((string)request["proposer"]!)}; this node {request["answer"]}");
        foreach (var line in ((string)request["text"]!).Split('\n')) terminal.WriteLine("    " + Visible.Line(line));
        if ((string?)request["signature"] is { } signature) terminal.WriteLine($"  signed: {signature}");
        else if (!(bool)request["open"]!) terminal.WriteLine("  it has ended without a signature");
        else if ((string?)request["answer"] == "waits for its person")
            terminal.WriteLine($"  rings group approve {group["id"]} {request["request"]} (or refuse)");
        if ((string?)request["why"] is { } why) terminal.WriteLine("  " + Visible.Line(why));
    }
}
