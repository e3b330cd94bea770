using System.CommandLine;
using System.Text.Json.Nodes;
using Rings.Actors.Disk;
using Rings.Host.Cli;
using Rings.Host.Proofs;
using Rings.Sovereign.Proofs.Credentials;
using Rings.Sovereign.Proofs.Files;

namespace Rings.Host.Commands;

/// <summary><c>rings credential issue</c>: makes a tree of credentials of a list, and publishes its root.</summary>
internal static class CredentialIssueCommand
{
    private const int DefaultDepth = 16;
    private const int MaxListBytes = 16 << 20;

    private static readonly Argument<string> Name = new("name") { Description = "1 to 64 small letters, digits and hyphens" };

    private static readonly Option<string> List = new("--list")
    {
        Description = "File with a line for each holder: a Did, or what 'rings credential draw' printed, and NAME=VALUE for each number",
        Required = true,
    };

    private static readonly Option<string> Attributes = new("--attributes")
    {
        Description = "Names of up to 4 numbers, with commas: member,born:date",
        DefaultValueFactory = _ => "",
    };

    private static readonly Option<int> Depth = WholeNumbers.Option(
        "--depth", "Levels of the tree: up to 2^depth holders", DefaultDepth, 1, CredentialTree.MaxDepth);

    private static readonly Option<string> Out = new("--out")
    {
        Description = "Folder for the holders' files: hand each to its holder, and nobody else",
        Required = true,
    };

    /// <summary>The command.</summary>
    public static Command Create()
    {
        var issue = new Command("issue", "Give credentials to everybody in a list, and publish their root; who is not in it has none any more")
        {
            Name, List, Attributes, Depth, Out,
        };
        issue.SetAction(CommandContext.Run(RunAsync, "whether the root is published is not known: give the command again"));
        return issue;
    }

    private static async Task RunAsync(CommandContext context, CancellationToken cancel)
    {
        var (parsed, name) = (context.Parsed, context.Parsed.GetValue(Name)!);
        var attributes = CredentialList.AttributesOf(parsed.GetValue(Attributes)!);
        var people = CredentialList.PeopleOf(await Input.TextAsync(parsed.GetValue(List)!, cancel, MaxListBytes), attributes);
        using var node = context.Connect();
        var issuer = ProveCommands.DidOf((string)(await node.CallAsync("nodeInfo", [], cancel))!["did"]!, "did");
        var (tree, credentials) = CredentialIssue.Make(
            issuer, name, attributes, parsed.GetValue(Depth), people, new CredentialFolder(context.Data).KeyOf(name));
        var known = await CredentialRootOption.ReadAsync(node, issuer, tree.Record, cancel);
        // First the files: what is published and lost could not be shown by anybody.
        var folder = Path.GetFullPath(parsed.GetValue(Out)!);
        OwnerOnlyFile.CreateFolder(folder);
        foreach (var one in credentials)
        {
            var file = one.Holder.Did?.ToString() ?? one.Holder.Field.ToString();
            OwnerOnlyFile.Write(Path.Combine(folder, $"{file}.credential"), CredentialFileText.Of(one));
        }

        await node.CallAsync("putRecord", new JsonObject
        {
            ["kind"] = "register",
            ["name"] = tree.Record,
            ["data"] = Convert.ToBase64String(CredentialRoots.Write(tree.Id, known)),
            ["renew"] = true,
        }, cancel);
        context.Print(
            new JsonObject
            {
                ["name"] = name,
                ["root"] = tree.Id.ToString(),
                ["count"] = credentials.Length,
                ["folder"] = folder,
            },
            terminal =>
            {
                terminal.WriteLine(Visible.Line($"{credentials.Length} credentials lie in {folder}: hand each to its holder"));
                terminal.WriteLine($"root {tree.Id}, published as register {tree.Record}");
            });
    }
}
