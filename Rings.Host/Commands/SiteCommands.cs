using System.CommandLine;
using System.Text.Json.Nodes;
using Rings.Host.Cli;
using Rings.Protocol.Services;

namespace Rings.Host.Commands;

/// <summary><c>rings site</c>: directories that the ring shows as web sites.</summary>
internal static class SiteCommands
{
    /// <summary>The command.</summary>
    public static Command Create() =>
        new("site", "Publish a directory as a web site that stays up while this node is away") { Publish(), List(), Remove() };

    private static Command Publish()
    {
        var folder = new Argument<string>("directory") { Description = "The directory with its index.html" };
        var name = new Argument<string>("name") { Description = "The site's name: 1 to 40 of a-z, 0-9 and -" };
        var title = new Option<string?>("--title") { Description = "Words for people, up to 80 characters" };
        var single = new Option<bool>("--single-page") { Description = "Let index.html answer for paths that have no file" };
        var follow = new Option<bool>("--follow-links")
        {
            Description = "Take what links outside the directory lead to; without this they are left out, and told",
        };
        var publish = new Command("publish", "Publish a directory as a site, or its next version")
        {
            folder, name, title, single, follow,
        };
        publish.SetAction(CommandContext.Run(async (context, cancel) =>
        {
            var parsed = context.Parsed;
            var (from, wanted) = (parsed.GetValue(folder)!, parsed.GetValue(name));
            if (!ServiceName.TryParse(wanted, out _))
                throw new UserErrorException($"'{wanted}' is no name of a site: expected {ServiceName.Expected}");
            if (!Directory.Exists(from)) throw new UserErrorException($"there is no directory {from}. Check its name");
            using var node = context.Connect();
            var stored = await FilePutCommand.PutDirectoryAsync(context, node, from, parsed.GetValue(follow), cancel);
            var site = await node.CallAsync("publishSite", new JsonObject
            {
                ["name"] = wanted,
                ["root"] = (string)stored!["root"]!,
                ["title"] = parsed.GetValue(title),
                ["single_page"] = parsed.GetValue(single),
            }, cancel);
            context.Print(site, terminal => Write(terminal, site!));
        }, left: "whether this version is published is not known: 'rings site list' tells. The same command sends only what is missing"));
        return publish;
    }

    private static Command List()
    {
        var list = new Command("list", "List the sites that this node publishes");
        list.SetAction(CommandContext.Run(async (context, cancel) =>
        {
            using var node = context.Connect();
            var sites = (await node.CallAsync("listSites", [], cancel))!.AsArray();
            context.Print(sites, terminal =>
            {
                if (sites.Count == 0) terminal.WriteLine("no sites yet: rings site publish DIRECTORY NAME");
                var table = new TextTable(new("Name", 0), new("Published", 2), new("Page", 1), new("Title", 3));
                foreach (var site in sites)
                {
                    table.Add(
                        (string)site!["name"]!, Times.Short(site["published"]), (string?)site["page"] ?? (string)site["url"]!,
                        (string)site["title"]!);
                }

                if (sites.Count > 0) foreach (var line in table.Lines(Terminal.Width)) terminal.WriteLine(line);
            });
        }));
        return list;
    }

    private static Command Remove()
    {
        var name = new Argument<string>("name") { Description = "The site's name" };
        var remove = new Command("remove", "Publish a site no longer; its files stay in the ring until they expire, within 7 days") { name };
        remove.SetAction(CommandContext.Run(async (context, cancel) =>
        {
            using var node = context.Connect();
            var removed = await node.CallAsync("removeSite", new JsonObject { ["name"] = context.Parsed.GetValue(name) }, cancel);
            context.Print(removed, terminal => terminal.WriteLine($"{removed!["name"]} is published no longer"));
        }, left: "whether the site is still published is not known: 'rings site list' tells"));
        return remove;
    }

    private static void Write(TextWriter terminal, JsonNode site)
    {
        terminal.WriteLine($"{site["name"]} is published. It stays up while this node runs, and for 6 days at least when it does not");
        terminal.WriteLine($"link   {site["url"]}");
        if ((string?)site["page"] is { } page) terminal.WriteLine($"page   {page}  (on this machine, and on each that runs a node of this ring)");
    }
}
