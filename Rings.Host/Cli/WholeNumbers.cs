using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace Rings.Host.Cli;

/// <summary>Whole numbers of the command line: what is none, or out of bounds, is a mistake of usage.</summary>
internal static class WholeNumbers
{
    /// <summary>An option that takes one.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="description">What it is.</param>
    /// <param name="ifAbsent">Its value where it is left out.</param>
    /// <param name="least">The least it may be.</param>
    /// <param name="most">The most it may be.</param>
    public static Option<int> Option(string name, string description, int ifAbsent, int least, int most) => new(name)
    {
        Description = description,
        DefaultValueFactory = _ => ifAbsent,
        CustomParser = result => Read(result, name, least, most) ?? ifAbsent,
    };

    /// <summary>An option that takes one or is left out: null then.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="description">What it is.</param>
    /// <param name="least">The least it may be.</param>
    /// <param name="most">The most it may be.</param>
    public static Option<int?> Option(string name, string description, int least, int most) => new(name)
    {
        Description = description,
        CustomParser = result => Read(result, name, least, most),
    };

    /// <summary>Reads one; null where it is none, which the result says then.</summary>
    public static int? Read(ArgumentResult result, string name, int least, int most)
    {
        if (result.Tokens is [{ Value: var text }]
            && int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            && number >= least && number <= most)
        {
            return number;
        }

        result.AddError($"{name}: expected {least} to {most}");
        return null;
    }
}
