namespace Rings.Mutants;

/// <summary>What a test case does while no mutant is active.</summary>
/// <param name="Case">Its id.</param>
/// <param name="Name">Its name.</param>
/// <param name="Seconds">How long it takes.</param>
/// <param name="Failure">Why it fails even so; then it kills nothing.</param>
/// <param name="Mutants">The mutants that it reaches; null where that is not known: any of them.</param>
internal sealed record CaseReach(string Case, string Name, double Seconds, string? Failure, int[]? Mutants);
