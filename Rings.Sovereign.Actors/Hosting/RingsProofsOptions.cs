using Rings.Actors.Context;
using Rings.Actors.Public;
using Rings.Sovereign.Actors.Context;

namespace Rings.Sovereign.Actors.Hosting;

/// <summary>What the proofs beside a node know of the world. They keep nothing.</summary>
public sealed class RingsProofsOptions
{
    /// <summary>The clock.</summary>
    public TimeProvider Time { get; set; } = TimeProvider.System;

    /// <summary>Where chances come from.</summary>
    public INodeRandom Random { get; set; } = SystemRandom.Instance;

    internal SecretSetting Setting => new(Time, Random);
}
