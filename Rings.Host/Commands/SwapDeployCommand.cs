using System.CommandLine;
using System.Text.Json.Nodes;
using Rings.Host.Cli;
using Rings.Host.Configuration;
using Rings.Host.Node;
using Rings.Host.Swaps;
using Rings.Sovereign.Chains.Evm;
using Rings.Sovereign.Swaps;

namespace Rings.Host.Commands;

/// <summary><c>rings swap deploy</c>: puts the contract on a chain of Ethereum's family. No node is needed.</summary>
internal static class SwapDeployCommand
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    /// <summary>The command.</summary>
    public static Command Create()
    {
        var key = new Argument<string>("chain") { Description = "The chain's name under rings.swap.chains" };
        var sent = new Option<string?>("--sent") { Description = "Send nothing, and wait for this transaction of an earlier run" };
        var deploy = new Command("deploy", "Put the contract RingsHtlc on a chain, paid by the chain's account-file; once for each chain, for everybody") { key, sent };
        deploy.SetAction(CommandContext.Run(async (context, cancel) =>
        {
            var name = context.Parsed.GetValue(key)!;
            var settings = HostSettings.From(ConfigurationFile.Of(context), new RunOptions()).Swaps;
            if (settings.Chains.FirstOrDefault(chain => chain.Key == name) is not { Evm: [var chain, ..] })
                throw new UserErrorException($"there is no chain '{name}' of Ethereum's family under {SwapSettings.Section}.chains");
            try
            {
                var id = context.Parsed.GetValue(sent) ?? await EvmChain.DeployAsync(chain, cancel);
                var address = await PlaceAsync(chain, name, id, cancel);
                context.Print(
                    new JsonObject { ["transaction"] = id, ["contract"] = "0x" + address },
                    terminal => terminal.WriteLine($"{SwapSettings.Section}.chains.{name}.contract = \"0x{address}\""));
            }
            catch (ChainException wrong)
            {
                throw new UserErrorException(wrong.Message.TrimEnd('.'), wrong);
            }
        }, "the contract may be on its way: look at the account before you run it again"));
        return deploy;
    }

    private static async Task<ChainPlace> PlaceAsync(EvmSettings chain, string name, string id, CancellationToken cancel)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        patience.CancelAfter(Patience);
        try
        {
            while (true)
            {
                var place = await EvmChain.DeployedAtAsync(chain, id, patience.Token);
                if (!place.IsNone) return place;
                await Task.Delay(LookEvery, patience.Token);
            }
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            throw new UserErrorException($"{id} is in no block after {Patience.TotalMinutes} minutes. Wait on: rings swap deploy {name} --sent {id}");
        }
    }
}
