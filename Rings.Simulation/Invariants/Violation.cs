namespace Rings.Simulation.Invariants;

/// <summary>A rule of the ring that does not hold.</summary>
/// <param name="Rule">The rule, in words.</param>
/// <param name="Detail">Who breaks it, and how.</param>
internal sealed record Violation(string Rule, string Detail)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Rule}: {Detail}";
}
