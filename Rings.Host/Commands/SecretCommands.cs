using System.CommandLine;
using System.Text.Json.Nodes;
using Rings.Host.Cli;

namespace Rings.Host.Commands;

/// <summary><c>rings secret</c>: secrets kept by friends.</summary>
internal static class SecretCommands
{
    /// <summary>The command.</summary>
    public static Command Create()
    {
        var secret = new Command("secret", "Secrets kept by friends: split a key or a file, keep shares of others, recover");
        foreach (var command in (IEnumerable<Command>)[.. SecretOwnerCommands.Create(), .. SecretGuardianCommands.Create(), SecretRecoverCommand.Create()])
            secret.Subcommands.Add(command);
        return secret;
    }

    /// <summary>A command that says one thing to the node and prints one line.</summary>
    /// <param name="command">Its name, help and arguments.</param>
    /// <param name="method">The method it calls.</param>
    /// <param name="parameters">What it passes.</param>
    /// <param name="done">What it prints.</param>
    /// <param name="left">What an interrupted run leaves behind.</param>
    public static Command Says(
        Command command, string method, Func<ParseResult, JsonObject> parameters, Func<ParseResult, string> done, string left)
    {
        command.SetAction(CommandContext.Run(async (context, cancel) =>
        {
            using var node = context.Connect();
            var said = await node.CallAsync(method, parameters(context.Parsed), cancel);
            context.Print(said, terminal => terminal.WriteLine(Visible.Line(done(context.Parsed))));
        }, left));
        return command;
    }

    /// <summary>Dids or names, given one by one or with commas.</summary>
    public static JsonArray ListOf(IEnumerable<string> given) => new(
        [.. given.SelectMany(text => text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
            .Select(text => (JsonNode)text)]);
}
