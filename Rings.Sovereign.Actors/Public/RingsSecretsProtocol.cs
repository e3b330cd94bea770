using System.Collections.Immutable;
using Akka.Actor;
using Rings.Protocol;
using Rings.Sovereign.Proofs;
using Rings.Sovereign.Secrets;

namespace Rings.Sovereign.Actors.Public;

/// <summary>What can be asked of the keeper of secrets beside a node. Commands stay within their process.</summary>
public static class RingsSecretsProtocol
{
    /// <summary>Asks for something. Reply: <see cref="SecretReply"/>, unless it says another.</summary>
    public interface ISecretCommand : INoSerializationVerificationNeeded;

    /// <summary>Splits the account's own key among guardians.</summary>
    /// <param name="Label">What the owner calls it.</param>
    /// <param name="Key">The account's key, 32 bytes, of secp256k1.</param>
    /// <param name="Order">Among whom.</param>
    public sealed record SplitKey(string Label, byte[] Key, SplitOrder Order) : ISecretCommand;

    /// <summary>Seals bytes and splits the key that opens them.</summary>
    /// <param name="Label">What the owner calls it.</param>
    /// <param name="Payload">1 byte to 12 KiB.</param>
    /// <param name="Order">Among whom.</param>
    public sealed record SplitPayload(string Label, byte[] Payload, SplitOrder Order) : ISecretCommand;

    /// <summary>Deals a secret anew, to any guardians.</summary>
    /// <param name="Id">The secret.</param>
    /// <param name="Key">The account's key where that is what is split.</param>
    /// <param name="Order">Among whom.</param>
    public sealed record RefreshSecret(SecretId Id, byte[]? Key, SplitOrder Order) : ISecretCommand;

    /// <summary>Has all guardians forget a secret.</summary>
    public sealed record ForgetSecret(SecretId Id) : ISecretCommand;

    /// <summary>Says to a guardian that a claim is not the owner's.</summary>
    public sealed record VetoClaim(SecretId Claim) : ISecretCommand;

    /// <summary>Has each guardian prove, live, that it holds its share. Reply: <see cref="SecretProbed"/>.</summary>
    public sealed record ProbeSecret(SecretId Id) : ISecretCommand;

    /// <summary>Takes shares of an owner from now on.</summary>
    public sealed record AcceptOwner(Did Owner) : ISecretCommand;

    /// <summary>Answers a claimant's claims whatever others have claimed today.</summary>
    public sealed record ExpectClaimant(Did Claimant) : ISecretCommand;

    /// <summary>Approves a claim with the words that its claimant said.</summary>
    /// <param name="Claim">The claim.</param>
    /// <param name="Words">Four words.</param>
    /// <param name="DespiteVeto">Whether the owner's Did has vetoed and the person approves all the same.</param>
    public sealed record ApproveClaim(SecretId Claim, ClaimWords Words, bool DespiteVeto) : ISecretCommand;

    /// <summary>Ends a claim.</summary>
    public sealed record RefuseClaim(SecretId Claim) : ISecretCommand;

    /// <summary>Erases what is kept of somebody's secret, at once.</summary>
    public sealed record EraseKept(Did Owner, SecretId Id) : ISecretCommand;

    /// <summary>Claims a secret at its guardians.</summary>
    /// <param name="Sheet">What its owner had laid away.</param>
    /// <param name="IsRehearsal">Whether only to ask who is there.</param>
    public sealed record BeginRecovery(RecoverySheet Sheet, bool IsRehearsal) : ISecretCommand;

    /// <summary>Gives a recovery up, or clears one away that is done.</summary>
    public sealed record CancelRecovery(Did Owner, SecretId Id) : ISecretCommand;

    /// <summary>How things stand. Reply: <see cref="SecretsView"/>.</summary>
    public sealed record GetSecrets : ISecretCommand
    {
        /// <summary>The only one there is.</summary>
        public static readonly GetSecrets Instance = new();
    }

    /// <summary>What became of a command.</summary>
    /// <param name="Outcome">Whether it was done, or why not.</param>
    /// <param name="Id">The new secret's name, where one was split.</param>
    public sealed record SecretReply(SecretOutcome Outcome, SecretId? Id = null) : INoSerializationVerificationNeeded;

    /// <summary>What each guardian answered to a live proof.</summary>
    /// <param name="Outcome">Whether they were asked, or why not.</param>
    /// <param name="Results">By guardian.</param>
    public sealed record SecretProbed(SecretOutcome Outcome, ImmutableDictionary<Did, ProofResult> Results)
        : INoSerializationVerificationNeeded;

    /// <summary>All that this node has to do with secrets, at one moment.</summary>
    /// <param name="Owner">Its own.</param>
    /// <param name="Guardian">What it keeps for others.</param>
    /// <param name="Recovery">What it claims.</param>
    public sealed record SecretsView(SecretOwner Owner, Guardian Guardian, SecretRecovery Recovery)
        : INoSerializationVerificationNeeded;
}
