using System.CommandLine;
using System.CommandLine.Completions;
using System.Text.Json.Nodes;
using Rings.Host.Cli;
using Rings.Host.Names;
using Rings.Protocol;

namespace Rings.Host.Commands;

/// <summary>Arguments that stand for a node: completed by the names of the address book, and the Dids of linked nodes.</summary>
internal static class DidArgument
{
    // Who presses Tab does not wait longer.
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(700);

    /// <summary>An argument that takes a Did or a name.</summary>
    public static Argument<string> Create(string name, string description)
    {
        var argument = new Argument<string>(name) { Description = description, HelpName = name };
        argument.CompletionSources.Add(context => [.. Names(context), NameBook.Me, .. Dids(context)]);
        return argument;
    }

    /// <summary>An argument that takes only a name of the address book.</summary>
    public static Argument<string> CreateName(string name, string description)
    {
        var argument = new Argument<string>(name) { Description = description, HelpName = name };
        argument.CompletionSources.Add(context => Names(context));
        return argument;
    }

    private static DataFolder FolderOf(CompletionContext context) =>
        new(context.ParseResult.GetValue(GlobalOptions.DataDirectory) ?? DataFolder.Default);

    /// <summary>The names, from the file: no node need run for them.</summary>
    private static IEnumerable<string> Names(CompletionContext context)
    {
        try
        {
            return NameBook.Open(FolderOf(context).NamesFile, Did.Zero).All.Select(entry => entry.Key);
        }
        catch (Exception error) when (error is UserErrorException or IOException or UnauthorizedAccessException)
        {
            // Whoever presses Tab wants no report on files.
            return [];
        }
    }

    /// <summary>The nodes that the running node is linked to.</summary>
    private static IEnumerable<string> Dids(CompletionContext context)
    {
        try
        {
            var parsed = context.ParseResult;
            using var node = NodeClient.Connect(
                FolderOf(context), parsed.GetValue(GlobalOptions.Endpoint), parsed.GetValue(GlobalOptions.TokenFile));
            using var patience = new CancellationTokenSource(Patience);
            // A completion source is asked from outside of any task, and no thread waits for this one's end.
            var links = node.CallAsync("listPeers", new JsonObject(), patience.Token).GetAwaiter().GetResult();
            return [.. links!.AsArray().Select(link => (string)link!["did"]!)];
        }
        catch (Exception error) when (error is UserErrorException or IOException or UnauthorizedAccessException or OperationCanceledException)
        {
            return [];
        }
    }
}
