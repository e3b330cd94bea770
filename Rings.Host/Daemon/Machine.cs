using System.Collections.Immutable;
using System.Diagnostics;
using Rings.Host.Cli;

namespace Rings.Host.Daemon;

/// <summary>What of this machine matters to a daemon: where its managers are, and how this program is called.</summary>
internal static class Machine
{
    // Made by systemd where it is the system's manager (sd_booted(3)).
    private const string Running = "/run/systemd/system";

    /// <summary>Where the units of a manager are.</summary>
    /// <param name="isSystem">Whether the system's manager is meant, or the user's own.</param>
    public static string UnitsOf(bool isSystem) => isSystem
        ? "/etc/systemd/system"
        : Path.Combine(
            GlobalOptions.Variable("XDG_CONFIG_HOME") ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".config"),
            "systemd", "user");

    /// <summary>Sees that there is a manager that can be asked.</summary>
    /// <exception cref="UserErrorException">There is none, with the reason and what to do instead.</exception>
    public static void RequireManager(bool isSystem)
    {
        const string Instead = "'rings daemon install --print' shows the unit";
        if (!OperatingSystem.IsLinux() || !Directory.Exists(Running))
            throw new UserErrorException(
                $"systemd does not run this machine ({Running} is not there). Have its own manager start 'rings run'; {Instead}");
        if (isSystem && !Environment.IsPrivilegedProcess)
            throw new UserErrorException("a unit of the system is root's business: sudo rings daemon install --system");
        if (!isSystem && (GlobalOptions.Variable("XDG_RUNTIME_DIR") is not { } own || !Directory.Exists(Path.Combine(own, "systemd"))))
            throw new UserErrorException(
                "this user has no manager of systemd here (XDG_RUNTIME_DIR/systemd is not there): log in to the machine itself "
                + $"rather than by su or sudo, or take the system's: sudo rings daemon install --system. {Instead}");
    }

    /// <summary>The command that calls this program: itself, or the runtime with its assembly.</summary>
    public static ImmutableArray<string> Program()
    {
        var process = Environment.ProcessPath ?? throw new UserErrorException("this program does not know where it lies");
        return Path.GetFileNameWithoutExtension(process) == "dotnet"
            ? [process, Path.Combine(AppContext.BaseDirectory, "rings.dll")]
            : [process];
    }

    /// <summary>Runs a program to its end.</summary>
    /// <returns>Its exit code, and what it wrote to stderr.</returns>
    /// <exception cref="UserErrorException">It is not there.</exception>
    public static async Task<(int Code, string Said)> RunAsync(ImmutableArray<string> command, CancellationToken cancel)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(command[0], command[1..]) { RedirectStandardError = true })!;
            var said = await process.StandardError.ReadToEndAsync(cancel);
            await process.WaitForExitAsync(cancel);
            return (process.ExitCode, said);
        }
        catch (System.ComponentModel.Win32Exception missing)
        {
            throw new UserErrorException($"{command[0]} cannot be run: {missing.Message}", missing);
        }
    }
}
