using System.Text.Json;

namespace Rings.Protocol.Tests;

/// <summary>Reads the Wycheproof sets (C2SP) that lie beside the repository.</summary>
internal static class Wycheproof
{
    /// <summary>Where they are; null if nowhere.</summary>
    public static readonly string? Folder = Find();

    /// <summary>
    /// Every case of a set with its group: asserts of each that <paramref name="passes"/> says what the set says.
    /// </summary>
    /// <param name="file">The set's file name.</param>
    /// <param name="passes">Our verdict: whether it is valid.</param>
    /// <param name="deviates">
    /// Where our rule is stricter or the form is not ours: the reason, or null. A deviation must refuse.
    /// </param>
    public static void Check(
        string file, Func<JsonElement, JsonElement, bool> passes, Func<JsonElement, JsonElement, string?> deviates)
    {
        using var set = JsonDocument.Parse(File.ReadAllText(Path.Combine(Folder!, file)));
        var seen = 0;
        foreach (var group in set.RootElement.GetProperty("testGroups").EnumerateArray())
        {
            foreach (var test in group.GetProperty("tests").EnumerateArray())
            {
                var comment = test.TryGetProperty("comment", out var words) ? words.GetString() : "";
                var id = $"{file} #{test.GetProperty("tcId")} {comment}";
                var result = test.GetProperty("result").GetString();
                var reason = deviates(group, test);
                var expected = reason is null && result != "invalid";
                Assert.True(expected == passes(group, test), $"{id}: expected {expected}. {reason}");
                seen++;
            }
        }

        Assert.Equal(set.RootElement.GetProperty("numberOfTests").GetInt32(), seen);
    }

    public static byte[] Hex(this JsonElement element, string name) =>
        Convert.FromHexString(element.GetProperty(name).GetString()!);

    public static bool Has(this JsonElement test, string flag) =>
        test.GetProperty("flags").EnumerateArray().Any(f => f.GetString() == flag);

    private static string? Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var sets = Path.Combine(folder.FullName, "shared", "vectors", "wycheproof");
            if (Directory.Exists(sets)) return sets;
        }

        return null;
    }
}
