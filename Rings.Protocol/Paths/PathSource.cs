namespace Rings.Protocol.Paths;

/// <summary>The paths that come by one link and go on by another: they share one turn there.</summary>
internal sealed class PathSource : RoundItem
{
    /// <summary>Its paths, among which the turn goes round.</summary>
    public required DeficitRound<LinkPath> Round { get; init; }

    /// <summary>How many there are.</summary>
    public int Paths { get; set; }
}
