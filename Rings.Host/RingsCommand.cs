using System.CommandLine;
using Rings.Host.Cli;
using Rings.Host.Commands;

namespace Rings.Host;

/// <summary>The command line of <c>rings</c>.</summary>
internal static class RingsCommand
{
    // A node leaves its ring within 5 s; the rest is for its listeners and files.
    private static readonly TimeSpan StopWithin = TimeSpan.FromSeconds(10);

    /// <summary>Parses and runs.</summary>
    /// <returns>An <see cref="ExitCode"/>.</returns>
    public static async Task<int> InvokeAsync(string[] arguments)
    {
        // 'help', and 'help send', are what many programs know.
        if (arguments is ["help", .. var about]) arguments = [.. about, "--help"];
        // A text that begins with @ is a text, and names no file with arguments.
        var parsed = Create().Parse(arguments, new ParserConfiguration { ResponseFileTokenReplacer = null });
        if (parsed.Errors.Count == 0)
            return await parsed.InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = StopWithin });

        foreach (var line in UsageErrors.Of(parsed)) await Console.Error.WriteLineAsync(Visible.Line(line));
        return ExitCode.Usage;
    }

    /// <summary>The whole tree of commands.</summary>
    public static RootCommand Create()
    {
        var root = new RootCommand("A Rings Network node. Without a command: start a node with embedded defaults.");
        GlobalOptions.AddTo(root);
        foreach (var command in (IEnumerable<Command>)
            [
                RunCommand.Create(root), .. IdentityCommands.Create(), .. LinkCommands.Create(), OfferCommand.Create(),
                .. RingCommands.Create(), .. StatusCommands.Create(), NameCommands.Create(), .. MessageCommands.Create(),
                SecretCommands.Create(), GroupCommands.Create(), SwapCommands.Create(), .. ProofCommands.Create(), CredentialCommands.Create(),
                ChatCommand.Create(), MailCommands.Create(), SpeedCommand.Create(), LogsCommand.Create(),
                PipeCommands.Create(),
                .. RecordCommands.Create(), OwnRecordCommands.Create(), TopicCommands.Create(), FileCommands.Create(), SiteCommands.Create(),
                ServiceCommands.Create(), ServeCommand.Create(), ForwardCommand.Create(), ProxyCommand.Create(),
                EntranceCommand.Create(), OpenCommand.Create(), HttpCommand.Create(),
                DaemonCommands.Create(), DoctorCommand.Create(), DemoCommand.Create(), SimulateCommand.Create(),
                CompletionCommand.Create(),
            ])
        {
            root.Subcommands.Add(command);
        }

        return root;
    }
}
