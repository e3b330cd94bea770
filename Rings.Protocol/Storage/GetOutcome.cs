using System.Collections.Immutable;

namespace Rings.Protocol.Storage;

/// <summary>How a get ended.</summary>
internal abstract record GetOutcome
{
    private GetOutcome()
    {
    }

    /// <summary>An owner answered. No record and final means: not found.</summary>
    /// <param name="Records">What is in force, newest first.</param>
    /// <param name="IsFinal">Whether enough holders agree that nothing else was acknowledged.</param>
    /// <param name="Agreed">Who agrees, the owner first.</param>
    /// <param name="Behind">Who lacked something and got it.</param>
    public sealed record Found(
        ImmutableArray<StoredRecord> Records, bool IsFinal, ImmutableArray<Did> Agreed, ImmutableArray<Did> Behind)
        : GetOutcome;

    /// <summary>No owner answered in time.</summary>
    public sealed record Unknown : GetOutcome;
}
