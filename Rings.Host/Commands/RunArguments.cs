using System.CommandLine;
using Rings.Host.Cli;

namespace Rings.Host.Commands;

/// <summary>The options of <c>rings run</c> that somebody else is to call it with later, as arguments.</summary>
internal sealed class RunArguments
{
    private readonly Option<int?> _port = RunCommand.PortOption();
    private readonly Option<string?> _external = RunCommand.ExternalOption();
    private readonly Option<string[]> _join = RunCommand.JoinOption();
    private readonly Option<string?> _ring = RunCommand.RingOption();
    private readonly Option<string?> _passphraseFile = IdentityOptions.PassphraseFile();

    /// <summary>All of them.</summary>
    public IEnumerable<Option> All => [_port, _external, _join, _ring, _passphraseFile];

    /// <summary>The command <c>run</c> and what was given. Files are named in full: whoever calls stands elsewhere.</summary>
    /// <exception cref="UserErrorException">A file that is named is not there.</exception>
    public IEnumerable<string> Of(ParseResult parsed)
    {
        List<string> arguments = ["run"];
        Add("--port", parsed.GetValue(_port)?.ToString(System.Globalization.CultureInfo.InvariantCulture));
        Add("--external", parsed.GetValue(_external));
        foreach (var seed in parsed.GetValue(_join) ?? []) Add("--join", seed);
        Add("--ring", parsed.GetValue(_ring));
        Add("--passphrase-file", FileOf(parsed.GetValue(_passphraseFile)));
        Add("--config", FileOf(parsed.GetValue(GlobalOptions.ConfigFile)));
        Add("--log-level", parsed.GetValue(GlobalOptions.LogLevel));
        return arguments;

        void Add(string name, string? value)
        {
            if (value is not null) arguments.AddRange([name, value]);
        }
    }

    private static string? FileOf(string? file) => file is null ? null
        : File.Exists(file) ? Path.GetFullPath(file)
        : throw new UserErrorException($"there is no file {file}. Check its name");
}
