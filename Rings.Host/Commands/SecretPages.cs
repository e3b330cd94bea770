using System.Text.Json.Nodes;
using Rings.Host.Cli;

namespace Rings.Host.Commands;

/// <summary>Pages about secrets, for people.</summary>
internal static class SecretPages
{
    /// <summary>A node's own secrets.</summary>
    public static void Own(TextWriter terminal, JsonArray secrets, KnownNames names)
    {
        if (secrets.Count == 0) terminal.WriteLine("no secret is split: rings secret split --guardians DID,DID,DID -k 2");
        foreach (var secret in secrets)
        {
            terminal.WriteLine(Visible.Line($"{secret!["id"]}  {secret["label"]}"));
            if ((bool)secret["forgotten"]!) terminal.WriteLine("  its guardians are being told to forget it");
            Version(terminal, secret["current"], "stands", names);
            Version(terminal, secret["pending"], "is being dealt", names);
            foreach (var silent in (secret["pending"] ?? secret["current"])?["silent"]!.AsArray() ?? [])
            {
                terminal.WriteLine($"  in a week {names.Beside((string)silent!)} has not said that it keeps its share. Do without it: "
                    + $"rings secret guardians remove {secret["id"]} {silent}");
            }

            if ((bool)secret["tooFewAlive"]!)
                terminal.WriteLine("  WARNING: in two weeks not more guardians than are needed have proven that they hold their share");
            foreach (var alarm in secret["alarms"]!.AsArray())
            {
                terminal.WriteLine(
                    $"  {Times.Short(alarm!["at"])}  {names.Beside((string)alarm["claimant"]!)} claims it at {names.Beside((string)alarm["guardian"]!)}"
                    + ((bool)alarm["vetoed"]! ? ": vetoed" : $". Not you? rings secret veto {alarm["claim"]}"));
            }
        }
    }

    /// <summary>What a node keeps for others.</summary>
    public static void Kept(TextWriter terminal, JsonNode all, KnownNames names)
    {
        foreach (var did in all["waiting"]!.AsArray())
            terminal.WriteLine($"{names.Beside((string)did!)} asks you to keep a share: rings secret accept {did}");
        if (all["kept"]!.AsArray().Count == 0) terminal.WriteLine("this node keeps no shares");
        foreach (var kept in all["kept"]!.AsArray())
        {
            terminal.WriteLine($"{kept!["id"]} of {names.Beside((string)kept["owner"]!)}" + ((bool)kept["damaged"]! ? ": cannot be read any more" : ""));
            foreach (var version in kept["versions"]?.AsArray() ?? [])
            {
                var ended = version!["ended"] is { } since ? $", ended {Times.Short(since)}" : "";
                terminal.WriteLine($"  version {version["version"]}: share {version["index"]} of {version["n"]}, {version["k"]} are needed{ended}");
            }
        }

        foreach (var claim in all["claims"]!.AsArray())
        {
            terminal.WriteLine(
                $"claim {claim!["claim"]} of {names.Beside((string)claim["claimant"]!)} on a secret of {names.Beside((string)claim["owner"]!)}: "
                + $"{claim["state"]}{(claim["goes"] is { } goes ? $", {Times.Short(goes)}" : "")}");
            if ((string?)claim["state"] is "waits for the words" or "held by a veto")
                terminal.WriteLine("  Speak to the owner, face to face or by video. The words are theirs to say: rings secret approve CLAIM W1 W2 W3 W4");
        }
    }

    /// <summary>How far a recovery is.</summary>
    public static void Recovery(TextWriter terminal, JsonNode task, KnownNames names)
    {
        if ((bool)task["rehearsal"]!)
        {
            var (answered, all) = ((int)task["answered"]!, task["guardians"]!.AsArray().Count);
            terminal.WriteLine($"{answered} of {all} guardians answered; {task["needed"]} are needed. Nothing was asked of their persons.");
            foreach (var guardian in task["guardians"]!.AsArray().Where(one => (string?)one!["state"] == "has not answered"))
                terminal.WriteLine($"  missing: {names.Beside((string)guardian!["did"]!)}");
            if (answered < (int)task["needed"]!)
                terminal.WriteLine($"That is too few: {(int)task["needed"]! - answered} more have to be there");
            return;
        }

        terminal.WriteLine($"{task["good"]} of {task["needed"]} shares are here. Say to each guardian, yourself, its own words:");
        foreach (var guardian in task["guardians"]!.AsArray())
        {
            terminal.WriteLine(
                $"  {names.Beside((string)guardian!["did"]!)}  {guardian["words"]?.ToString() ?? "(no words yet)"}  {guardian["state"]}");
        }
    }

    private static void Version(TextWriter terminal, JsonNode? version, string how, KnownNames names)
    {
        if (version is null) return;
        terminal.WriteLine(
            $"  version {version["version"]} {how}: {version["k"]} of {version["n"]} are needed, {version["keepers"]} keep it"
            + (how == "stands" ? "" : $", {version["keepersNeeded"]} have to"));
        foreach (var guardian in version["guardians"]!.AsArray())
        {
            var alive = guardian!["alive"] is { } seen ? $", proven {Times.Short(seen)}" : "";
            terminal.WriteLine($"    {names.Beside((string)guardian["did"]!)}: {guardian["state"]}{alive}");
        }
    }
}
