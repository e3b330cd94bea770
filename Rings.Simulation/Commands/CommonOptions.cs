using System.CommandLine;

namespace Rings.Simulation.Commands;

/// <summary>Options that several commands take.</summary>
internal static class CommonOptions
{
    /// <summary>The folder for results.</summary>
    public static Option<string?> Out() => new("--out") { Description = "Folder for tables, JSON lines and charts." };

    /// <summary>The seed.</summary>
    public static Option<ulong> Seed() => new("--seed")
    {
        Description = "Where all chance comes from: the same seed gives the same run.",
        DefaultValueFactory = _ => 1,
    };

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
        where T : struct, IComparable<T>
    {
        option.Validators.Add(result =>
        {
            var value = result.GetValueOrDefault<T>();
            if (value.CompareTo(low) < 0 || value.CompareTo(high) > 0)
                result.AddError($"{option.Name}: expected {low} to {high}.");
        });
        return option;
    }
}
