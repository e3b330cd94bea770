namespace Rings.Simulation.Scenarios;

/// <summary>A scenario file that breaks a rule of its format (docs/simulation.md).</summary>
/// <param name="field">The field that is wrong, as a path: <c>steps[2].count</c>.</param>
/// <param name="expected">What was expected there.</param>
/// <param name="inner">The failure beneath, if any.</param>
internal sealed class ScenarioException(string field, string expected, Exception? inner = null)
    : Exception($"{field}: expected {expected}.", inner)
{
    /// <summary>The field that is wrong.</summary>
    public string Field { get; } = field;

    /// <summary>What was expected there.</summary>
    public string Expected { get; } = expected;
}
