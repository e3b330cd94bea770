using System.CommandLine;
using System.Text.Json.Nodes;
using Rings.Actors.Files;
using Rings.Host.Cli;
using Rings.Host.Files;
using Rings.Protocol.Storage;
using Rings.Protocol.Storage.Files;

namespace Rings.Host.Commands;

/// <summary><c>rings file</c>: files and directories in the ring.</summary>
internal static class FileCommands
{
    /// <summary>The command.</summary>
    public static Command Create() =>
        new("file", "Store a file or directory in the ring, or fetch one") { FilePutCommand.Create(), Get(), List() };

    private static Command Get()
    {
        var root = new Argument<string>("root") { Description = "The root that 'file put' printed; ROOT/PATH for one file of a directory" };
        var output = new Option<string?>("--output", "-o")
        {
            Description = "File to write, or for a directory the folder; resumes an interrupted fetch (default: standard output)",
        };
        var get = new Command("get", "Fetch a file, or a whole directory; each part is verified before it is written") { root, output };
        get.SetAction(CommandContext.Run(async (context, cancel) =>
        {
            var (hash, path) = NameOf(context.Parsed.GetValue(root)!);
            using var node = context.Connect();
            var directory = await new RingsFiles(new RemoteBlobs(node.GetBlobAsync)).FindDirectoryAsync(hash, cancel);
            var target = context.Parsed.GetValue(output);
            if (path is not null) await FetchAsync(context, node, EntryOf(hash, directory, path).Root, target, cancel);
            else if (directory is null) await FetchAsync(context, node, hash, target, cancel);
            else if (target is not null) await FetchAsync(context, node, directory, target, cancel);
            else
            {
                throw new UserErrorException(
                    $"this root is a directory's. All of it: rings file get {hash} -o FOLDER; what is in it: rings file ls {hash}");
            }
        }, left: "what came is kept: the same command goes on from there"));
        return get;
    }

    private static Command List()
    {
        var root = new Argument<string>("root") { Description = "A directory's root" };
        var list = new Command("ls", "List the files of a directory, with size and kind") { root };
        list.SetAction(CommandContext.Run(async (context, cancel) =>
        {
            var (hash, _) = NameOf(context.Parsed.GetValue(root)!);
            using var node = context.Connect();
            var directory = await new RingsFiles(new RemoteBlobs(node.GetBlobAsync)).FindDirectoryAsync(hash, cancel)
                ?? throw new UserErrorException($"{hash} is a file, not a directory. Fetch it: rings file get {hash} -o FILE");
            context.Print(new JsonArray([.. directory.Entries.Select(EntryJson)]), terminal =>
            {
                var table = new TextTable(new("Size", 1, IsNumber: true), new("Path", 0), new("Kind", 2));
                foreach (var entry in directory.Entries) table.Add(LinkTable.Size(entry.Size), entry.Path, entry.MediaType);
                foreach (var line in table.Lines(Terminal.Width)) terminal.WriteLine(line);
            });
        }));
        return list;
    }

    /// <summary>A root, and behind its first slash the path of a file, to the letter.</summary>
    private static (BlobHash Root, string? Path) NameOf(string name)
    {
        var slash = name.IndexOf('/', StringComparison.Ordinal);
        var path = slash < 0 || slash == name.Length - 1 ? null : name[(slash + 1)..];
        if (path is not null && !DirectoryManifest.IsPath(path))
            throw new UserErrorException($"{Visible.Line(path)} is no path in a directory: it has no parts '.' and '..', and none that is empty");
        return (BlobHash.Parse(slash < 0 ? name : name[..slash]), path);
    }

    private static DirectoryEntry EntryOf(BlobHash root, DirectoryManifest? directory, string path) => directory is null
        ? throw new UserErrorException($"{root} is a file, not a directory: it has no {Visible.Line(path)}")
        : directory.Find(path) ?? throw new UserErrorException(
            $"the directory has no {Visible.Line(path)}. What it has: rings file ls {root}");

    /// <summary>One file: to stdout, or into a file.</summary>
    private static async Task FetchAsync(
        CommandContext context, NodeClient node, BlobHash root, string? target, CancellationToken cancel)
    {
        if (target is null)
        {
            await using var stdout = Console.OpenStandardOutput();
            await node.DownloadAsync(root, stdout, TransferProgress.Of(context), cancel);
            return;
        }

        if (Directory.Exists(target)) throw new UserErrorException($"{target} is a folder, and this root is a file's. Name a file");
        var (size, reused) = await Download(context, node).ToFileAsync(root, target, cancel);
        Report(context, target, 1, size, reused);
    }

    /// <summary>All files of a directory, into a folder.</summary>
    private static async Task FetchAsync(
        CommandContext context, NodeClient node, DirectoryManifest directory, string target, CancellationToken cancel)
    {
        if (File.Exists(target)) throw new UserErrorException($"{target} is a file, and this root is a directory's. Name a folder");
        var download = Download(context, node);
        var (size, reused) = await new DirectoryDownload((entry, place, ended) => download.ToFileAsync(entry.Root, place, ended))
            .ToFolderAsync(directory, target, cancel);
        Report(context, target, directory.Entries.Length, size, reused);
    }

    private static FileDownload Download(CommandContext context, NodeClient node)
    {
        var progress = TransferProgress.Of(context);
        return new FileDownload(
            new RemoteBlobs(node.GetBlobAsync), (root, to, ended) => node.DownloadAsync(root, to, progress, ended), progress);
    }

    private static void Report(CommandContext context, string target, int files, long size, long reused) => context.Print(
        new JsonObject { ["path"] = target, ["files"] = files, ["size"] = size, ["reused"] = reused },
        terminal => terminal.WriteLine(
            $"{Visible.Line(target)}: {(files == 1 ? "" : Counted.Of(files, "file") + ", ")}{size} bytes, verified"
            + (reused > 0 ? $"; {reused} of them were here" : "")));

    private static JsonNode EntryJson(DirectoryEntry entry) => new JsonObject
    {
        ["path"] = entry.Path,
        ["root"] = entry.Root.ToString(),
        ["size"] = entry.Size,
        ["mediaType"] = entry.MediaType,
    };
}
