namespace Rings.Transport.Ice;

/// <summary>How a pair's check stands (RFC 8445, section 6.1.2.6).</summary>
internal enum IcePairState
{
    /// <summary>Waits for a pair of the same foundation.</summary>
    Frozen,

    /// <summary>Waits for its turn.</summary>
    Waiting,

    /// <summary>A check is under way.</summary>
    InProgress,

    /// <summary>A check was answered: the pair is valid.</summary>
    Succeeded,

    /// <summary>No answer, a refusal, or no longer needed.</summary>
    Failed,
}
