using System.CommandLine;
using System.CommandLine.Parsing;

namespace Rings.Host.Cli;

/// <summary>What is wrong with a command line, in words that say what is missing or meant.</summary>
internal static class UsageErrors
{
    private const int NearEnough = 2;

    /// <summary>The lines for stderr.</summary>
    public static IEnumerable<string> Of(ParseResult parsed)
    {
        var command = parsed.CommandResult.Command;
        if (command.Subcommands.Count > 0 && command is not RootCommand && parsed.UnmatchedTokens.Count == 0)
            return [$"rings: {NameOf(parsed)} needs one of its commands:", .. command.Subcommands.Select(Listed)];
        var errors = Missing(parsed) is { } missing ? [missing] : parsed.Errors.Select(error => Words(parsed, error)).Distinct();
        return [.. errors.Select(error => "rings: " + error), Next(parsed)];
    }

    /// <summary>The arguments that were left out, named.</summary>
    private static string? Missing(ParseResult parsed)
    {
        var missing = parsed.CommandResult.Command.Arguments
            .Where(argument => argument.Arity.MinimumNumberOfValues > 0 && parsed.GetResult(argument) is null or { Tokens.Count: 0 })
            .Select(argument => argument.Name.ToUpperInvariant()).ToArray();
        return missing.Length == 0 || parsed.UnmatchedTokens.Count > 0
            ? null
            : $"{NameOf(parsed)} needs {string.Join(" and ", missing)}";
    }

    private static string Words(ParseResult parsed, ParseError error)
    {
        var unknown = parsed.UnmatchedTokens.FirstOrDefault(token => error.Message.Contains($"'{token}'", StringComparison.Ordinal));
        if (unknown is not null)
            return Nearest(parsed, unknown) is { } near ? $"'{unknown}' is not known here; did you mean '{near}'?" : $"'{unknown}' is not known here";
        // A type of this program's means nothing to its user.
        var isTyped = error.SymbolResult is OptionResult { Option.ValueType: { } type } && error.Message.Contains(type.FullName!, StringComparison.Ordinal);
        return isTyped && error.SymbolResult is OptionResult option
            ? $"{option.Option.Name}: '{string.Join(' ', option.Tokens.Select(token => token.Value))}' is none: {option.Option.Description}"
            : error.Message;
    }

    private static string? Nearest(ParseResult parsed, string unknown)
    {
        var known = new List<string>();
        for (SymbolResult? at = parsed.CommandResult; at is CommandResult above; at = above.Parent)
        {
            if (at == parsed.CommandResult) known.AddRange(above.Command.Subcommands.Select(command => command.Name));
            known.AddRange(above.Command.Options.Where(option => at == parsed.CommandResult || option.Recursive).Select(option => option.Name));
        }

        var near = known.Where(name => name.StartsWith('-') == unknown.StartsWith('-'))
            .Select(name => (Name: name, Distance: Distance(name, unknown))).OrderBy(one => one.Distance).FirstOrDefault();
        return near.Name is { } found && near.Distance <= Math.Min(NearEnough, unknown.Length / 2) ? found
            : known.FirstOrDefault(name => unknown.Length > 3 && name.StartsWith(unknown, StringComparison.Ordinal));
    }

    /// <summary>Letters to be put in, taken out, changed or swapped with the next (Damerau 1964, optimal alignment).</summary>
    internal static int Distance(string one, string other)
    {
        var steps = new int[one.Length + 1, other.Length + 1];
        for (var i = 0; i <= one.Length; i++) steps[i, 0] = i;
        for (var j = 0; j <= other.Length; j++) steps[0, j] = j;
        for (var i = 1; i <= one.Length; i++)
        {
            for (var j = 1; j <= other.Length; j++)
            {
                var change = one[i - 1] == other[j - 1] ? 0 : 1;
                steps[i, j] = Math.Min(Math.Min(steps[i - 1, j] + 1, steps[i, j - 1] + 1), steps[i - 1, j - 1] + change);
                if (i > 1 && j > 1 && one[i - 1] == other[j - 2] && one[i - 2] == other[j - 1])
                    steps[i, j] = Math.Min(steps[i, j], steps[i - 2, j - 2] + 1);
            }
        }

        return steps[one.Length, other.Length];
    }

    private static string Next(ParseResult parsed) => parsed.CommandResult.Command is RootCommand
        ? "Run 'rings --help' for the commands, or 'rings COMMAND --help' for one of them."
        : $"Run 'rings {NameOf(parsed)} --help' for what it takes.";

    private static string Listed(Command command) => $"  {command.Name,-10}  {command.Description}";

    private static string NameOf(ParseResult parsed)
    {
        var names = new Stack<string>();
        for (SymbolResult? at = parsed.CommandResult; at is CommandResult { Command: not RootCommand } command; at = command.Parent)
            names.Push(command.Command.Name);
        return string.Join(' ', names);
    }
}
