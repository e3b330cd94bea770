using System.Globalization;

namespace Rings.Host.Cli;

/// <summary>Numbers with their nouns.</summary>
internal static class Counted
{
    /// <summary>The number and its noun, in the plural where it is not one.</summary>
    /// <param name="number">How many.</param>
    /// <param name="one">The noun of one.</param>
    /// <param name="many">The noun of several; where it is left out, <paramref name="one"/> with an s.</param>
    public static string Of(long number, string one, string? many = null) =>
        number.ToString(CultureInfo.InvariantCulture) + " " + (number == 1 ? one : many ?? one + "s");

    /// <summary>An estimate of a ring's nodes; it is at least this one.</summary>
    public static string Nodes(double estimate) =>
        Math.Round(estimate) > 1 ? $"about {Of((long)Math.Round(estimate), "node")}" : "one node";
}
