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
    /// <returns>Its <c>root</c>.</returns>
    /// <exception cref="UserErrorException">There is nothing in it to store.</exception>
    public static async Task<JsonNode?> PutDirectoryAsync(
        CommandContext context, NodeClient node, string folder, bool followsOut, CancellationToken cancel)
    {
        // All names are looked at before the first file is sent.
        var tree = new FileTree(folder, followsOut, (name, why) =>
            Console.Error.WriteLine($"rings: left out {Visible.Line(name)}: {why}"));
        var entries = new JsonArray();
        foreach (var (name, file) in tree.Read())
        {
            var stored = await PutFileAsync(context, node, file, cancel);
            entries.Add(new JsonObject
            {
                ["path"] = name,
                ["root"] = (string)stored!["root"]!,
                ["size"] = (long)stored["size"]!,
                ["mediaType"] = MediaTypes.Of(name),
            });
        }

        return entries.Count > 0
            ? await node.PostAsync("/directories", entries, cancel)
            : throw new UserErrorException($"there is no file in {folder} to store");
    }

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
