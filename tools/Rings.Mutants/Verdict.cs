namespace Rings.Mutants;

/// <summary>What became of a mutant.</summary>
/// <param name="Id">Its number in Stryker's report.</param>
/// <param name="Status">A word of Stryker's: Killed, Timeout, Survived or NoCoverage; or Begun.</param>
/// <param name="Test">The test that noticed it.</param>
/// <param name="Words">What that test said.</param>
/// <param name="Reached">How many test cases reach it.</param>
internal sealed record Verdict(int Id, string Status, string? Test = null, string? Words = null, int Reached = 0);
