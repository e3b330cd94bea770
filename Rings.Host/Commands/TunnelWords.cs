using System.Text.Json.Nodes;
using Rings.Host.Cli;

namespace Rings.Host.Commands;

/// <summary>Tunnels and proxies as people read them, while they last.</summary>
internal static class TunnelWords
{
    /// <summary>Says where it is, then what goes wrong, for as long as it is open.</summary>
    /// <param name="context">Where to print.</param>
    /// <param name="events">What the node tells of it.</param>
    /// <exception cref="UserErrorException">The node stopped.</exception>
    public static async Task KeepAsync(CommandContext context, IAsyncEnumerable<(string Type, JsonObject Data)> events)
    {
        await foreach (var (type, told) in events)
        {
            if (context.Json) Console.Out.WriteLine(JsonOutput.Text(told, indented: false));
            else if (type == "open") Console.Out.WriteLine($"{told["listen"]} is {told["service"]}. Ctrl-C ends it.");
            else Console.Out.WriteLine($"{Times.Now}  {Visible.Line((string)told["why"]!)}");
        }

        throw new UserErrorException("the node stopped, and the tunnel with it");
    }
}
