using System.CommandLine;
using System.Globalization;

namespace Rings.Simulation.Commands;

/// <summary>Options that several commands take.</summary>
internal static class CommonOptions
{
    /// <summary>The folder for results.</summary>
    public static Option<string?> Out() => new("--out") { Description = "Folder for tables, JSON lines and charts." };

    /// <summary>The seed.</summary>
    public static Option<ulong> Seed() => new Option<ulong>("--seed")
    {
        Description = "Where all chance comes from: the same seed gives the same run.",
        DefaultValueFactory = _ => 1,
    }.Within(0ul, ulong.MaxValue);

    /// <summary>The number of nodes.</summary>
    public static Option<int> Nodes(int value) => new("--nodes")
    {
        Description = "Nodes at the start.",
        DefaultValueFactory = _ => value,
    };

    /// <summary>The number of look-ups.</summary>
    public static Option<int> LookUps(int value) => new("--look-ups")
    {
        Description = "Look-ups of random keys by random members.",
        DefaultValueFactory = _ => value,
    };

    /// <summary>Keeps a number within bounds, with a clear error.</summary>
    public static Option<T> Within<T>(this Option<T> option, T low, T high)
        where T : struct, IComparable<T>, IParsable<T>
    {
        // Read here: a validator that asks for a value which is no number gets an exception.
        option.CustomParser = result =>
        {
            if (result.Tokens is [{ Value: var text }]
                && T.TryParse(text, CultureInfo.InvariantCulture, out var value)
                && value.CompareTo(low) >= 0 && value.CompareTo(high) <= 0)
            {
                return value;
            }

            result.AddError(string.Create(CultureInfo.InvariantCulture, $"{option.Name}: expected {low} to {high}."));
            return default;
        };
        return option;
    }
}
