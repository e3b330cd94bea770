using System.Collections.Immutable;

namespace Rings.Sovereign.Swaps;

/// <summary>
/// What came of one input at one side: the new state, whether it has to be on the disk before anything else happens, and what is
/// done then. If the disk refuses, nothing has happened.
/// </summary>
/// <param name="State">The side after it.</param>
/// <param name="IsKept">Whether the state is written before the effects.</param>
/// <param name="Effects">What is done, in this order.</param>
internal sealed record SwapStep(SwapSide State, bool IsKept, ImmutableArray<SwapEffect> Effects)
{
    /// <summary>Another step after this one: both are kept at once, and what this one wants done comes first.</summary>
    internal SwapStep Then(Func<SwapSide, SwapStep> next)
    {
        var after = next(State);
        return new(after.State, IsKept || after.IsKept, Effects.AddRange(after.Effects));
    }
}
