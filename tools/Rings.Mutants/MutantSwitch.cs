using System.Reflection;
using System.Runtime.CompilerServices;

namespace Rings.Mutants;

/// <summary>Says which mutant is active in an assembly that Stryker has changed, and hears which ones a test reaches.</summary>
internal sealed class MutantSwitch
{
    private const BindingFlags Any = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static;
    private const int None = -1;

    private readonly FieldInfo _active;
    private readonly FieldInfo _capture;
    private readonly MethodInfo _data;

    /// <param name="mutated">The assembly; all types are initialised here, unless a mutant is active.</param>
    /// <param name="first">The mutant that is active meanwhile, or null.</param>
    /// <exception cref="InvalidOperationException">Stryker has not changed it.</exception>
    public MutantSwitch(Assembly mutated, int? first)
    {
        var control = mutated.GetTypes().FirstOrDefault(type => type.Name == "MutantControl")
            ?? throw new InvalidOperationException($"{mutated.Location}: not changed by Stryker");
        _active = Field(control, "ActiveMutant");
        _capture = Field(control, "CaptureCoverage");
        _data = control.GetMethod("GetCoverageData", Any)
            ?? throw new InvalidOperationException("another Stryker: no GetCoverageData");
        Active = first;
        AtStart = first is null ? Reached(() => Initialise(mutated)).ToHashSet() : new HashSet<int>();
    }

    /// <summary>The mutants that are reached when types are initialised: once in a process.</summary>
    public IReadOnlySet<int> AtStart { get; }

    /// <summary>The mutant that is active, or null.</summary>
    public int? Active
    {
        set => _active.SetValue(null, value ?? None);
    }

    /// <summary>Runs something and returns the mutants that it reaches.</summary>
    public int[] Reached(Action run)
    {
        _data.Invoke(null, null);
        _capture.SetValue(null, true);
        run();
        _capture.SetValue(null, false);
        return [.. ((IList<int>[])_data.Invoke(null, null)!).SelectMany(ids => ids).Distinct().Order()];
    }

    private static void Initialise(Assembly mutated)
    {
        foreach (var type in mutated.GetTypes().Where(type => !type.ContainsGenericParameters))
        {
            RuntimeHelpers.RunClassConstructor(type.TypeHandle);
        }
    }

    private static FieldInfo Field(Type control, string name) => control.GetField(name, Any)
        ?? throw new InvalidOperationException($"another Stryker: no {name}");
}
