namespace Rings.Mutants;

/// <summary>How a test case ends.</summary>
internal enum CaseOutcome
{
    /// <summary>Nothing failed.</summary>
    Passed,

    /// <summary>An assertion failed, or something was thrown.</summary>
    Failed,

    /// <summary>It took too long.</summary>
    TimedOut,
}
