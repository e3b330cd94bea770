using System.Reflection;

namespace Rings.Fuzz;

/// <summary>All targets of this program.</summary>
internal static class FuzzTargets
{
    /// <summary>One of each class that implements <see cref="IFuzzTarget"/>, by name.</summary>
    public static IReadOnlyList<IFuzzTarget> All { get; } =
    [
        .. Assembly.GetExecutingAssembly().GetTypes()
            .Where(type => type is { IsClass: true, IsAbstract: false } && type.IsAssignableTo(typeof(IFuzzTarget)))
            .Select(type => (IFuzzTarget)Activator.CreateInstance(type)!)
            .OrderBy(target => target.Name, StringComparer.Ordinal),
    ];
}
