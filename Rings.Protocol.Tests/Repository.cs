using System.Text.Json.Nodes;

namespace Rings.Protocol.Tests;

/// <summary>Finds what lies in the repository beside the code, from where the tests were built.</summary>
internal static class Repository
{
    /// <summary>A file of <c>vectors/</c>, parsed.</summary>
    public static JsonNode Vectors(string name) =>
        JsonNode.Parse(File.ReadAllText(Path.Combine(Root, "vectors", name)))!;

    private static string Root
    {
        get
        {
            var folder = new DirectoryInfo(AppContext.BaseDirectory);
            while (!File.Exists(Path.Combine(folder!.FullName, "Rings.sln"))) folder = folder.Parent;
            return folder.FullName;
        }
    }
}
