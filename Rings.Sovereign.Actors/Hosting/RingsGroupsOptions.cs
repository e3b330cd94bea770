using Rings.Actors.Context;
using Rings.Actors.Public;
using Rings.Sovereign.GroupDids;

namespace Rings.Sovereign.Actors.Hosting;

/// <summary>Where a node's part in groups keeps its shares, and for whom the node runs.</summary>
public sealed class RingsGroupsOptions
{
    /// <summary>The node's data directory; empty: nothing outlives the process.</summary>
    public string DataDir { get; set; } = "";

    /// <summary>The passphrase that <c>shares.key</c> lies under; null: only the file's mode protects it.</summary>
    public string? Passphrase { get; set; }

    /// <summary>The group whose Did the node has; null: its Did is its own.</summary>
    public GroupKey? RunsFor { get; set; }

    /// <summary>The clock.</summary>
    public TimeProvider Time { get; set; } = TimeProvider.System;

    /// <summary>Where chances come from.</summary>
    public INodeRandom Random { get; set; } = SystemRandom.Instance;
}
