using System.CommandLine;
using System.Text.Json.Nodes;
using Rings.Host.Cli;
using Rings.Host.Configuration;
using Rings.Host.Doctor;
using Rings.Host.Node;

namespace Rings.Host.Commands;

/// <summary><c>rings doctor</c>: looks for what keeps a node from working, and says what to do.</summary>
internal static class DoctorCommand
{
    // SGR parameters of ECMA-48.
    private const int Red = 31;
    private const int Green = 32;
    private const int Yellow = 33;

    /// <summary>The command.</summary>
    public static Command Create()
    {
        var join = new Option<string[]>("--join") { Description = "Seeds to ask, as for rings run", DefaultValueFactory = _ => [] };
        var doctor = new Command(
            "doctor", "Check configuration, key, session, remembered peers, stores, ports, STUN, TURN, seeds, clock and the chains of swaps") { join };
        doctor.SetAction(CommandContext.Run(async (context, cancel) =>
        {
            var findings = new List<Finding>();
            var settings = HostSettings.From(
                ConfigurationFile.Of(context), new RunOptions { Join = context.Parsed.GetValue(join) ?? [] });
            findings.Add(new("configuration", Verdict.Well, $"valid; the ring is '{settings.Ring}'"));
            findings.AddRange(new FolderChecks(context.Data, TimeProvider.System).All(settings.RingId));
            findings.AddRange(ProcessChecks.All());
            var network = new NetworkChecks(settings, TimeProvider.System);
            findings.AddRange(File.Exists(context.Data.EndpointFile) ? [await NodeAsync(context, cancel)] : network.Ports());
            findings.AddRange(await network.ServersAsync(cancel));
            findings.AddRange(await network.SeedsAsync(cancel));
            findings.AddRange(await new SwapChecks(settings.Swaps, TimeProvider.System).AllAsync(cancel));
            Report(context, findings);
        }));
        return doctor;
    }

    private static async Task<Finding> NodeAsync(CommandContext context, CancellationToken cancel)
    {
        try
        {
            using var node = context.Connect();
            var state = (await node.CallAsync("inspect", [], cancel))!;
            var links = state["links"]!.AsArray().Count(link => (string?)link!["state"] == "Ready");
            var phase = (string)state["phase"]!;
            return phase == "Member"
                ? new("node", Verdict.Well, $"runs, member of its ring, {Counted.Of(links, "link")} ready")
                : new("node", Verdict.Note, $"runs, {phase}, {Counted.Of(links, "link")} ready", "look again in a few seconds");
        }
        catch (UserErrorException error)
        {
            return new("node", Verdict.Wrong, error.Message, $"if none runs, remove {context.Data.EndpointFile}");
        }
    }

    private static void Report(CommandContext context, List<Finding> findings)
    {
        var json = new JsonArray([.. findings.Select(found => new JsonObject
        {
            ["check"] = found.Check,
            ["verdict"] = found.Verdict.ToString().ToLowerInvariant(),
            ["says"] = found.Says,
            ["advice"] = found.Advice,
        })]);
        context.Print(json, terminal => Show(terminal, findings));
        var wrong = findings.Count(found => found.Verdict == Verdict.Wrong);
        if (wrong > 0) throw new UserErrorException($"{wrong} of {findings.Count} checks found something wrong");
    }

    private static void Show(TextWriter terminal, List<Finding> findings)
    {
        foreach (var found in findings)
        {
            var (mark, colour) = found.Verdict switch
            {
                Verdict.Well => ("well ", Green),
                Verdict.Note => ("note ", Yellow),
                _ => ("WRONG", Red),
            };
            terminal.WriteLine($"{Terminal.Coloured(mark, colour)}  {Visible.Line($"{found.Check}: {found.Says}")}");
            if (found.Advice.Length > 0) terminal.WriteLine($"       → {Visible.Line(found.Advice)}");
        }
    }
}
