using System.CommandLine;
using System.Text.Json.Nodes;
using Rings.Host.Cli;
using Rings.Host.Files;
using Rings.Protocol.Storage;
using Spectre.Console;

namespace Rings.Host.Commands;

/// <summary><c>rings file</c>: files and directories in the ring.</summary>
internal static class FileCommands
{
    /// <summary>The command.</summary>
    public static Command Create() => new("file", "Store a file or directory in the ring, or fetch one") { Put(), Get() };

    private static Command Put()
    {
        var path = new Argument<string>("path") { Description = "A file, or a directory with a small web site" };
        var put = new Command("put", "Store a file or directory; prints the root by which anyone can fetch it") { path };
        put.SetAction(CommandContext.Run(async (context, cancel) =>
        {
            using var node = context.Connect();
            var from = context.Parsed.GetValue(path)!;
            var stored = Directory.Exists(from)
                ? await PutDirectoryAsync(context, node, from, cancel)
                : await node.UploadAsync(from, MediaTypes.Of(from), Reporter(context, from), cancel);
            context.Print(stored, terminal => terminal.WriteLine($"{stored!["root"]}"));
        }));
        return put;
    }

    private static async Task<JsonNode?> PutDirectoryAsync(
        CommandContext context, NodeClient node, string folder, CancellationToken cancel)
    {
        var entries = new JsonArray();
        foreach (var file in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            var stored = await node.UploadAsync(
                file, MediaTypes.Of(file), Reporter(context, file), cancel);
            entries.Add(new JsonObject
            {
                ["path"] = Path.GetRelativePath(folder, file).Replace(Path.DirectorySeparatorChar, '/'),
                ["root"] = (string)stored!["root"]!,
                ["size"] = (long)stored["size"]!,
                ["mediaType"] = MediaTypes.Of(file),
            });
        }

        return await node.PostAsync("/directories", entries, cancel);
    }

    private static Command Get()
    {
        var root = new Argument<string>("root") { Description = "The root that 'file put' printed; ROOT/path for a file of a directory" };
        var output = new Option<string?>("--output", "-o") { Description = "File to write; resumes an interrupted fetch (default: standard output)" };
        var get = new Command("get", "Fetch a file; each part is verified before it is written") { root, output };
        get.SetAction(CommandContext.Run(async (context, cancel) =>
        {
            var name = context.Parsed.GetValue(root)!;
            _ = BlobHash.Parse(name.Split('/')[0]);
            using var node = context.Connect();
            var progress = TransferProgress.Of(context);
            Task<long> Whole(string file, Stream to, CancellationToken ended) => node.DownloadAsync(file, to, progress, ended);
            if (context.Parsed.GetValue(output) is not { } target)
            {
                await using var stdout = Console.OpenStandardOutput();
                await Whole(name, stdout, cancel);
                return;
            }

            var download = new FileDownload(new RemoteBlobs(node.GetBlobAsync), Whole, progress);
            var (size, reused) = await download.ToFileAsync(name, target, cancel);
            context.Print(
                new JsonObject { ["path"] = target, ["size"] = size, ["reused"] = reused },
                terminal => terminal.WriteLine(
                    $"{target}: {size} bytes, verified{(reused > 0 ? $"; {reused} of them were here" : "")}"));
        }));
        return get;
    }

    private static Action<long>? Reporter(CommandContext context, string path)
    {
        var size = new FileInfo(path).Length;
        return TransferProgress.Of(context) is { } progress ? done => progress.Report(new(done, size)) : null;
    }
}
