namespace Rings.Protocol.Wire;

/// <summary>Bounds of <see cref="ForgeryTrace"/> (protocol.md, section 9).</summary>
internal sealed record ForgeryLimits
{
    /// <summary>
    /// Forgeries that a link may deliver within <see cref="VerifyFor"/> after it was told, later than
    /// <see cref="Grace"/>: 32.
    /// </summary>
    public int Tolerated { get; init; } = 32;

    /// <summary>How long everything for a neighbour is verified after its report: 60 s.</summary>
    public TimeSpan VerifyFor { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How long a neighbour has to begin verifying, after it was told: 5 s.</summary>
    public TimeSpan Grace { get; init; } = TimeSpan.FromSeconds(5);
}
