using System.CommandLine;
using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using Rings.Host.Cli;
using Rings.Host.Configuration;
using Rings.Host.Node;

namespace Rings.Host.Commands;

/// <summary><c>rings run</c>, and <c>rings</c> alone: a node, until Ctrl-C.</summary>
internal static class RunCommand
{
    // The public listener takes the port after it.
    private const int LastPort = IPEndPoint.MaxPort - 1;

    private static readonly Option<int?> Port = PortOption();
    private static readonly Option<string?> External = ExternalOption();
    private static readonly Option<string[]> Join = JoinOption();
    private static readonly Option<string?> Ring = RingOption();
    private static readonly Option<string?> PassphraseFile = IdentityOptions.PassphraseFile();

    /// <summary>The port of the internal listener.</summary>
    public static Option<int?> PortOption() => WholeNumbers.Option(
        "--port", "Port of the internal listener; the public one uses the next; 0: any free ports (default: 50000, or a free one)",
        0, LastPort);

    /// <summary>Where the public listener stands.</summary>
    public static Option<string?> ExternalOption() => new("--external")
    {
        Description = "Address and port of the public listener, to let other machines in",
    };

    /// <summary>The seeds.</summary>
    public static Option<string[]> JoinOption() => new("--join")
    {
        Description = "Public URL of a node of the ring; several may be given",
        DefaultValueFactory = _ =>
            GlobalOptions.Variable("RINGS_JOIN")?.Split(',', StringSplitOptions.RemoveEmptyEntries) ?? [],
    };

    /// <summary>The ring.</summary>
    public static Option<string?> RingOption() => new("--ring") { Description = "Name of the ring (default: main)" };

    /// <summary>The command <c>run</c>; the root command takes the same options and does the same.</summary>
    public static Command Create(RootCommand root)
    {
        var run = new Command("run", "Start a node; Ctrl-C leaves the ring");
        foreach (var command in (Command[])[root, run])
        {
            foreach (Option option in (Option[])[Port, External, Join, Ring, PassphraseFile])
                command.Options.Add(option);
            command.SetAction(CommandContext.Run(RunAsync, left: "the node had not begun"));
        }

        return run;
    }

    private static async Task RunAsync(CommandContext context, CancellationToken cancel)
    {
        var parsed = context.Parsed;
        var options = new RunOptions
        {
            Port = parsed.GetValue(Port),
            External = parsed.GetValue(External),
            Join = parsed.GetValue(Join) ?? [],
            Ring = parsed.GetValue(Ring) ?? GlobalOptions.Variable("RINGS_RING"),
            Passphrase = PassphraseText.Read(parsed.GetValue(PassphraseFile)),
        };
        var settings = HostSettings.From(ConfigurationFile.Of(context), options);
        bool isToGoOn;
        var isAnnounced = false;
        do
        {
            await using var node = await RunningNode.StartAsync(
                context.Data, settings, options.Passphrase, GlobalOptions.LevelOf(parsed), cancel);
            if (!isAnnounced) Announce(context, node);
            isAnnounced = true;
            isToGoOn = await node.WaitAsync(cancel);
            // Whoever knows the node's addresses finds it there again.
            settings = settings with
            {
                Internal = new(node.Listeners.Internal, IsDefault: false),
                Public = new(node.Listeners.Public, IsDefault: false),
            };
        }
        while (isToGoOn);
    }

    private static string Sites(RunningNode node) => node.Listeners.Gateway is { } gateway
        ? $"http://NAME.DID.localhost:{gateway.Port}/"
        : "no web gateway: rings.http.gateway = off";

    /// <summary>A directory for another node on this machine: its own is taken.</summary>
    internal static string NextTo(string folder)
    {
        const string Stem = "rings-";
        var name = Path.GetFileName(Path.TrimEndingDirectorySeparator(folder));
        return name.StartsWith(Stem, StringComparison.Ordinal)
            && int.TryParse(name[Stem.Length..], NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number < int.MaxValue
                ? $"{Stem}{number + 1}"
                : Stem + "2";
    }

    private static void Announce(CommandContext context, RunningNode node)
    {
        if (context.Json)
        {
            CommandContext.PrintJson(new JsonObject
            {
                ["did"] = node.Did.ToString(),
                ["internal"] = $"http://{node.Listeners.Internal}/",
                ["public"] = $"http://{node.Listeners.Public}/",
                ["joinUrl"] = node.JoinUrl,
                ["dashboard"] = node.Listeners.DashboardUrl,
                ["gateway"] = node.Listeners.Gateway is { } gateway ? $"http://{gateway}/" : null,
            });
            return;
        }

        // Plain text: for a few lines a node need not hold a whole library of terminals.
        Console.Out.WriteLine(
            $"""
            Did        {node.Did}
            public     http://{node.Listeners.Public}/
            dashboard  {node.Listeners.DashboardUrl}
            sites      {Sites(node)}
            data       {context.Data.Path}

            Another node joins this one by:

                rings run --join {node.JoinUrl} --data-dir {NextTo(context.Data.Path)}

            Ctrl-C leaves the ring.
            """);
    }
}
