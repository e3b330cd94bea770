using System.Text;
using Google.Protobuf;
using Rings.Protocol;
using Rings.Protocol.Crypto;
using Rings.Protocol.Identity;
using Rings.Sovereign.Secrets;

namespace Rings.Sovereign.GroupDids;

/// <summary>What a group is asked to sign: each member's node makes the text of it, and shows it, by itself.</summary>
public abstract record SigningSubject
{
    private const string Reserved = "Rings Network";

    private SigningSubject()
    {
    }

    /// <summary>The text that is signed.</summary>
    public abstract string Text { get; }

    /// <summary>Its bytes.</summary>
    public byte[] Message => Encoding.UTF8.GetBytes(Text);

    /// <summary>SHA-256 of them.</summary>
    public Bytes32 Hash => Bytes32.Read(Protocol.Crypto.Hash.Sha256(Message));

    /// <summary>Whether a group may be asked to sign this.</summary>
    /// <param name="key">The group.</param>
    public abstract bool Fits(GroupKey key);

    private static bool IsAccountOf(GroupKey key, AccountKind kind, Did account, ReadOnlyMemory<byte> publicKey) =>
        kind == AccountKind.Ed25519 && account == key.Did && publicKey.Span.SequenceEqual(key.Key.Encoded);

    /// <summary>Lets a session key act for the group.</summary>
    /// <param name="Draft">The delegation.</param>
    /// <param name="Renewal">Of a renewal: who asks for it.</param>
    public sealed record DelegateTo(DelegationDraft Draft, Renewal? Renewal = null) : SigningSubject
    {
        /// <inheritdoc/>
        public override string Text => Draft.Text;

        /// <summary>The delegation without its signature: what a renewal's signature is over.</summary>
        public byte[] DraftBytes => Draft.ToMessage().ToByteArray();

        /// <inheritdoc/>
        public override bool Fits(GroupKey key) =>
            IsAccountOf(key, Draft.Kind, Draft.Account, Draft.AccountPublicKey) && Draft.Ring == key.Plan.Ring;
    }

    /// <summary>Takes back the group's session keys.</summary>
    /// <param name="Draft">The revocation.</param>
    public sealed record Revoke(RevocationDraft Draft) : SigningSubject
    {
        /// <inheritdoc/>
        public override string Text => Draft.Text;

        /// <inheritdoc/>
        public override bool Fits(GroupKey key) =>
            IsAccountOf(key, Draft.Kind, Draft.Account, Draft.AccountPublicKey);
    }

    /// <summary>Any other text: none that begins as those of the protocol do.</summary>
    /// <param name="Words">The text.</param>
    public sealed record Plain(string Words) : SigningSubject
    {
        /// <inheritdoc/>
        public override string Text => Words;

        /// <inheritdoc/>
        public override bool Fits(GroupKey key) =>
            Words.Length > 0 && Encoding.UTF8.GetByteCount(Words) <= GroupLimits.MaxText
            && !Words.TrimStart().StartsWith(Reserved, StringComparison.OrdinalIgnoreCase)
            && !Words.Any(letter => char.IsControl(letter) && letter != '\n');
    }

    /// <summary>New shares of the group's key, for the same members or others.</summary>
    /// <param name="Plan">The plan, not signed yet.</param>
    public sealed record ChangeShares(GroupPlan Plan) : SigningSubject
    {
        /// <inheritdoc/>
        public override string Text => string.Join('\n',
        [
            "Rings Network: change the members of a group.", "", $"Group: {Plan.Change!.Did}",
            $"Version: {Plan.Version}, from {Plan.Change.From}", $"Members, of whom {Plan.Threshold} sign:",
            .. Plan.Members.Select(member => $"  {member}"), "Leaving:", .. Plan.Change.Leaving.Select(member => $"  {member}"),
            "Dealing:", .. Plan.Change.Dealers.Select(dealer => $"  {dealer.Member}"),
            $"Plan: {Convert.ToHexStringLower(Plan.Hash)}",
        ]);

        /// <inheritdoc/>
        public override bool Fits(GroupKey key) =>
            Plan.Fault is null && Plan.Id == key.Plan.Id && Plan.Ring == key.Plan.Ring && Plan.Change?.IsOf(key, Plan.Members) == true;

        /// <summary>Whether the group has signed it.</summary>
        /// <param name="plan">A plan of a change.</param>
        internal static bool IsSigned(GroupPlan plan) =>
            plan.Change is { Signature.Length: Ed25519PublicKey.SignatureBytes } change
            && Ed25519PublicKey.Read(change.Key.Encoded).Verify(new ChangeShares(plan).Message, change.Signature.AsSpan());
    }
}
