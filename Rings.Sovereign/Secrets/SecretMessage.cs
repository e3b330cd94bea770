using System.Collections.Immutable;
using Rings.Protocol;
using Rings.Sovereign.Groups;
using Rings.Sovereign.Sharing;

namespace Rings.Sovereign.Secrets;

/// <summary>What owners, guardians and claimants say to each other: the payloads of protocol <c>secret/1</c>.</summary>
public abstract record SecretMessage
{
    /// <summary>The version that ends them all.</summary>
    public const uint EveryVersion = uint.MaxValue;

    private SecretMessage()
    {
    }

    /// <summary>To a guardian: keep this share. Answered by <see cref="Dealt"/>.</summary>
    /// <param name="Id">The secret's name.</param>
    /// <param name="Version">From 1; each refresh is another.</param>
    /// <param name="Count">How many shares there are.</param>
    /// <param name="Index">Which of them, from 1.</param>
    /// <param name="Mode">What is split.</param>
    /// <param name="Commitments">What the share is checked against.</param>
    /// <param name="Share">The share.</param>
    /// <param name="Sealed">The payload, sealed; empty in mode <see cref="SecretMode.Key"/>.</param>
    /// <param name="DelayHours">From the approval of a claim to the share's leaving: 0 to 720.</param>
    public sealed record Deal(
        SecretId Id, uint Version, int Count, int Index, SecretMode Mode, Commitments Commitments, Secp256k1Scalar Share,
        ImmutableArray<byte> Sealed, int DelayHours) : SecretMessage
    {
        /// <inheritdoc/>
        public bool Equals(Deal? other) => other is not null
            && (Id, Version, Count, Index, Mode, DelayHours, Share)
                == (other.Id, other.Version, other.Count, other.Index, other.Mode, other.DelayHours, other.Share)
            && Commitments.Equals(other.Commitments) && Sealed.AsSpan().SequenceEqual(other.Sealed.AsSpan());

        /// <inheritdoc/>
        public override int GetHashCode() => HashCode.Combine(Id, Version, Index);
    }

    /// <summary>A guardian's answer to a deal or a commit.</summary>
    /// <param name="Id">The secret.</param>
    /// <param name="Version">The version that was dealt or committed.</param>
    /// <param name="Verdict">What became of it.</param>
    public sealed record Dealt(SecretId Id, uint Version, SecretVerdict Verdict) : SecretMessage;

    /// <summary>To a guardian: enough others have this version; what is older ends. Answered by <see cref="Dealt"/>.</summary>
    /// <param name="Id">The secret.</param>
    /// <param name="Version">The version; <see cref="EveryVersion"/>: all end.</param>
    public sealed record Commit(SecretId Id, uint Version) : SecretMessage;

    /// <summary>To a guardian, from a Did that says it is the owner's new one. Answered by <see cref="Challenge"/>.</summary>
    /// <param name="ClaimId">The claim's name.</param>
    /// <param name="Owner">Whose secret.</param>
    /// <param name="Id">Which one.</param>
    /// <param name="Commitment">Binds the claimant to a number that it shows later.</param>
    public sealed record Claim(SecretId ClaimId, Did Owner, SecretId Id, Bytes32 Commitment) : SecretMessage;

    /// <summary>A guardian's answer to a claim, whether it holds anything or not.</summary>
    /// <param name="ClaimId">The claim.</param>
    /// <param name="Nonce">Drawn after the claim came.</param>
    public sealed record Challenge(SecretId ClaimId, Bytes32 Nonce) : SecretMessage;

    /// <summary>To a guardian: the number that the claim was bound to.</summary>
    /// <param name="ClaimId">The claim.</param>
    /// <param name="Random">The number.</param>
    public sealed record Opening(SecretId ClaimId, Bytes32 Random) : SecretMessage;

    /// <summary>To the owner's Did: somebody claims a secret of yours.</summary>
    /// <param name="ClaimId">The claim.</param>
    /// <param name="Claimant">Who.</param>
    /// <param name="Id">Which secret.</param>
    public sealed record Warning(SecretId ClaimId, Did Claimant, SecretId Id) : SecretMessage;

    /// <summary>From the owner's Did: that was not me. It holds a claim and does not end it.</summary>
    /// <param name="ClaimId">The claim.</param>
    public sealed record Veto(SecretId ClaimId) : SecretMessage;

    /// <summary>To a claimant: a share.</summary>
    /// <param name="ClaimId">The claim.</param>
    /// <param name="Id">The secret.</param>
    /// <param name="Version">The version; 0: what was kept cannot be read any more, and there is no share.</param>
    /// <param name="Share">The share; null where there is none.</param>
    public sealed record Return(SecretId ClaimId, SecretId Id, uint Version, ReturnedShare? Share) : SecretMessage;
}
