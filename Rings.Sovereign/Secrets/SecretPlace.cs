using Rings.Protocol;
using Rings.Protocol.Identity;
using Rings.Sovereign.Groups;

namespace Rings.Sovereign.Secrets;

/// <summary>Where a machine of this protocol stands: its ring and its own Did.</summary>
/// <param name="Ring">The ring.</param>
/// <param name="Self">This node's Did.</param>
public sealed record SecretPlace(RingId Ring, Did Self)
{
    /// <summary>What a claim is bound to.</summary>
    /// <param name="owner">Whose secret.</param>
    /// <param name="id">Which one.</param>
    /// <param name="claim">The claim's name.</param>
    /// <param name="claimant">Who claims.</param>
    /// <param name="guardian">At whom.</param>
    /// <param name="random">The number that is opened later.</param>
    internal Bytes32 CommitmentOf(
        Did owner, SecretId id, SecretId claim, Did claimant, Did guardian, Bytes32 random) => Bytes32.Read(TaggedHash.Of(
            "rings/1 secret claim", Ring.ToByteArray(), owner.ToByteArray(), id.ToByteArray(), claim.ToByteArray(),
            claimant.ToByteArray(), guardian.ToByteArray(), random.ToByteArray()));
}
