using System.CommandLine;
using System.Text.Json.Nodes;
using Rings.Host.Cli;
using Rings.Host.Identity;
using Rings.Host.Proofs;
using Rings.Protocol;
using Rings.Protocol.Identity;
using Rings.Sovereign.Proofs.Files;

namespace Rings.Host.Commands;

/// <summary><c>rings proof</c>: what others want to show and to be shown; and <c>rings verify</c>: a proof in a file.</summary>
internal static class ProofCommands
{
    private static readonly Argument<string> Id = new("id") { Description = "The request: rings proof requests" };

    /// <summary>The commands.</summary>
    public static IEnumerable<Command> Create()
    {
        var proof = new Command("proof", "Proofs of others: ask for them, accept or refuse them, and answer who asks you");
        foreach (var command in (Command[])[Requests(), Accept(), Refuse(), .. WishCommands.Create()]) proof.Subcommands.Add(command);
        return [ProveCommands.Create(), proof, Verify()];
    }

    private static Command Requests()
    {
        var requests = new Command("requests", "What others want to show or to be shown, what you have offered and asked for, and what is known");
        requests.SetAction(CommandContext.Run(async (context, cancel) =>
        {
            using var node = context.Connect();
            var all = (await node.CallAsync("listProofs", [], cancel))!;
            context.Print(all, terminal => Write(terminal, all));
        }));
        return requests;
    }

    private static Command Accept() => SecretCommands.Says(
        new("accept", "Have somebody prove what it offers to show") { Id, CredentialRootOption.Root }, "acceptProof",
        parsed => new() { ["id"] = parsed.GetValue(Id), ["root"] = parsed.GetValue(CredentialRootOption.Root) },
        _ => "it is asked for the proof. How it ends: rings proof requests", "whether it is asked is not known: rings proof requests");

    private static Command Refuse() => SecretCommands.Says(
        new("refuse", "Do not want a proof that somebody offers, or do not give one that it asks for") { Id }, "refuseProof", OfId,
        _ => "refused", "whether it is refused is not known: rings proof requests");

    private static Command Verify()
    {
        var file = new Argument<string>("file") { Description = "File with the proof, or - for stdin" };
        var self = new Option<string?>("--as") { Description = "The Did that checks (default: this node's)" };
        var ring = IdentityOptions.Ring();
        var verify = new Command("verify", "Check a proof in a file, and say in a sentence what it shows")
        {
            file, self, ring, CredentialRootOption.Root,
        };
        verify.SetAction(CommandContext.Run(async (context, cancel) =>
        {
            var proof = ProofFileText.Parse(
                await Input.TextAsync(context.Parsed.GetValue(file)!, cancel, ProofFileText.MaxLength), CircuitFolder.Read(context.Data));
            var ringId = RingId.OfPublic(context.Parsed.GetValue(ring)!);
            var checker = context.Parsed.GetValue(self) is { } text ? ProveCommands.DidOf(text, "--as")
                : proof.Audience == Did.Zero ? Did.Zero
                : new NodeIdentity(context.Data, TimeProvider.System).Show(ringId).Account;
            var roots = proof.Statement.Tree is { } tree ? await CredentialRootOption.ReadAsync(context, tree, cancel) : [];
            var verdict = proof.Check(ringId, checker, Instant.From(TimeProvider.System.GetUtcNow()), roots.AsSpan());
            if (verdict != ProofVerdict.Accepted) throw new UserErrorException(ProofWords.Of(verdict, proof));
            context.Print(ProofJson.Accepted(proof), terminal =>
            {
                terminal.WriteLine(ProofWords.Known(proof));
                foreach (var key in ProofWords.PublicOf(proof.Statement)) terminal.WriteLine($"key {key}");
                foreach (var tag in proof.Statement.Tags) terminal.WriteLine($"tag {tag.Tag}");
            });
        }, left: null));
        return verify;
    }

    private static void Write(TextWriter terminal, JsonNode all)
    {
        foreach (var one in all["requests"]!.AsArray())
        {
            terminal.WriteLine(Visible.Line(
                $"{one!["id"]}  until {Times.Short(one["expires"])}  {one["from"]} wants to show you that it is {one["claim"]}"));
        }

        foreach (var one in all["asked"]!.AsArray())
        {
            terminal.WriteLine(Visible.Line(
                $"{one!["id"]}  until {Times.Short(one["expires"])}  {one["from"]} asks you to show that you are {one["claim"]}"));
        }

        foreach (var one in all["wished"]!.AsArray())
            terminal.WriteLine(Visible.Line($"asked of {one!["of"]}: that it is {one["claim"]}: not answered yet"));

        foreach (var one in all["own"]!.AsArray())
        {
            terminal.WriteLine(Visible.Line($"offered to {one!["to"]}: that you are {one["claim"]}: {(string?)one["result"] ?? "not answered yet"}"));
        }

        foreach (var one in all["known"]!.AsArray()) terminal.WriteLine(Visible.Line($"{Times.Short(one!["at"])}  {one["sentence"]}"));
        if (all["requests"]!.AsArray().Count + all["asked"]!.AsArray().Count == 0) terminal.WriteLine("nobody waits for your answer");
    }

    private static JsonObject OfId(ParseResult parsed) => new() { ["id"] = parsed.GetValue(Id) };
}
