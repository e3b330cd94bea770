using System.CommandLine;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Rings.Host.Cli;
using Rings.Host.Proofs;
using Rings.Host.Rpc;
using Rings.Protocol;
using Rings.Protocol.Identity;
using Rings.Sovereign.Proofs;
using Rings.Sovereign.Proofs.Files;
using Rings.Sovereign.Proofs.Statements;

namespace Rings.Host.Commands;

/// <summary><c>rings prove</c>: live, from this node to another; with <c>--transferable</c> into a file, and then no node has to run.</summary>
internal static partial class ProveCommands
{
    private const string Anybody = "anybody";
    private const int MaxDays = 365;

    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(250);

    private static readonly Option<string> To = new("--to")
    {
        Description = "To whom, by Did or name; with --transferable also 'anybody'",
        Required = true,
    };

    internal static readonly Option<string?> Key = new("--key") { Description = "File with the account's key (default: this node's)" };

    internal static readonly Option<string?> KeyPassphrase = new("--key-passphrase-file")
    {
        Description = "File whose first line opens the key of --key",
    };

    private static readonly Option<bool> Transferable = new("--transferable")
    {
        Description = "Print a proof that can be passed on, instead of showing it live to one node",
    };

    private static readonly Option<int> Days = WholeNumbers.Option("--days", "With --transferable: days until it ends", 7, 1, MaxDays);
    private static readonly Option<string> Ring = IdentityOptions.Ring();
    private static readonly Option<string?> Passphrase = IdentityOptions.PassphraseFile();

    /// <summary>The command.</summary>
    public static Command Create()
    {
        var prove = new Command("prove", "Show one thing about an account and nothing else; audited by nobody");
        prove.Subcommands.Add(Own());
        prove.Subcommands.Add(OneOf());
        prove.Subcommands.Add(Preimage());
        prove.Subcommands.Add(Circuit());
        prove.Subcommands.Add(Credential());
        return prove;
    }

    private static Command Own()
    {
        var did = DidArgument.Create("did", "The account");
        var command = With(new("own", "Show somebody that you own an account") { did });
        command.SetAction(CommandContext.Run(
            (context, cancel) => context.Parsed.GetValue(Transferable)
                ? MakeAsync(context, (key, _) => key.OwnOf(DidOf(context.Parsed.GetValue(did)!, "did")))
                : ShowAsync(context, "proveOwn", new() { ["did"] = context.Parsed.GetValue(did) }, cancel),
            "whether the proof is given is not known: rings proof requests"));
        return command;
    }

    private static Command OneOf()
    {
        var list = new Argument<string>("list") { Description = "File with 2 to 1,024 public keys, one a line; 'rings verify' prints keys" };
        var tag = new Option<string?>("--tag") { Description = "Words of one occasion, such as a vote: a second proof for them is noticed" };
        var command = With(new("one-of", "Show somebody that you own one of several accounts, without saying which") { list, tag });
        command.SetAction(CommandContext.Run(
            async (context, cancel) =>
            {
                var keys = ProofWords.LinesOf(await Input.TextAsync(context.Parsed.GetValue(list)!, cancel)).ToList();
                var words = context.Parsed.GetValue(tag);
                if (context.Parsed.GetValue(Transferable)) await MakeAsync(context, (key, audience) => key.OneOf(keys, audience, words));
                else
                {
                    await ShowAsync(context, "proveOneOf", new()
                    {
                        ["keys"] = new JsonArray([.. keys.Select(key => (JsonNode)key)]),
                        ["tag"] = words,
                    }, cancel);
                }
            },
            "whether the proof is given is not known: rings proof requests"));
        return command;
    }

    private static Command Preimage()
    {
        var hash = new Argument<string>("hash") { Description = "SHA-256 of the file, as 64 hex digits" };
        var file = new Option<string>("--file") { Description = "The file, up to 2,551 bytes; its length is shown", Required = true };
        var command = With(new("preimage", "Show somebody that you have the file with a SHA-256, and not the file") { hash, file }, []);
        command.SetAction(CommandContext.Run(
            async (context, cancel) =>
            {
                var path = Path.GetFullPath(context.Parsed.GetValue(file)!);
                if (!context.Parsed.GetValue(Transferable))
                {
                    await ShowAsync(context, "provePreimage", new() { ["hash"] = context.Parsed.GetValue(hash), ["file"] = path }, cancel);
                    return;
                }

                var (statement, witness) = ProofPreimage.Read(context.Parsed.GetValue(hash)!, path);
                Make(context, _ => statement, witness);
            },
            "whether the proof is given is not known: rings proof requests"));
        return command;
    }

    private static Command With(Command command) => With(command, [Key, KeyPassphrase, Passphrase]);

    private static Command With(Command command, Option[] further)
    {
        foreach (var option in (Option[])[To, Transferable, Days, Ring, .. further]) command.Options.Add(option);
        return command;
    }

    /// <summary>Offers the proof, and waits for how it ends: the other side has ten minutes to say that it wants it.</summary>
    internal static async Task ShowAsync(CommandContext context, string method, JsonObject what, CancellationToken cancel)
    {
        var parsed = context.Parsed;
        // Those that a command does not have are not given.
        if (parsed.GetValue(To) is { } to) what["to"] = to;
        if (parsed.GetValue(Key) is { } key) what["key_file"] = Path.GetFullPath(key);
        if (parsed.GetValue(KeyPassphrase) is { } words) what["passphrase_file"] = Path.GetFullPath(words);
        using var node = context.Connect();
        var offered = (await node.CallAsync(method, what, cancel))!;
        while (true)
        {
            var all = (await node.CallAsync("listProofs", [], cancel))!;
            var own = all["own"]!.AsArray().FirstOrDefault(one => (string?)one!["id"] == (string?)offered["id"]);
            if (own is null) throw new UserErrorException("the node has begun anew, and the proof with it. Try again");
            if ((string?)own["result"] is { } result)
            {
                var sentence = ProofWords.Given((string)own["to"]!, (string)own["claim"]!, result);
                if (result != nameof(ProofResult.Accepted)) throw new UserErrorException(sentence);
                context.Print(own.DeepClone(), terminal => terminal.WriteLine(Visible.Line(sentence)));
                return;
            }

            await Task.Delay(LookEvery, cancel);
        }
    }

    private static Task MakeAsync(CommandContext context, Func<ProofKey, Did, ProofStatement> of)
    {
        var parsed = context.Parsed;
        var key = parsed.GetValue(Key) is { } path
            ? ProofKey.Read(path, PassphraseText.Read(parsed.GetValue(KeyPassphrase)))
            : ProofKey.Read(context.Data.KeyFile, PassphraseText.Read(parsed.GetValue(Passphrase)));
        Make(context, audience => of(key, audience), key.Witness);
        return Task.CompletedTask;
    }

    private static void Make(CommandContext context, Func<Did, ProofStatement> of, ProofWitness witness)
    {
        var parsed = context.Parsed;
        var audience = parsed.GetValue(To) == Anybody ? Did.Zero : DidOf(parsed.GetValue(To)!, "--to");
        var proof = ProofFile.Make(
            RingId.OfPublic(parsed.GetValue(Ring)!), audience, of(audience),
            Instant.From(TimeProvider.System.GetUtcNow()) + TimeSpan.FromDays(parsed.GetValue(Days)), witness,
            RandomNumberGenerator.Fill)!;
        var text = ProofFileText.Of(proof);
        context.Print(new JsonObject { ["proof"] = text }, terminal => terminal.Write(text));
    }

    internal static Did DidOf(string text, string option) => DidText.Read(text, out var did) is null && did != Did.Zero
        ? did
        : throw new UserErrorException($"{option}: expected a Did, as 0x and 40 hex digits");
}
