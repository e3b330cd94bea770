namespace Rings.Fuzz;

/// <summary>The inputs that guided runs found worth keeping: a text file a target, an input a line, in base64.</summary>
internal static class KeptInputs
{
    /// <summary>The most that a target's file holds, in bytes of input: it lives in the repository.</summary>
    private const int MaxBytes = 64 * 1024;

    /// <summary>Reads a target's file; none without one.</summary>
    public static IEnumerable<byte[]> Read(string folder, string target) => PathOf(folder, target) is var path
        && File.Exists(path)
            ? File.ReadLines(path).Where(line => line.Length > 0).Select(Convert.FromBase64String)
            : [];

    /// <summary>Writes those that together do all that the corpus does, the shortest first.</summary>
    /// <returns>How many they are.</returns>
    public static int Write(string folder, IFuzzTarget target, IEnumerable<byte[]> corpus)
    {
        var coverage = new Coverage();
        foreach (var seed in target.Seeds()) IsNew(seed);
        var bytes = 0;
        string[] lines =
        [
            .. corpus.OrderBy(input => input.Length).Where(IsNew)
                .TakeWhile(input => (bytes += input.Length) <= MaxBytes).Select(input => Convert.ToBase64String(input)),
        ];
        Directory.CreateDirectory(folder);
        File.WriteAllLines(PathOf(folder, target.Name), lines);
        return lines.Length;

        bool IsNew(byte[] input)
        {
            Coverage.Begin();
            target.Run(input);
            return coverage.IsNew();
        }
    }

    private static string PathOf(string folder, string target) => Path.Combine(folder, $"{target}.txt");
}
