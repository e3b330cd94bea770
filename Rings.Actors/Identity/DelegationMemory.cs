using Rings.Protocol.Identity;

namespace Rings.Actors.Identity;

/// <summary>What a <see cref="DelegationKeeper"/> leaves to the one that takes its place after a failure.</summary>
internal sealed class DelegationMemory
{
    /// <summary>The last revocation of the node's account, if there was one.</summary>
    public Revocation? Revocation { get; set; }

    /// <summary>How near to its end the delegation was when the user was last warned.</summary>
    public DelegationPhase Told { get; set; } = DelegationPhase.Fresh;
}
