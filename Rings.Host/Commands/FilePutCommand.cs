using System.CommandLine;
using System.Text.Json.Nodes;
using Rings.Host.Cli;
using Rings.Host.Files;

namespace Rings.Host.Commands;

/// <summary><c>rings file put</c>.</summary>
internal static class FilePutCommand
{
    /// <summary>The command.</summary>
    public static Command Create()
    {
        var path = new Argument<string>("path") { Description = "A file, '-' for standard input, or a directory with a small web site" };
        var follow = new Option<bool>("--follow-links")
        {
            Description = "Of a directory: take what links outside it lead to; without this they are left out, and told",
        };
        var put = new Command("put", "Store a file or directory; prints the root by which anyone can fetch it") { path, follow };
        put.SetAction(CommandContext.Run(async (context, cancel) =>
        {
            using var node = context.Connect();
            var from = context.Parsed.GetValue(path)!;
            var stored = Directory.Exists(from)
                ? await PutDirectoryAsync(context, node, from, context.Parsed.GetValue(follow), cancel)
                : await PutFileAsync(context, node, from, cancel);
            context.Print(stored, terminal => terminal.WriteLine($"{stored!["root"]}"));
        }, left: "there is no root yet. What was sent lies in the ring until it expires; the same command sends only what is missing"));
        return put;
    }

    /// <summary>Stores a directory.</summary>
    /// <param name="context">The command.</param>
    /// <param name="node">The node.</param>
    /// <param name="folder">The directory.</param>
    /// <param name="followsOut">Whether links out of it are followed.</param>
    /// <param name="cancel">Ends it.</param>
    /// <returns>
    /// Its <c>root</c>, with <c>size</c>, <c>parts</c>, <c>copies</c> and <c>expires</c> of all that it consists of.
    /// </returns>
    /// <exception cref="UserErrorException">There is nothing in it to store.</exception>
    public static async Task<JsonNode?> PutDirectoryAsync(
        CommandContext context, NodeClient node, string folder, bool followsOut, CancellationToken cancel)
    {
        // All names are looked at before the first file is sent.
        var tree = new FileTree(folder, followsOut, (name, why) =>
            Console.Error.WriteLine($"rings: left out {Visible.Line(name)}: {why}"));
        var entries = new JsonArray();
        var whole = new List<JsonNode>();
        foreach (var (name, file) in tree.Read())
        {
            var stored = await PutFileAsync(context, node, file, cancel);
            whole.Add(stored!);
            entries.Add(new JsonObject
            {
                ["path"] = name,
                ["root"] = (string)stored!["root"]!,
                ["size"] = (long)stored["size"]!,
                ["mediaType"] = MediaTypes.Of(name),
            });
        }

        if (entries.Count == 0) throw new UserErrorException($"there is no file in {folder} to store");
        var directory = await node.PostAsync("/directories", entries, cancel);
        return AllOf(directory!, [.. whole, directory!]);
    }

    /// <summary>A directory is gone when the first of its parts is, and as safe as the one that is kept least often.</summary>
    private static JsonObject AllOf(JsonNode directory, IReadOnlyList<JsonNode> parts) => new()
    {
        ["root"] = (string?)directory["root"],
        ["files"] = parts.Count - 1,
        ["size"] = parts.Sum(part => (long)part["size"]!),
        ["parts"] = parts.Sum(part => (int)part["parts"]!),
        ["copies"] = parts.Min(part => (int)part["copies"]!),
        // One form, one zone: the order of the texts is that of the times.
        ["expires"] = parts.Select(part => (string)part["expires"]!).Min(StringComparer.Ordinal),
    };

    private static async Task<JsonNode?> PutFileAsync(
        CommandContext context, NodeClient node, string file, CancellationToken cancel)
    {
        var progress = TransferProgress.Of(context);
        await using var content = file == "-" ? Console.OpenStandardInput() : File.OpenRead(file);
        long? size = content.CanSeek ? content.Length : null;
        return await node.UploadAsync(
            new ReportingStream(content, progress is null ? null : done => progress.Report(new(done, size))),
            MediaTypes.Of(file), cancel);
    }
}
