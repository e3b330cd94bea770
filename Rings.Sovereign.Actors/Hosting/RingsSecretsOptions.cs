using Rings.Actors.Context;
using Rings.Actors.Public;

namespace Rings.Sovereign.Actors.Hosting;

/// <summary>Where a keeper of secrets keeps them.</summary>
public sealed class RingsSecretsOptions
{
    /// <summary>The node's data directory; empty: nothing outlives the process.</summary>
    public string DataDir { get; set; } = "";

    /// <summary>The passphrase that <c>shares.key</c> lies under; null: only the file's mode protects it.</summary>
    public string? Passphrase { get; set; }

    /// <summary>The clock.</summary>
    public TimeProvider Time { get; set; } = TimeProvider.System;

    /// <summary>Where chances come from.</summary>
    public INodeRandom Random { get; set; } = SystemRandom.Instance;
}
