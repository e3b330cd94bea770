namespace Rings.Simulation.Tests;

/// <summary>The repository's scenario files, as they lie beside the tests.</summary>
internal static class ScenarioFiles
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "scenarios");

    public static IEnumerable<string> Names => Directory.GetFiles(Folder, "*.json")
        .Select(path => Path.GetFileNameWithoutExtension(path))
        .Order(StringComparer.Ordinal);

    public static string PathOf(string name) => Path.Combine(Folder, $"{name}.json");
}
