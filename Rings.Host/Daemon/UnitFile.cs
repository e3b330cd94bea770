using System.Collections.Immutable;
using System.Text;
using Rings.Host.Cli;

namespace Rings.Host.Daemon;

/// <summary>
/// The text of a systemd unit (systemd.service, systemd.exec) that runs a node: <c>deploy/rings.service</c>, with this
/// program, its command line and its directories put in. A user's own manager can do less: of it only what holds there.
/// </summary>
internal static class UnitFile
{
    /// <summary>Stands in the first line of each unit that this program wrote, and of no other.</summary>
    public const string Mark = "# Made by 'rings daemon install'";

    // What a user's own manager can do without the rights of root (systemd.exec, "user services").
    private static readonly ImmutableHashSet<string> ForUsers =
    [
        "Description", "Restart", "RestartSec", "TimeoutStopSec", "KillSignal", "UMask", "MemoryMax", "TasksMax", "LimitNOFILE",
        "NoNewPrivileges", "LockPersonality", "RestrictRealtime", "RestrictSUIDSGID",
    ];

    /// <summary>The unit of a user's own manager.</summary>
    /// <param name="command">The program and its arguments.</param>
    public static string OfUser(IEnumerable<string> command)
    {
        var unit = new StringBuilder($"{Mark}; 'rings daemon remove' takes it away.\n");
        foreach (var line in Template())
        {
            var key = line.Split('=')[0];
            if (key == "ExecStart") unit.Append("ExecStart=").AppendJoin(' ', command.Select(Quoted)).Append('\n');
            else if (key == "WantedBy") unit.Append("WantedBy=default.target\n");
            else if (line.StartsWith('[') || ForUsers.Contains(key)) unit.Append(line).Append('\n');
        }

        return unit.ToString();
    }

    /// <summary>The unit of the system's manager, which gives the node a user and directories of its own.</summary>
    /// <param name="name">The unit's name; its directories in <c>/var/lib</c> and <c>/var/cache</c> have it too.</param>
    /// <param name="command">The program and its arguments.</param>
    public static string OfSystem(string name, IEnumerable<string> command)
    {
        var unit = new StringBuilder($"{Mark}; 'rings daemon remove --system' takes it away.\n");
        foreach (var line in Template())
        {
            unit.Append(line.Split('=')[0] switch
            {
                "ExecStart" => "ExecStart=" + string.Join(' ', command.Select(Quoted)),
                "Environment" => $"Environment=DOTNET_BUNDLE_EXTRACT_BASE_DIR=/var/cache/{name}",
                "StateDirectory" => $"StateDirectory={name}",
                "CacheDirectory" => $"CacheDirectory={name}",
                _ => line,
            }).Append('\n');
        }

        return unit.ToString();
    }

    /// <summary>An argument as systemd reads it back (systemd.service, "Command lines"; systemd.syntax, "Quoting").</summary>
    /// <exception cref="UserErrorException">It has a character that no unit can hold.</exception>
    public static string Quoted(string argument)
    {
        if (argument.EnumerateRunes().Any(Rune.IsControl))
            throw new UserErrorException($"'{Visible.Line(argument)}' has a control character: a unit cannot hold it");
        var escaped = argument.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)
            .Replace("%", "%%", StringComparison.Ordinal).Replace("$", "$$", StringComparison.Ordinal);
        var isPlain = argument.Length > 0 && argument.All(letter => char.IsAsciiLetterOrDigit(letter) || "/._-:=,@+#[]".Contains(letter, StringComparison.Ordinal));
        return isPlain ? escaped : $"\"{escaped}\"";
    }

    /// <summary>The lines of <c>deploy/rings.service</c> that are no comments.</summary>
    private static IEnumerable<string> Template()
    {
        using var stream = typeof(UnitFile).Assembly.GetManifestResourceStream("Rings.Host.rings.service")!;
        using var reader = new StreamReader(stream);
        return [.. reader.ReadToEnd().ReplaceLineEndings("\n").Split('\n').Where(line => !line.StartsWith('#'))];
    }
}
