using System.CommandLine;
using System.Text.Json.Nodes;
using Rings.Host.Cli;
using Rings.Host.Proofs;

namespace Rings.Host.Commands;

/// <content><c>rings prove circuit</c>.</content>
internal static partial class ProveCommands
{
    private static Command Circuit()
    {
        var circuit = new Argument<string>("circuit") { Description = "File with a circuit in Bristol Fashion; both nodes have it in their folder 'circuits'" };
        var inputs = new Option<string>("--inputs") { Description = "File with the secret bits in hex, the lowest bit of a byte first", Required = true };
        var command = With(new("circuit", "Show somebody that you know bits from which a circuit makes something, and not the bits") { circuit, inputs }, []);
        command.SetAction(CommandContext.Run(
            async (context, cancel) =>
            {
                var named = CircuitFolder.Read(context.Parsed.GetValue(circuit)!);
                var path = Path.GetFullPath(context.Parsed.GetValue(inputs)!);
                if (!context.Parsed.GetValue(Transferable))
                {
                    await ShowAsync(context, "proveCircuit", new JsonObject { ["circuit"] = named.Name.ToString(), ["inputs"] = path }, cancel);
                    return;
                }

                var (statement, witness) = CircuitFolder.Prove(named, path);
                Make(context, _ => statement, witness);
            },
            "whether the proof is given is not known: rings proof requests"));
        return command;
    }
}
