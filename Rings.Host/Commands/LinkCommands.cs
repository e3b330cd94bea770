using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using Rings.Host.Cli;
using Rings.Host.Rpc;

namespace Rings.Host.Commands;

/// <summary><c>rings connect</c>, <c>disconnect</c> and <c>peer</c>: the links of a running node.</summary>
internal static class LinkCommands
{
    /// <summary>The commands.</summary>
    public static IEnumerable<Command> Create() => [Connect(), Disconnect(), Peer()];

    private static Command Connect()
    {
        var connect = new Command("connect", "Open a link, and wait until it is ready or has failed");
        var url = new Argument<string>(
            "url")
        { Description = "The other node's public URL; with #0x… only that Did is accepted" };
        var did = DidArgument.Create("did", "A node of the ring: the offer goes over the ring");
        var seeds = new Argument<string>(
            "file-or-url")
        { Description = "A JSON list of {url, did}, tried in order until one answers" };
        connect.Subcommands.Add(Command("node", "By its public URL", url, (context, cancel) =>
            LinkAsync(context, $"asking {context.Parsed.GetValue(url)} for a link", "connectPeerViaHttp", new JsonObject
            {
                ["url"] = context.Parsed.GetValue(url),
            }, cancel)));
        connect.Subcommands.Add(Command("did", "By its Did, over the ring", did, (context, cancel) =>
            LinkAsync(context, $"asking {context.Parsed.GetValue(did)} for a link, over the ring", "connectWithDid", new JsonObject
            {
                ["did"] = context.Parsed.GetValue(did),
            }, cancel)));
        connect.Subcommands.Add(Command("seed", "By a list of seeds", seeds, async (context, cancel) =>
        {
            var list = await SeedsAsync(context.Parsed.GetValue(seeds)!, cancel);
            var urls = (list["peers"] as JsonArray)?.Select(peer => (peer as JsonObject)?["url"]) ?? [];
            await LinkAsync(
                context, $"asking for a link, one after another: {string.Join(", ", urls)}", "connectWithSeed", list, cancel);
        }));
        return connect;
    }

    private static Command Disconnect()
    {
        var did = DidArgument.Create("did", "The node at the other end of the link");
        return Command(
            "disconnect", "Close a link; the ring may open it again if it needs it", did, async (context, cancel) =>
        {
            using var node = context.Connect();
            var result = await node.CallAsync(
                "disconnect", new JsonObject { ["did"] = context.Parsed.GetValue(did) }, cancel);
            if (!(bool)result!["wasLinked"]!) throw new UserErrorException($"there is no link to {result["did"]}. rings peer list shows them");
            context.Print(result, terminal => terminal.WriteLine("closed"));
        });
    }

    private static Command Peer()
    {
        var list = new Command("list", "List links with state, address, round trip and traffic");
        list.SetAction(CommandContext.Run(async (context, cancel) =>
        {
            using var node = context.Connect();
            var links = await node.CallAsync("listPeers", [], cancel);
            context.Print(links, terminal =>
            {
                if (links!.AsArray().Count == 0) terminal.WriteLine("no links: other nodes join by the line that rings status shows");
                else foreach (var line in LinkTable.Of(links.AsArray(), Terminal.Width)) terminal.WriteLine(line);
            });
        }));
        return new Command("peer", "The nodes that this one is linked to") { list };
    }

    private static Command Command(
        string name, string description, Argument<string> argument, Func<CommandContext, CancellationToken, Task> action)
    {
        var command = new Command(name, description) { argument };
        command.SetAction(CommandContext.Run(action));
        return command;
    }

    private static async Task LinkAsync(
        CommandContext context, string doing, string method, JsonObject parameters, CancellationToken cancel)
    {
        using var node = context.Connect();
        var result = await context.WorkAsync(doing, () => node.CallAsync(method, parameters, cancel));
        context.Print(result, terminal => terminal.WriteLine($"linked to {result!["did"]}"));
    }

    private static async Task<string> DownloadAsync(Uri url, CancellationToken cancel)
    {
        const int MaxList = 1024 * 1024;
        using var http = new HttpClient { Timeout = TimeSpan.FromSeconds(15), MaxResponseContentBufferSize = MaxList };
        return await http.GetStringAsync(url, cancel);
    }

    private static async Task<JsonObject> SeedsAsync(string fileOrUrl, CancellationToken cancel)
    {
        try
        {
            var text = Seeds.TryParse(fileOrUrl, out var url)
                ? await DownloadAsync(url, cancel)
                : await File.ReadAllTextAsync(fileOrUrl, cancel);
            var list = JsonNode.Parse(text, documentOptions: new() { AllowDuplicateProperties = false });
            return new JsonObject { ["peers"] = (list is JsonObject ? list["peers"] : list)?.DeepClone() };
        }
        catch (Exception error) when (error is JsonException or HttpRequestException)
        {
            throw new UserErrorException(
                $"{fileOrUrl}: expected a JSON list of {{\"url\": …, \"did\": …}} ({error.Message})", error);
        }
    }
}
