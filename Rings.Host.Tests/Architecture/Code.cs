using System.Reflection;
using System.Text.RegularExpressions;
using ArchUnitNET.Domain;
using ArchUnitNET.Loader;
using Assembly = System.Reflection.Assembly;

namespace Rings.Host.Tests.Architecture;

/// <summary>The production assemblies as they were built, and the folders that their types are written in.</summary>
internal static partial class Code
{
    private static readonly Lazy<IReadOnlyDictionary<string, IReadOnlySet<string>>> LazyUses = new(Load);
    private static readonly Lazy<IReadOnlyList<(string File, string Text)>> LazySources = new(ReadSources);
    private static readonly Lazy<IReadOnlyDictionary<string, string>> LazyFolders = new(FindFolders);

    /// <summary>The production assemblies, each after those that it may use.</summary>
    public static readonly string[] Projects =
        [
            "Rings.Protocol", "Rings.Transport", "Rings.Actors", "Rings.AspNetCore", "Rings.Sovereign", "Rings.Sovereign.Actors",
            "Rings.Sovereign.Chains", "Rings.Simulation", "Rings.Host", "Rings.TestKit.Deterministic", "Rings.TestKit.Core", "Rings.TestKit",
        ];

    /// <summary>What each top-level type uses of the types of all projects, itself apart: by full names.</summary>
    public static IReadOnlyDictionary<string, IReadOnlySet<string>> Uses => LazyUses.Value;

    /// <summary>The project and folder of each top-level type, <c>Rings.Actors/Links</c>: by full names.</summary>
    public static IReadOnlyDictionary<string, string> Folders => LazyFolders.Value;

    /// <summary>The sources of all projects: path from the root and text of each.</summary>
    public static IReadOnlyList<(string File, string Text)> Sources => LazySources.Value;

    /// <summary>A production assembly.</summary>
    public static Assembly AssemblyOf(string project) =>
        Assembly.Load(new AssemblyName(project == "Rings.Host" ? "rings" : project));

    /// <summary>Who uses what between the folders of a project, with one example of each.</summary>
    public static IEnumerable<(string From, string To, string Example)> Arrows(string project) =>
        from uses in Uses
        let here = Folders.GetValueOrDefault(uses.Key)
        where here is not null && IsIn(here, project)
        from used in uses.Value
        let there = Folders.GetValueOrDefault(used)
        where there is not null && IsIn(there, project) && there != here
        group $"{uses.Key} uses {used}" by (here, there) into arrow
        select (arrow.Key.here, arrow.Key.there, arrow.Order().First());

    private static bool IsIn(string folder, string project) =>
        folder == project || folder.StartsWith(project + "/", StringComparison.Ordinal);

    private static Dictionary<string, IReadOnlySet<string>> Load()
    {
        var architecture = new ArchLoader().LoadAssemblies([.. Projects.Select(AssemblyOf)]).Build();
        var uses = new Dictionary<string, IReadOnlySet<string>>();
        foreach (var type in architecture.Types.Concat<IType>(architecture.ReferencedTypes))
        {
            var name = Outermost(type.FullName);
            if (!uses.TryGetValue(name, out var set)) uses.Add(name, set = new HashSet<string>());
            foreach (var dependency in type.Dependencies)
                if (Outermost(dependency.Target.FullName) is var used && used != name) ((HashSet<string>)set).Add(used);
        }

        return uses;
    }

    private static string Outermost(string name)
    {
        var end = name.IndexOfAny(['+', '<', '/', '[']);
        return end < 0 ? name : name[..end];
    }

    private static Dictionary<string, string> FindFolders()
    {
        var folders = new Dictionary<string, string>();
        foreach (var (file, text) in Sources)
        {
            var place = NamespaceLine().Match(text);
            foreach (Match type in TypeLine().Matches(text))
            {
                var arity = type.Groups["parameters"] is { Success: true } parameters
                    ? $"`{parameters.Value.Split(',').Length}" : "";
                folders[$"{place.Groups[1].Value}.{type.Groups["name"].Value}{arity}"] = file[..file.LastIndexOf('/')];
            }
        }

        return folders;
    }

    private static List<(string File, string Text)> ReadSources()
    {
        var root = Root();
        return
        [
            .. from project in Projects
               from file in Directory.EnumerateFiles(Path.Combine(root, project), "*.cs", SearchOption.AllDirectories)
               let path = Path.GetRelativePath(root, file).Replace('\\', '/')
               where !path.Contains("/obj/", StringComparison.Ordinal)
               select (path, File.ReadAllText(file)),
        ];
    }

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Rings.sln"))) folder = folder.Parent!;
        return folder.FullName;
    }

    [GeneratedRegex(@"^namespace ([\w.]+);", RegexOptions.Multiline)]
    private static partial Regex NamespaceLine();

    [GeneratedRegex(
        @"^(?:public |internal )(?:\w+ )*?(?:record struct|record|class|struct|enum|interface|delegate .+?) "
        + @"(?<name>\w+)(?:<(?<parameters>[^>]*)>)?",
        RegexOptions.Multiline)]
    private static partial Regex TypeLine();
}
