using System.CommandLine;
using System.Text.Json.Nodes;
using Rings.Host.Cli;
using Rings.Host.Daemon;

namespace Rings.Host.Commands;

/// <summary><c>rings daemon</c>: has systemd run a node, from now on and after each start.</summary>
internal static class DaemonCommands
{
    private const int MaxName = 64;

    /// <summary>The command.</summary>
    public static Command Create() => new("daemon", "Have systemd run a node, from now on and after each start") { Install(), Remove() };

    private static Command Install()
    {
        var (isSystem, name) = (SystemOption(), Name());
        var print = new Option<bool>("--print") { Description = "Print the unit, and install nothing" };
        var run = new RunArguments();
        var install = new Command(
            "install", "Write a unit for systemd and start it: of this user, or of the system with --system. The options of 'rings run' "
            + "go into it. Example: rings daemon install --join http://192.0.2.7:50001/#0x…") { isSystem, name, print };
        foreach (var option in run.All) install.Options.Add(option);
        install.SetAction(CommandContext.Run(async (context, cancel) =>
        {
            var (system, unit) = (context.Parsed.GetValue(isSystem), NameOf(context.Parsed.GetValue(name)!));
            var text = TextOf(context, run, system, unit);
            if (context.Parsed.GetValue(print))
            {
                context.Print(new JsonObject { ["unit"] = text }, terminal => terminal.Write(text));
                return;
            }

            Machine.RequireManager(system);
            var steps = new JsonArray();
            await Manager(context, system, steps).InstallAsync(unit, text, cancel);
            context.Print(new JsonObject { ["unit"] = unit, ["steps"] = steps }, terminal => terminal.WriteLine(
                system
                    ? $"done: systemctl status {unit} tells how it is, journalctl -u {unit} what it says; its data is in /var/lib/{unit}"
                    : "done: rings status tells how it is. So that it runs while you are logged out: loginctl enable-linger"));
        }, left: "the unit may be there already: rings daemon remove takes it away"));
        return install;
    }

    private static Command Remove()
    {
        var (isSystem, name) = (SystemOption(), Name());
        var remove = new Command("remove", "Stop the node that systemd runs and take its unit away; its data stays. Example: rings daemon remove")
        {
            isSystem, name,
        };
        remove.SetAction(CommandContext.Run(async (context, cancel) =>
        {
            var (system, unit) = (context.Parsed.GetValue(isSystem), NameOf(context.Parsed.GetValue(name)!));
            Machine.RequireManager(system);
            var steps = new JsonArray();
            await Manager(context, system, steps).RemoveAsync(unit, cancel);
            context.Print(new JsonObject { ["unit"] = unit, ["steps"] = steps }, terminal => terminal.WriteLine(
                $"done: the node's data stays in {(system ? "/var/lib/" + unit : context.Data.Path)}"));
        }, left: "the node may have stopped, and its unit be there still"));
        return remove;
    }

    private static Systemd Manager(CommandContext context, bool isSystem, JsonArray steps) => new(
        Machine.UnitsOf(isSystem), !isSystem, Machine.RunAsync, step =>
        {
            steps.Add(step);
            if (!context.Json) Console.Out.WriteLine(Visible.Line(step));
        });

    private static string TextOf(CommandContext context, RunArguments run, bool isSystem, string name)
    {
        var program = Machine.Program();
        if (!isSystem) return UnitFile.OfUser([.. program, .. run.Of(context.Parsed), "--data-dir", context.Data.Path]);
        if (program.FirstOrDefault(InHome) is { } hidden)
            throw new UserErrorException(
                $"a service of the system sees no home directory, and {hidden} is in one. Copy the program, say to /usr/local/bin/rings, "
                + "and run that; or install it for this user, without --system");
        if (context.Parsed.GetResult(GlobalOptions.DataDirectory) is { Implicit: false })
            throw new UserErrorException($"a service of the system keeps its data in /var/lib/{name}: --data-dir goes with a user's own");
        return UnitFile.OfSystem(name, [.. program, .. run.Of(context.Parsed), "--data-dir", "/var/lib/" + name]);
    }

    private static bool InHome(string path) =>
        ((string[])["/home/", "/root/", "/run/user/"]).Any(home => path.StartsWith(home, StringComparison.Ordinal));

    private static string NameOf(string name) =>
        name.Length is > 0 and <= MaxName && name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_')
            ? name
            : throw new UserErrorException($"--name: expected 1 to {MaxName} of letters, digits and - _");

    private static Option<bool> SystemOption() => new("--system") { Description = "Of the system, for all users; needs root" };

    private static Option<string> Name() => new("--name") { Description = "The unit's name", DefaultValueFactory = _ => "rings" };
}
