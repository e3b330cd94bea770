using Rings.Protocol;
using Rings.Sovereign.Groups;
using Rings.Sovereign.Secrets;
using Rings.Sovereign.Threshold;

namespace Rings.Sovereign.GroupDids;

/// <summary>One signer's pair in a list, as it arrives: whoever signs reads it, and need not read its own.</summary>
/// <param name="Index">The signer, from 1.</param>
/// <param name="Hiding">D, not looked at yet.</param>
/// <param name="Binding">E, not looked at yet.</param>
public sealed record ShownNonces(int Index, Bytes32 Hiding, Bytes32 Binding)
{
    /// <summary>A pair as it is sent.</summary>
    public static ShownNonces Of(FrostCommitment commitment)
    {
        ArgumentNullException.ThrowIfNull(commitment);
        return new(commitment.Index, Bytes32.Read(commitment.Hiding.Encoded), Bytes32.Read(commitment.Binding.Encoded));
    }

    /// <summary>The pair, checked; null where one is no point of prime order.</summary>
    /// <param name="own">The reader's own pair, which it knows.</param>
    public FrostCommitment? Read(FrostCommitment own)
    {
        if (this == Of(own)) return own;
        try
        {
            return new(
                Index, Edwards25519Point.Read(Hiding.ToByteArray(), "GroupCommitment.hiding"),
                Edwards25519Point.Read(Binding.ToByteArray(), "GroupCommitment.binding"));
        }
        catch (ProtocolException)
        {
            // The coordinator lies: it gets no part.
            return null;
        }
    }
}
