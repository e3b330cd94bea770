using System.Reflection;

namespace Rings.Host.Tests.Architecture;

/// <summary>Which way the arrows between projects and folders point, and that the core holds nothing unused.</summary>
public sealed class ArchitectureSpecs
{
    /// <summary>The folders of Rings.Actors, each after those that it may use.</summary>
    private static readonly string[] ActorFolders =
    [
        "Settings", "Telemetry", "Public", "Disk", "Context", "Frames", "Peers", "Messages", "Storage", "Sessions",
        "Mail", "Identity", "Paths", "Links", "Streams", "Routing", "Services", "Node", "Serialization",
        "Files", "Hosting",
    ];

    /// <summary>
    /// A Did's text has a checksum that is a hash, and the keys refuse what is no key with the root's exception.
    /// </summary>
    private static readonly string[] KnownCycles = ["Rings.Protocol/Crypto"];

    /// <summary>What the library offers to applications and to tabs; a node that is a process has no use for it.</summary>
    private static readonly string[] ForOthers = ["ElGamal", "ElGamalCiphertext", "ManagedAesGcm"];

    public static TheoryData<string> Projects => [.. Code.Projects];

    [Theory]
    [MemberData(nameof(Projects))]
    public void A_project_uses_only_projects_below_it(string project)
    {
        var below = Code.Projects.TakeWhile(name => name != project).Append("Rings.Crypto").Append("Rings.Identity");

        var used = Code.AssemblyOf(project).GetReferencedAssemblies().Select(name => name.Name!)
            .Where(name => name.StartsWith("Rings.", StringComparison.Ordinal));

        Assert.Empty(used.Except(below));
    }

    [Theory]
    [MemberData(nameof(Projects))]
    public void No_folders_use_each_other_in_a_circle(string project)
    {
        var arrows = Code.Arrows(project).Where(arrow => !KnownCycles.Contains(arrow.To)).ToList();
        var open = arrows.Select(arrow => arrow.From).Concat(arrows.Select(arrow => arrow.To)).ToHashSet();

        // Folders that use none of those left are below them: taken away until only circles are left.
        while (open.RemoveWhere(folder => !arrows.Any(arrow => arrow.From == folder && open.Contains(arrow.To))) > 0)
        {
        }

        while (open.RemoveWhere(folder => !arrows.Any(arrow => arrow.To == folder && open.Contains(arrow.From))) > 0)
        {
        }

        Assert.Equal(Code.Folders.Values.Where(folder => folder.Split('/')[0] == project).Distinct().Count() > 1, arrows.Count > 0);
        AssertNone(arrows.Where(arrow => open.Contains(arrow.From) && open.Contains(arrow.To))
            .Select(arrow => $"{arrow.From} -> {arrow.To}: {arrow.Example}"));
    }

    [Fact]
    public void Folders_of_the_actors_use_only_folders_below_them()
    {
        string[] order = [.. ActorFolders.Select(folder => "Rings.Actors/" + folder)];

        var arrows = Code.Arrows("Rings.Actors").ToList();

        Assert.Empty(arrows.Select(arrow => arrow.From).Concat(arrows.Select(arrow => arrow.To)).Except(order));
        AssertNone(arrows
            .Where(arrow => Array.IndexOf(order, arrow.To) > Array.IndexOf(order, arrow.From))
            .Select(arrow => $"{arrow.From} -> {arrow.To}: {arrow.Example}"));
    }

    [Fact]
    public void Every_type_of_the_cores_is_used_by_the_node_that_runs()
    {
        var reached = new HashSet<string>();
        var next = new Stack<string>(Code.Folders
            .Where(type => type.Value.StartsWith("Rings.Actors", StringComparison.Ordinal)
                || type.Value.StartsWith("Rings.Sovereign.Actors", StringComparison.Ordinal)
                || type.Value.StartsWith("Rings.Sovereign.Chains", StringComparison.Ordinal)
                || type.Value.StartsWith("Rings.Host", StringComparison.Ordinal))
            .Select(type => type.Key));
        while (next.TryPop(out var type))
            if (reached.Add(type))
                foreach (var used in Code.Uses.GetValueOrDefault(type, new HashSet<string>())) next.Push(used);

        var core = ((string[])["Rings.Protocol", "Rings.Sovereign"]).SelectMany(project => Code.AssemblyOf(project).GetTypes())
            .Where(type => !type.IsNested && Code.Folders.ContainsKey(type.FullName!)).ToList();

        Assert.NotEmpty(core);
        var unused = core.Where(type => !reached.Contains(type.FullName!) && !IsNamedTable(type)).Select(type => type.Name).ToList();
        AssertNone(unused.Except(ForOthers)
            .Select(name => $"{name} is used by nothing that runs"));
        AssertNone(ForOthers.Except(unused).Select(name => $"{name} is used now: take it off the list"));
    }

    /// <summary>
    /// Whether a type is a table of constants that another source names: what uses a constant has its value, and the compiled code does not
    /// say where from.
    /// </summary>
    private static bool IsNamedTable(Type type) =>
        type is { IsAbstract: true, IsSealed: true }
        && type.GetMembers(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly)
            .All(member => member is FieldInfo { IsLiteral: true })
        && Code.Sources.Any(source => Path.GetFileNameWithoutExtension(source.File) != type.Name
            && source.Text.Contains($"{type.Name}.", StringComparison.Ordinal));

    /// <summary>NBitcoin and Nethereum's clients come with the chains alone; nodes, services and browsers never see them.</summary>
    [Fact]
    public void Only_the_chains_use_the_libraries_of_chains()
    {
        string[] libraries = ["NBitcoin", "Nethereum.Web3", "Nethereum.RPC", "Nethereum.Contracts", "Nethereum.JsonRpc.Client"];

        var users = Code.Projects.Where(project => Code.AssemblyOf(project).GetReferencedAssemblies()
            .Any(name => libraries.Contains(name.Name)));
        var chained = Code.Projects.Where(project => Code.AssemblyOf(project).GetReferencedAssemblies()
            .Any(name => name.Name == "Rings.Sovereign.Chains"));

        Assert.Equal(["Rings.Sovereign.Chains"], users);
        AssertNone(chained.Except(["Rings.Host"]));
    }

    [Fact]
    public void What_makes_any_actor_system_deterministic_has_nothing_of_Rings_in_it() =>
        Assert.DoesNotContain(
            Code.AssemblyOf("Rings.TestKit.Deterministic").GetReferencedAssemblies(),
            name => name.Name!.StartsWith("Rings.", StringComparison.Ordinal));

    [Fact]
    public void Nothing_that_runs_uses_the_test_kits() =>
        AssertNone(Code.Projects.Where(project => !project.StartsWith("Rings.TestKit", StringComparison.Ordinal))
            .Where(project => Code.AssemblyOf(project).GetReferencedAssemblies()
                .Any(name => name.Name!.StartsWith("Rings.TestKit", StringComparison.Ordinal))));

    private static void AssertNone(IEnumerable<string> wrong)
    {
        var lines = string.Join('\n', wrong.Order(StringComparer.Ordinal));
        Assert.True(lines.Length == 0, lines);
    }
}
