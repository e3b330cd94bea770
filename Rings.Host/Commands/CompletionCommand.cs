using System.CommandLine;
using Rings.Host.Cli;

namespace Rings.Host.Commands;

/// <summary><c>rings completion SHELL</c>: prints a script that completes the command line.</summary>
internal static class CompletionCommand
{
    private const string Bash = """
        _rings() {
          local candidates
          candidates=$(rings "[suggest:${COMP_POINT}]" "${COMP_LINE}" 2>/dev/null)
          mapfile -t COMPREPLY < <(compgen -W "$candidates" -- "${COMP_WORDS[COMP_CWORD]}")
        }
        complete -o default -F _rings rings
        """;

    private const string Zsh = """
        _rings() {
          local -a candidates
          candidates=("${(@f)$(rings "[suggest:${CURSOR}]" "${BUFFER}" 2>/dev/null)}")
          compadd -- $candidates
        }
        compdef _rings rings
        """;

    private const string Fish = """
        complete -c rings -f -a '(set -l line (commandline -cp); rings "[suggest:"(string length -- "$line")"]" "$line" 2>/dev/null)'
        """;

    private const string PowerShell = """
        Register-ArgumentCompleter -Native -CommandName rings -ScriptBlock {
          param($word, $line, $cursor)
          rings "[suggest:$cursor]" "$line" 2>$null | ForEach-Object {
            [System.Management.Automation.CompletionResult]::new($_, $_, 'ParameterValue', $_)
          }
        }
        """;

    /// <summary>The command.</summary>
    public static Command Create()
    {
        var shell = new Argument<string>("shell") { Description = "bash, zsh, fish or powershell" };
        shell.AcceptOnlyFromAmong("bash", "zsh", "fish", "powershell");
        var command = new Command(
            "completion", "Print a completion script; for bash: source <(rings completion bash)") { shell };
        command.SetAction(CommandContext.Run((context, _) =>
        {
            Console.Out.WriteLine(context.Parsed.GetValue(shell) switch { "zsh" => Zsh, "fish" => Fish, "powershell" => PowerShell, _ => Bash });
            return Task.CompletedTask;
        }));
        return command;
    }
}
