namespace Rings.Protocol.Wire;

/// <summary>Bounds of <see cref="Crumbs{TLink}"/> (protocol.md, section 9).</summary>
internal sealed record CrumbLimits
{
    /// <summary>Crumbs in all: 65,536.</summary>
    public int Total { get; init; } = 65_536;

    /// <summary>Crumbs of requests that came in by one link: a quarter.</summary>
    public int PerLink => Math.Max(1, Total / 4);

    /// <summary>How long a crumb is good for: 60 s.</summary>
    public TimeSpan Time { get; init; } = TimeSpan.FromSeconds(60);
}
