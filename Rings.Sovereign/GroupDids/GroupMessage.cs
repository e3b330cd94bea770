using System.Collections.Immutable;
using Rings.Sovereign.Groups;
using Rings.Sovereign.Secrets;
using Rings.Sovereign.Threshold;

namespace Rings.Sovereign.GroupDids;

/// <summary>What members of a group, and a node that runs for it, say to each other: the payloads of <c>group/1</c>.</summary>
/// <param name="Group">The plan's id.</param>
public abstract record GroupMessage(SecretId Group)
{
    /// <summary>Of which shares it speaks: the version that its plan makes, or that the sender signs with. 0: the first.</summary>
    public int Version { get; init; }

    /// <summary>To each member: own a Did together with us?</summary>
    /// <param name="Plan">Who, and how many of them sign.</param>
    public sealed record Invite(GroupPlan Plan) : GroupMessage(Plan.Id);

    /// <summary>A signed statement, of the sender or of another member.</summary>
    /// <param name="Group">The group.</param>
    /// <param name="Statement">What was said.</param>
    public sealed record Said(SecretId Group, SaidStatement Statement) : GroupMessage(Group);

    /// <summary>A share did not fit: the accuser shows its key, so that all can look.</summary>
    /// <param name="Group">The group.</param>
    /// <param name="Accuser">Whose share it was.</param>
    /// <param name="Dealer">Who dealt it.</param>
    /// <param name="Key">The accuser's X25519 key of this plan.</param>
    /// <param name="AccuserFirst">Names the public half of that key.</param>
    /// <param name="DealerFirst">The commitments.</param>
    /// <param name="DealerSecond">The sealed share.</param>
    public sealed record Complaint(
        SecretId Group, int Accuser, int Dealer, Bytes32 Key, SaidStatement AccuserFirst, SaidStatement DealerFirst,
        SaidStatement DealerSecond) : GroupMessage(Group);

    /// <summary>What the sender lacks, a bit for each index, the lowest for index 1. Whoever has it sends it.</summary>
    /// <param name="Group">The group.</param>
    /// <param name="Firsts">First messages.</param>
    /// <param name="Seconds">Second messages.</param>
    /// <param name="Confirms">Confirmations.</param>
    public sealed record Lack(SecretId Group, uint Firsts, uint Seconds, uint Confirms) : GroupMessage(Group);

    /// <summary>Sign this? Answered by <see cref="Answer"/>, perhaps days later.</summary>
    /// <param name="Group">The group.</param>
    /// <param name="Request">The request's name.</param>
    /// <param name="Until">From when on nobody signs it any more; whole milliseconds.</param>
    /// <param name="Subject">What is to be signed.</param>
    public sealed record Proposal(SecretId Group, SecretId Request, Protocol.Instant Until, SigningSubject Subject)
        : GroupMessage(Group);

    /// <summary>A member's answer to a proposal, a call or a list.</summary>
    /// <param name="Group">The group.</param>
    /// <param name="Request">The request.</param>
    /// <param name="Text">SHA-256 of the text that the member was shown.</param>
    /// <param name="Value">What it says.</param>
    public sealed record Answer(SecretId Group, SecretId Request, Bytes32 Text, GroupAnswer Value) : GroupMessage(Group);

    /// <summary>To members that approved and are there: show nonces for one attempt.</summary>
    /// <param name="Group">The group.</param>
    /// <param name="Request">The request.</param>
    /// <param name="Attempt">The attempt's name.</param>
    public sealed record Call(SecretId Group, SecretId Request, SecretId Attempt) : GroupMessage(Group);

    /// <summary>The answer to a call.</summary>
    /// <param name="Group">The group.</param>
    /// <param name="Request">The request.</param>
    /// <param name="Attempt">The attempt.</param>
    /// <param name="Hiding">D.</param>
    /// <param name="Binding">E.</param>
    public sealed record Nonces(
        SecretId Group, SecretId Request, SecretId Attempt, Edwards25519Point Hiding, Edwards25519Point Binding)
        : GroupMessage(Group);

    /// <summary>To the k that sign.</summary>
    /// <param name="Group">The group.</param>
    /// <param name="Request">The request.</param>
    /// <param name="Attempt">The attempt.</param>
    /// <param name="Text">SHA-256 of the text.</param>
    /// <param name="Commitments">Of all k, indices rising.</param>
    public sealed record List(
        SecretId Group, SecretId Request, SecretId Attempt, Bytes32 Text, ImmutableArray<ShownNonces> Commitments)
        : GroupMessage(Group)
    {
        /// <inheritdoc/>
        public bool Equals(List? other) => base.Equals(other)
            && (Request, Attempt, Text) == (other.Request, other.Attempt, other.Text)
            && Commitments.SequenceEqual(other.Commitments);

        /// <inheritdoc/>
        public override int GetHashCode() => HashCode.Combine(Group, Request, Attempt);
    }

    /// <summary>A share of the signature.</summary>
    /// <param name="Group">The group.</param>
    /// <param name="Request">The request.</param>
    /// <param name="Attempt">The attempt.</param>
    /// <param name="Value">z.</param>
    public sealed record Part(SecretId Group, SecretId Request, SecretId Attempt, Edwards25519Scalar Value)
        : GroupMessage(Group)
    {
        /// <summary>What followed from the list, where the member that gives this part is the coordinator; never sent.</summary>
        internal FrostSigning? Signing { get; init; }
    }

    /// <summary>It is signed.</summary>
    /// <param name="Group">The group.</param>
    /// <param name="Request">The request.</param>
    /// <param name="Value">64 bytes.</param>
    public sealed record Signature(SecretId Group, SecretId Request, ImmutableArray<byte> Value) : GroupMessage(Group)
    {
        /// <inheritdoc/>
        public bool Equals(Signature? other) => base.Equals(other)
            && Request == other.Request && Value.AsSpan().SequenceEqual(other.Value.AsSpan());

        /// <inheritdoc/>
        public override int GetHashCode() => HashCode.Combine(Group, Request);
    }

    /// <summary>A member's word to all: no renewals by policy any more.</summary>
    /// <param name="Group">The group.</param>
    public sealed record Stop(SecretId Group) : GroupMessage(Group);

    /// <summary>To the node that runs for the group: who owns it now. It believes as many members as sign.</summary>
    /// <param name="Key">The group, with a plan that the group has signed.</param>
    public sealed record Card(GroupKey Key) : GroupMessage(Key.Plan.Id);
}
