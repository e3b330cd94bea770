using System.Collections.Immutable;
using Rings.Host.Cli;

namespace Rings.Host.Daemon;

/// <summary>Puts units where a manager of systemd finds them, has it start them, and takes them away again.</summary>
/// <param name="folder">Where the manager's units are.</param>
/// <param name="isUser">Whether it is the user's own manager.</param>
/// <param name="run">Runs a program; the exit code and what it said.</param>
/// <param name="tell">Told of each step before it is done.</param>
internal sealed class Systemd(
    string folder, bool isUser, Func<ImmutableArray<string>, CancellationToken, Task<(int Code, string Said)>> run, Action<string> tell)
{
    /// <summary>Writes a unit, and has it begin now and at each start of the machine, or of the user's manager.</summary>
    /// <param name="name">Its name, without <c>.service</c>.</param>
    /// <param name="text">All of it.</param>
    /// <param name="cancel">Gives up between two steps.</param>
    /// <exception cref="UserErrorException">A unit of this name is somebody else's, or systemd refuses.</exception>
    public async Task InstallAsync(string name, string text, CancellationToken cancel)
    {
        var file = FileOf(name);
        if (File.Exists(file) && !IsOurs(file))
            throw new UserErrorException($"{file} is there and was not made by rings. Choose another name: --name NAME");
        tell($"write {file}");
        Directory.CreateDirectory(folder);
        await File.WriteAllTextAsync(file, text, cancel);
        await ControlAsync(cancel, "daemon-reload");
        await ControlAsync(cancel, "enable", name + ".service");
        // A unit that runs already goes on with the new text.
        await ControlAsync(cancel, "restart", name + ".service");
    }

    /// <summary>Stops a unit and takes it away.</summary>
    /// <exception cref="UserErrorException">There is none, it is somebody else's, or systemd refuses.</exception>
    public async Task RemoveAsync(string name, CancellationToken cancel)
    {
        var file = FileOf(name);
        if (!File.Exists(file)) throw new UserErrorException($"there is no {file}: nothing was installed under this name");
        if (!IsOurs(file)) throw new UserErrorException($"{file} was not made by rings and stays");
        await ControlAsync(cancel, "disable", "--now", name + ".service");
        tell($"remove {file}");
        File.Delete(file);
        await ControlAsync(cancel, "daemon-reload");
    }

    private static bool IsOurs(string file) => File.ReadLines(file).FirstOrDefault()?.StartsWith(UnitFile.Mark, StringComparison.Ordinal) == true;

    private string FileOf(string name) => Path.Combine(folder, name + ".service");

    private async Task ControlAsync(CancellationToken cancel, params string[] words)
    {
        ImmutableArray<string> command = ["systemctl", .. isUser ? (string[])["--user"] : [], .. words];
        tell(string.Join(' ', command));
        var (code, said) = await run(command, cancel);
        if (code != 0) throw new UserErrorException($"{string.Join(' ', command)} failed with {code}: {said.Trim()}");
    }
}
