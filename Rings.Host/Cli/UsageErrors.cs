using System.CommandLine;
using System.CommandLine.Parsing;

namespace Rings.Host.Cli;

/// <summary>What is wrong with a command line, in words that say what is missing or meant.</summary>
internal static class UsageErrors
{
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

        return Spelling.Nearest(known.Where(name => name.StartsWith('-') == unknown.StartsWith('-')), unknown);
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
