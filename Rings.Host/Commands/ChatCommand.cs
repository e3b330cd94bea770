using System.CommandLine;
using Rings.Host.Cli;

namespace Rings.Host.Commands;

/// <summary><c>rings chat</c>: lines to and from one node, on a console.</summary>
internal static class ChatCommand
{
    /// <summary>The command.</summary>
    public static Command Create()
    {
        var did = DidArgument.Create("did", "The node to talk with, by Did or name");
        var chat = new Command("chat", "Talk with a node, line by line, end to end; Ctrl-D or Ctrl-C ends it. Example: rings chat anna")
        {
            did,
        };
        chat.SetAction(CommandContext.Run(async (context, cancel) =>
        {
            using var node = context.Connect();
            var conversation = await Conversation.BeginAsync(context, node, context.Parsed.GetValue(did)!, cancel);
            await conversation.RunAsync(cancel);
        }, left: null));
        return chat;
    }
}
