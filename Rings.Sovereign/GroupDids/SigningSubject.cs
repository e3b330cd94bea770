using System.Text;
using Google.Protobuf;
using Rings.Protocol;
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
    public sealed record Delegate(DelegationDraft Draft, Renewal? Renewal = null) : SigningSubject
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
}
