using System.CommandLine;
using System.Text.Json.Nodes;
using Rings.Host.Cli;

namespace Rings.Host.Commands;

/// <summary><c>rings mail</c>: messages that wait for this node's owner, and this node's letters that wait for others.</summary>
internal static class MailCommands
{
    private const int ShortId = 8;

    /// <summary>The command.</summary>
    public static Command Create() => new("mail", "What came while nobody listened, and your letters that nobody has fetched yet")
    {
        List(), Read(), Remove(),
    };

    private static Command List()
    {
        var list = new Command("list", "List what waits. Example: rings mail list");
        list.SetAction(CommandContext.Run(async (context, cancel) =>
        {
            using var node = context.Connect();
            var mail = (await node.CallAsync("listMail", [], cancel))!;
            var names = await node.NamesAsync(cancel);
            context.Print(mail, terminal => Show(terminal, mail, names));
        }));
        return list;
    }

    private static Command Read()
    {
        var id = Id();
        var output = new Option<string?>("--output", "-o") { Description = "Write the text to a file, byte for byte" };
        var read = new Command("read", "Show a message that waits; it stays until you remove it. Example: rings mail read 3fa9c1d2") { id, output };
        read.SetAction(CommandContext.Run(async (context, cancel) =>
        {
            using var node = context.Connect();
            var (found, isPosted) = await FindAsync(node, context.Parsed.GetValue(id)!, cancel);
            if (isPosted) throw new UserErrorException("this is a letter of yours, and sealed: only its reader can open it");
            var letter = (await node.CallAsync("readMail", new JsonObject { ["id"] = found }, cancel))!;
            var names = await node.NamesAsync(cancel);
            if (context.Parsed.GetValue(output) is { } file)
                await File.WriteAllBytesAsync(file, Convert.FromBase64String((string)letter["data"]!), cancel);
            else context.Print(letter, terminal => ShowLetter(terminal, letter, names));
        }));
        return read;
    }

    private static Command Remove()
    {
        var id = Id();
        var remove = new Command("remove", "Remove a message that waits, or take a letter of yours back that nobody has fetched. Example: rings mail remove 3fa9c1d2")
        {
            id,
        };
        remove.SetAction(CommandContext.Run(async (context, cancel) =>
        {
            using var node = context.Connect();
            var (found, isPosted) = await FindAsync(node, context.Parsed.GetValue(id)!, cancel);
            var gone = await node.CallAsync(isPosted ? "withdrawMail" : "removeMail", new JsonObject { ["id"] = found }, cancel);
            context.Print(gone, terminal => terminal.WriteLine(isPosted ? "taken back" : "removed"));
        }, left: "whether it is gone is not known: rings mail list"));
        return remove;
    }

    /// <summary>The one letter whose id begins so.</summary>
    private static async Task<(string Id, bool IsPosted)> FindAsync(NodeClient node, string beginning, CancellationToken cancel)
    {
        var mail = (await node.CallAsync("listMail", [], cancel))!;
        List<(string Id, bool IsPosted)> found =
        [
            .. IdsOf(mail["waiting"]!).Select(id => (id, false)), .. IdsOf(mail["posted"]!).Select(id => (id, true)),
        ];
        found.RemoveAll(letter => !letter.Id.StartsWith(beginning, StringComparison.OrdinalIgnoreCase));
        return found switch
        {
            [var one] => one,
            [] => throw new UserErrorException($"there is no letter {beginning}. rings mail list shows those that there are"),
            _ => throw new UserErrorException($"{found.Count} letters begin with {beginning}: give more of the id (rings mail list --json shows all of it)"),
        };
    }

    private static IEnumerable<string> IdsOf(JsonNode letters) => letters.AsArray().Select(letter => (string)letter!["id"]!);

    private static void Show(TextWriter terminal, JsonNode mail, KnownNames names)
    {
        var (waiting, posted) = (mail["waiting"]!.AsArray(), mail["posted"]!.AsArray());
        if (waiting.Count == 0) terminal.WriteLine("nothing waits for you");
        else
        {
            var table = new TextTable(new("Id", 0), new("Came", 2), new("From", 1), new("Says", 3));
            foreach (var letter in waiting)
            {
                table.Add(
                    ((string)letter!["id"]!)[..ShortId], Times.Short(letter["time"]), names.Of((string)letter["from"]!), (string)letter["preview"]!);
            }

            foreach (var line in table.Lines(Terminal.Width)) terminal.WriteLine(line);
        }

        if (posted.Count == 0) return;
        terminal.WriteLine();
        terminal.WriteLine("Your letters that nobody has fetched yet:");
        var own = new TextTable(new("Id", 0), new("To", 1), new("Waits until", 2));
        foreach (var letter in posted) own.Add(((string)letter!["id"]!)[..ShortId], names.Of((string)letter["to"]!), Times.Short(letter["expires"]));
        foreach (var line in own.Lines(Terminal.Width)) terminal.WriteLine(line);
    }

    private static void ShowLetter(TextWriter terminal, JsonNode letter, KnownNames names)
    {
        terminal.WriteLine($"from     {names.Beside((string)letter["from"]!)}{((bool?)letter["sealed"] == true ? "" : ", in the clear")}");
        terminal.WriteLine($"written  {Times.Short(letter["sentAt"])}, came {Times.Short(letter["time"])}");
        terminal.WriteLine();
        var bytes = Convert.FromBase64String((string)letter["data"]!);
        terminal.WriteLine(System.Text.Unicode.Utf8.IsValid(bytes)
            ? Visible.Lines(System.Text.Encoding.UTF8.GetString(bytes), "")
            : $"{Counted.Of(bytes.Length, "byte")} that are no text. Write them to a file: -o FILE");
    }

    private static Argument<string> Id() => new("id") { Description = "The letter's id, or how it begins" };
}
