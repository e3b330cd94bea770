namespace Rings.Protocol.Wire;

/// <summary>Bounds of <see cref="ReplayTable{TLink}"/>.</summary>
internal sealed record ReplayLimits
{
    /// <summary>Windows in all: 16,384, four lanes of 4,096 delegations.</summary>
    public int Total { get; init; } = 16_384;

    /// <summary>Windows that one incoming link may introduce: an eighth.</summary>
    public int PerLink => Math.Max(1, Total / 8);

    /// <summary>How long after its newest message's deadline a window is kept: 60 s.</summary>
    public TimeSpan KeptAfterDeadline { get; init; } = TimeSpan.FromSeconds(60);
}
