namespace Rings.Host.Tests.Processes;

/// <summary>Says which commands a test runs as processes; <see cref="CommandTreeSpecs"/> looks for those that none does.</summary>
/// <param name="names">The commands, each with all words of its name.</param>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class CommandAttribute(params string[] names) : Attribute
{
    public IReadOnlyList<string> Names { get; } = names;
}
