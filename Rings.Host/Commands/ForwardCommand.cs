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
        var words = new Argument<string[]>("listen-and-service")
        {
            Description = "PORT or ADDRESS:PORT (0: any port), and the service: its link ring://DID/NAME#t=…, DID/NAME, or a "
                + "name of the address book. Several pairs may be given",
            Arity = ArgumentArity.OneOrMore,
        };
        var stdio = new Option<bool>("--stdio")
        {
            Description = "Connect standard input and output with one service instead, as ssh's ProxyCommand does",
        };
        var forward = new Command("forward", "Use a service of another node as if it were a local port, until Ctrl-C") { words, stdio };
        forward.SetAction(CommandContext.Run(
            (context, cancel) => context.Parsed.GetValue(stdio)
                ? ConnectAsync(context, context.Parsed.GetValue(words)!, cancel)
                : ListenAsync(context, context.Parsed.GetValue(words)!, cancel),
            left: "the tunnel is closed"));
        return forward;
    }

    private static async Task ListenAsync(CommandContext context, string[] words, CancellationToken cancel)
    {
        if (words.Length % 2 != 0) throw new UserErrorException("forward needs pairs: a port, and the link of the service that is to be there");
        using var node = context.Connect();
        using var all = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        var tunnels = words.Chunk(2).Select(pair => TunnelWords.KeepAsync(
            context, node.LastAsync("/forward", new JsonObject { ["listen"] = pair[0], ["service"] = pair[1] }, all.Token))).ToList();
        // The first that ends, ends all: what is printed would be half true otherwise.
        var ended = await Task.WhenAny(tunnels);
        await all.CancelAsync();
        await ended;
    }

    private static async Task ConnectAsync(CommandContext context, string[] words, CancellationToken cancel)
    {
        if (words.Length != 1) throw new UserErrorException("forward --stdio needs the link of one service, and no port");
        using var node = context.Connect();
        await using var input = Console.OpenStandardInput();
        await using var output = new StandardOutput();
        await node.CarryStreamAsync("/streams/service", input, output, opened: _ => { }, cancel, service: words[0]);
    }
}
