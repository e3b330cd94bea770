using System.CommandLine;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Rings.Actors.Identity;
using Rings.Host.Cli;
using Rings.Host.Rpc;
using Rings.Host.Secrets;
using Rings.Protocol;
using Rings.Protocol.Identity;
using Rings.Sovereign.Words;

namespace Rings.Host.Commands;

/// <summary><c>rings secret recover</c>: from guardians by the sheet, or from papers.</summary>
internal static class SecretRecoverCommand
{
    private static readonly TimeSpan Rehearsed = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(250);

    private static readonly Option<string?> Sheet = new("--sheet") { Description = "File with the recovery sheet" };
    private static readonly Option<bool> DryRun = new("--dry-run") { Description = "Only ask which guardians are there; no share moves" };
    private static readonly Option<bool> Wait = new("--wait") { Description = "Stay until enough shares are here" };
    private static readonly Option<string?> Out = new("--out") { Description = "Folder for what comes back (default: recovered, in the data directory)" };
    private static readonly Option<string?> Words = new("--words") { Description = "File with papers of SLIP-39 words, one a line; no node has to run" };
    private static readonly Option<string?> Whose = new("--did") { Description = "With --words: the Did that has to come out" };
    private static readonly Option<string?> WordsPassphrase = SecretSplitCommand.WordsPassphrase();

    /// <summary>The command.</summary>
    public static Command Create()
    {
        var recover = new Command(
            "recover", "Get a secret back from its guardians, as another node, with the recovery sheet. Run it again to see how far it is")
        {
            Sheet, DryRun, Wait, Out, Words, Whose, WordsPassphrase,
        };
        recover.SetAction(CommandContext.Run(async (context, cancel) =>
        {
            if (context.Parsed.GetValue(Words) is { } papers) FromPapers(context, await Input.TextAsync(papers, cancel));
            else await FromGuardiansAsync(context, cancel);
        }, left: "the recovery goes on in the node: run it again to see how far it is"));
        return recover;
    }

    private static async Task FromGuardiansAsync(CommandContext context, CancellationToken cancel)
    {
        var parsed = context.Parsed;
        var path = parsed.GetValue(Sheet) ?? throw new UserErrorException("name the recovery sheet: --sheet FILE (or --words FILE for papers)");
        using var node = context.Connect();
        var begun = (await node.CallAsync("recoverSecret", new JsonObject
        {
            ["sheet"] = await Input.TextAsync(path, cancel),
            ["rehearsal"] = parsed.GetValue(DryRun),
        }, cancel))!.AsObject();
        var task = await LookAsync(node, begun, parsed.GetValue(DryRun), parsed.GetValue(Wait), cancel);
        var names = await node.NamesAsync(cancel);
        if (parsed.GetValue(DryRun)) await node.CallAsync("cancelRecovery", begun.DeepClone().AsObject(), cancel);
        else if ((bool)task["ready"]!)
        {
            var file = await TakeAsync(context, node, begun, cancel);
            task["file"] = file;
            task["revoked"] = await RevokeAsync(node, file, cancel);
        }

        context.Print(task, terminal =>
        {
            SecretPages.Recovery(terminal, task, names);
            if (task["file"] is not { } file) return;
            terminal.WriteLine();
            terminal.WriteLine($"It is back: {file}");
            terminal.WriteLine((int)task["revoked"]! > 0
                ? "All session keys of before are revoked: whoever has the old machine speaks for it no more."
                : "Session keys of before are NOT revoked: whoever has the old machine speaks for it until they end.");
            terminal.WriteLine("For a node.key: rings run --data-dir THAT-FOLDER. Then split it anew, with guardians you trust: rings secret split");
        });
    }

    /// <summary>Looks until all has answered that can be waited for.</summary>
    private static async Task<JsonObject> LookAsync(
        NodeClient node, JsonObject begun, bool isRehearsal, bool isWaiting, CancellationToken cancel)
    {
        var until = TimeProvider.System.GetUtcNow() + Rehearsed;
        while (true)
        {
            var task = (await node.CallAsync("listRecoveries", [], cancel))!.AsArray()
                .First(one => (string?)one!["id"] == (string?)begun["id"] && (string?)one["owner"] == (string?)begun["owner"])!.AsObject();
            var haveAllAnswered = (int)task["answered"]! == task["guardians"]!.AsArray().Count;
            var isOver = isWaiting && !isRehearsal
                ? (bool)task["ready"]!
                : haveAllAnswered || (bool)task["ready"]! || TimeProvider.System.GetUtcNow() >= until;
            if (isOver) return task.DeepClone().AsObject();
            await Task.Delay(LookEvery, cancel);
        }
    }

    private static async Task<string> TakeAsync(CommandContext context, NodeClient node, JsonObject begun, CancellationToken cancel)
    {
        var taken = (await node.CallAsync("takeRecovered", begun.DeepClone().AsObject(), cancel))!;
        var secret = Convert.FromBase64String((string)taken["data"]!);
        var isKey = (string?)taken["mode"] == "key";
        // A payload that begins as a key file does is one: split without --key, it is what was split.
        var file = Path.Combine(Folder(context), isKey || IsKeyFile(secret) ? "node.key" : "secret");
        if (isKey) OwnKey.Write(file, secret, Did.Parse((string)begun["owner"]!, CultureInfo.InvariantCulture));
        else PrivateFile.Write(file, secret);
        return file;
    }

    /// <summary>Ends all that was delegated before: the old machine may be in other hands.</summary>
    /// <returns>How many of three placements have the revocation; 0: none, or the key lies under a passphrase.</returns>
    private static async Task<int> RevokeAsync(NodeClient node, string file, CancellationToken cancel)
    {
        if (Path.GetFileName(file) != "node.key" || KeyFile.NeedsPassphrase(file)) return 0;
        using var key = KeyFile.Read(file);
        var revocation = new RevocationDraft(
            key.Kind, key.Did, key.CarriedPublicKey.Span, ring: null, Instant.From(TimeProvider.System.GetUtcNow()),
            RandomNumberGenerator.GetBytes(Delegation.NonceBytes)).Sign(key);
        var put = await node.CallAsync(
            "putRevocation", new() { ["revocation"] = Convert.ToBase64String(revocation.Bytes.Span) }, cancel);
        return (int)put!["placements"]!;
    }

    private static void FromPapers(CommandContext context, string papers)
    {
        if (context.Parsed.GetValue(Whose) is not { } text || DidText.Read(text, out var did) is not null)
            throw new UserErrorException("name the Did that has to come out: --did DID. A wrong passphrase gives another key without a word");
        var secret = PaperShares.Combine(
            papers.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries),
            SecretSplitCommand.ReadWordsPassphrase(context.Parsed.GetValue(WordsPassphrase)));
        var file = Path.Combine(Folder(context), "node.key");
        OwnKey.Write(file, secret, did);
        context.Print(new JsonObject { ["did"] = did.ToString(), ["file"] = file }, terminal => terminal.WriteLine($"{did} is back: {file}"));
    }

    private static string Folder(CommandContext context)
    {
        var folder = new DataFolder(context.Parsed.GetValue(Out) ?? Path.Combine(context.Data.Path, "recovered"));
        folder.Create();
        return folder.Path;
    }

    private static bool IsKeyFile(byte[] payload) =>
        payload.Length > 0 && payload[0] == '{' && payload.AsSpan().IndexOf("\"did\""u8) > 0;
}
