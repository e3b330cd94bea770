using System.CommandLine;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Rings.Actors.Identity;
using Rings.Host.Cli;
using Rings.Sovereign.Secrets;
using Rings.Sovereign.Sharing;
using Rings.Sovereign.Words;

namespace Rings.Host.Commands;

/// <summary><c>rings secret split</c>: among guardians, or onto paper.</summary>
internal static class SecretSplitCommand
{
    private const string Warning =
        """
        Any {0} of these {1} together have the secret, silently and for ever. Guardians in one house burn together.
        Nobody has audited this.

        Print this sheet and lay it away, apart from this machine. Without it, who has lost everything can name neither
        the secret nor its guardians:

        """;

    private const string KeyWarning = "A key that was ever put together cannot be taken back: a Did is its key.";

    /// <summary>The command.</summary>
    public static Command Create()
    {
        var guardians = GuardiansOption(isRequired: false);
        var isKey = new Option<bool>("--key") { Description = "Split the account's key itself; guardians see whose it is (secp256k1)" };
        var file = new Option<string?>("--file") { Description = "Split a file of up to 12 KiB (default: node.key as it lies there)" };
        var label = new Option<string?>("--label") { Description = "What you call it; never leaves this node" };
        var k = WholeNumbers.Option("-k", "How many are needed", 3, Feldman.MinThreshold, Feldman.MaxCount);
        var delay = WholeNumbers.Option("--delay", "Hours from an approval to the share's leaving", 24, 0, SecretCodec.MaxDelayHours);
        var words = new Option<bool>("--words") { Description = "Print papers of SLIP-39 words in place of guardians; no node has to run" };
        var n = WholeNumbers.Option("-n", "How many papers", 5, Feldman.MinThreshold, PaperShares.MaxCount);
        var (passphrase, wordsPassphrase) = (IdentityOptions.PassphraseFile(), WordsPassphrase());
        var split = new Command("split", "Split this node's key, or a file, among guardians: any k of them give it back")
        {
            guardians, isKey, file, label, k, delay, words, n, passphrase, wordsPassphrase,
        };
        split.SetAction(CommandContext.Run(async (context, cancel) =>
        {
            var parsed = context.Parsed;
            if (parsed.GetValue(words))
            {
                Print(context, parsed.GetValue(k), parsed.GetValue(n), PassphraseText.Read(parsed.GetValue(passphrase)), ReadWordsPassphrase(parsed.GetValue(wordsPassphrase)));
                return;
            }

            if (parsed.GetValue(guardians) is not { Length: > 0 } named)
                throw new UserErrorException("name the guardians: --guardians DID,DID,… (or --words for paper)");
            var call = new JsonObject
            {
                ["guardians"] = SecretCommands.ListOf(named),
                ["k"] = parsed.GetValue(k),
                ["delay_hours"] = parsed.GetValue(delay),
                ["key"] = parsed.GetValue(isKey),
                ["label"] = parsed.GetValue(label) ?? parsed.GetValue(file),
            };
            if (parsed.GetValue(file) is { } path) call["data"] = Convert.ToBase64String(await File.ReadAllBytesAsync(path, cancel));
            using var node = context.Connect();
            var made = (await node.CallAsync("splitSecret", call, cancel))!;
            context.Print(made, terminal =>
            {
                if (parsed.GetValue(isKey)) terminal.WriteLine(KeyWarning);
                terminal.WriteLine(Warning, call["k"], call["guardians"]!.AsArray().Count);
                terminal.Write((string)made["sheet"]!);
                terminal.WriteLine();
                terminal.WriteLine("Each guardian takes its share after: rings secret accept YOUR-DID. See who did: rings secret status");
            });
        }, left: "whether the guardians were told is not known: rings secret status"));
        return split;
    }

    /// <summary>The guardians, by Dids or names.</summary>
    public static Option<string[]> GuardiansOption(bool isRequired) => new("--guardians")
    {
        Description = "The guardians, by Dids or names, with commas between them",
        Required = isRequired,
        AllowMultipleArgumentsPerToken = true,
    };

    /// <summary>The file with the passphrase of papers.</summary>
    public static Option<string?> WordsPassphrase() => new("--words-passphrase-file")
    {
        Description = "File whose first line is a passphrase for the papers (printable ASCII)",
    };

    /// <summary>Its passphrase; empty where no file is named.</summary>
    public static string ReadWordsPassphrase(string? path) => path is null ? "" : PassphraseText.Read(path)!;

    private static void Print(CommandContext context, int k, int n, string? passphrase, string wordsPassphrase)
    {
        if (k > n) throw new UserErrorException($"{k} papers of {n} cannot be needed: choose -k up to -n");
        if (!File.Exists(context.Data.KeyFile)) throw new UserErrorException($"there is no key in {context.Data.Path}: the account is in a wallet");
        using var key = KeyFile.Read(context.Data.KeyFile, passphrase);
        var secret = key.ExportSecret();
        var papers = PaperShares.Split(secret, 1, [(k, n)], wordsPassphrase, RandomNumberGenerator.Fill)[0];
        CryptographicOperations.ZeroMemory(secret);
        var json = new JsonObject
        {
            ["did"] = key.Did.ToString(),
            ["kind"] = key.Kind.ToString(),
            ["k"] = k,
            ["papers"] = new JsonArray([.. papers.Select(paper => (JsonNode)paper)]),
        };
        context.Print(json, terminal =>
        {
            foreach (var (place, paper) in papers.Index())
            {
                terminal.WriteLine($"Paper {place + 1} of {n}, any {k} of which give the key of {key.Did} ({key.Kind}):");
                terminal.WriteLine();
                foreach (var line in paper.Split(' ').Chunk(8)) terminal.WriteLine("  " + string.Join(' ', line));
                terminal.WriteLine();
            }

            terminal.WriteLine("These words bring back a key of Rings, in Rings. A hardware wallet takes the same words for another");
            terminal.WriteLine("kind of seed and shows other addresses. Papers and guardians are two locks on one door: either opens it.");
            terminal.WriteLine($"Back again: rings secret recover --words FILE --did {key.Did}");
        });
    }
}
