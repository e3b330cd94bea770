using Rings.Sovereign.GroupDids;

namespace Rings.Sovereign.Actors.Hosting;

/// <summary>Where a node's part in groups keeps its shares, and for whom the node runs.</summary>
public sealed class RingsGroupsOptions : KeepingOptions
{
    /// <summary>The group whose Did the node has; null: its Did is its own.</summary>
    public GroupKey? RunsFor { get; set; }
}
