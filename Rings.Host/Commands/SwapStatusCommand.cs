using System.CommandLine;
using System.Text.Json.Nodes;
using Rings.Host.Cli;
using Rings.Sovereign.Swaps;

namespace Rings.Host.Commands;

/// <summary><c>rings swap status</c>: how far swaps are, once or until they are over.</summary>
internal static class SwapStatusCommand
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);

    /// <summary>The command.</summary>
    public static Command Create()
    {
        var id = new Argument<string?>("id") { Description = "One swap; without it all of them", Arity = ArgumentArity.ZeroOrOne };
        var watch = new Option<bool>("--watch") { Description = "Print each change until the swap is over, or Ctrl-C" };
        var status = new Command("status", "How far the swaps of this node are") { id, watch };
        status.SetAction(CommandContext.Run(async (context, cancel) =>
        {
            using var node = context.Connect();
            var (one, isWatching) = (context.Parsed.GetValue(id), context.Parsed.GetValue(watch));
            if (isWatching) await WatchAsync(context, node, one, cancel);
            else if (one is not null) await ShowAsync(context, node, one, cancel);
            else
            {
                var all = await SwapsAsync(node, null, cancel);
                context.Print(all, terminal => SwapPages.List(terminal, all));
            }
        }));
        return status;
    }

    private static async Task ShowAsync(CommandContext context, NodeClient node, string id, CancellationToken cancel)
    {
        var swap = (await SwapsAsync(node, id, cancel))[0]!;
        var names = await node.NamesAsync(cancel);
        context.Print(swap, terminal => SwapPages.Show(terminal, swap, names));
    }

    /// <summary>Prints each change; of one swap until it is over.</summary>
    private static async Task WatchAsync(CommandContext context, NodeClient node, string? id, CancellationToken cancel)
    {
        var (last, told) = (new Dictionary<string, string>(), new HashSet<string>());
        while (true)
        {
            var swaps = await SwapsAsync(node, id, cancel);
            foreach (var swap in swaps)
            {
                var (name, line) = ((string)swap!["id"]!, SwapPages.Line(swap));
                if (last.GetValueOrDefault(name) == line) continue;
                last[name] = line;
                context.Print(swap, terminal =>
                {
                    terminal.WriteLine(line);
                    if (SwapPages.SheetHint(swap) is { } hint && told.Add(name)) terminal.WriteLine(hint);
                });
            }

            if (id is not null && (bool)swaps[0]!["ended"]!)
            {
                if ((string)swaps[0]!["stage"]! == nameof(SwapStage.Lost)) throw new UserErrorException("the other side has both legs: an assumption about time did not hold");
                return;
            }

            await Task.Delay(LookEvery, cancel);
        }
    }

    private static async Task<JsonArray> SwapsAsync(NodeClient node, string? id, CancellationToken cancel)
    {
        var all = (await node.CallAsync("listSwaps", [], cancel))!.AsArray();
        if (id is null) return all;
        var one = all.FirstOrDefault(swap => (string?)swap!["id"] == id) ?? throw new UserErrorException($"there is no swap {id}: rings swap status");
        return [one.DeepClone()];
    }
}
