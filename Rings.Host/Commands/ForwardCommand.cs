using System.CommandLine;
using System.Text.Json.Nodes;
using Rings.Host.Cli;

namespace Rings.Host.Commands;

/// <summary><c>rings forward</c>: a service of another node as if it were a local port, while this runs.</summary>
internal static class ForwardCommand
{
    /// <summary>The command.</summary>
    public static Command Create()
    {
        var pairs = new Argument<string[]>("listen-and-service")
        {
            Description = "PORT or ADDRESS:PORT (0: any port), and the service's link: ring://DID/NAME#t=…. Several pairs may be given",
            Arity = ArgumentArity.OneOrMore,
        };
        var forward = new Command("forward", "Use a service of another node as if it were a local port, until Ctrl-C") { pairs };
        forward.SetAction(CommandContext.Run(async (context, cancel) =>
        {
            var words = context.Parsed.GetValue(pairs)!;
            if (words.Length % 2 != 0) throw new UserErrorException("forward needs pairs: a port, and the link of the service that is to be there");
            using var node = context.Connect();
            using var all = CancellationTokenSource.CreateLinkedTokenSource(cancel);
            var tunnels = words.Chunk(2).Select(pair => RunAsync(context, node, pair[0], pair[1], all.Token)).ToList();
            // The first that ends, ends all: what is printed would be half true otherwise.
            var ended = await Task.WhenAny(tunnels);
            await all.CancelAsync();
            await ended;
        }, left: "the tunnel is closed"));
        return forward;
    }

    private static async Task RunAsync(
        CommandContext context, NodeClient node, string listen, string service, CancellationToken cancel)
    {
        await foreach (var (type, told) in node.LastAsync("/forward", new JsonObject { ["listen"] = listen, ["service"] = service }, cancel))
        {
            if (context.Json) Console.Out.WriteLine(JsonOutput.Text(told, indented: false));
            else if (type == "open") Console.Out.WriteLine($"{told["listen"]} is {told["service"]}. Ctrl-C ends it.");
            else Console.Out.WriteLine($"{Times.Now}  {Visible.Line((string)told["why"]!)}");
        }

        throw new UserErrorException("the node stopped, and the tunnel with it");
    }
}
