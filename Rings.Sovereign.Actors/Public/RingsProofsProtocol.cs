using System.Collections.Immutable;
using Akka.Actor;
using Rings.Protocol;
using Rings.Sovereign.Proofs;
using Rings.Sovereign.Proofs.Credentials;
using Rings.Sovereign.Proofs.Statements;
using Rings.Sovereign.Proofs.Wishes;
using Rings.Sovereign.Secrets;

namespace Rings.Sovereign.Actors.Public;

/// <summary>What can be asked of the proofs beside a node. Commands stay within their process.</summary>
public static class RingsProofsProtocol
{
    /// <summary>Asks for something. Reply: <see cref="ProofReply"/>, unless it says another.</summary>
    public interface IProofCommand : INoSerializationVerificationNeeded;

    /// <summary>Offers a proof to somebody, whose person or rule may want it within 10 minutes.</summary>
    /// <param name="Verifier">To whom.</param>
    /// <param name="Statement">Of what.</param>
    /// <param name="Witness">What this side knows; nobody is shown it.</param>
    public sealed record OfferProof(Did Verifier, ProofStatement Statement, ProofWitness Witness) : IProofCommand;

    /// <summary>Wants a proof that somebody offered.</summary>
    /// <param name="Id">The request.</param>
    /// <param name="Roots">
    /// Ids of trees of credentials that whoever wants it has read itself, in the issuer's record say: a proof about another tree is not
    /// asked for. Left out: none.
    /// </param>
    public sealed record AcceptProof(SecretId Id, ImmutableArray<Bytes32> Roots = default) : IProofCommand;

    /// <summary>Does not want what is offered, or does not show what is wished.</summary>
    public sealed record RefuseProof(SecretId Id) : IProofCommand;

    /// <summary>
    /// A rule: from now on takes each proof of this that anybody offers, while the node runs. What speaks of a tree of credentials is taken
    /// when the node has read the tree's id in its issuer's record; else its person sees to it.
    /// </summary>
    /// <param name="Wish">What is taken.</param>
    public sealed record TakeProofs(ProofWish Wish) : IProofCommand;

    /// <summary>Asks somebody for a proof: its person, or a rule of its, may offer one within 10 minutes, which is then taken.</summary>
    /// <param name="Prover">Whom.</param>
    /// <param name="Wish">What it is to show: own account, file or credential.</param>
    public sealed record AskForProof(Did Prover, ProofWish Wish) : IProofCommand;

    /// <summary>
    /// A rule: from now on answers whoever wishes to be shown exactly this, while the node runs: one question about a credential for each
    /// verifier, for many together tell the number. Further ones are its person's.
    /// </summary>
    /// <param name="Credential">The credential, with its secret.</param>
    /// <param name="Rule">What its numbers fulfil.</param>
    /// <param name="Words">Of an anonymous one's tag; null: none.</param>
    public sealed record AllowProof(Credential Credential, CredentialRule Rule, string? Words) : IProofCommand;

    /// <summary>How things stand. Reply: <see cref="ProofsView"/>.</summary>
    public sealed record GetProofs : IProofCommand
    {
        /// <summary>The only one there is.</summary>
        public static readonly GetProofs Instance = new();
    }

    /// <summary>What became of a command.</summary>
    /// <param name="Outcome">Whether it was done, or why not.</param>
    /// <param name="Id">The proof's name, where one was offered.</param>
    public sealed record ProofReply(ProofOutcome Outcome, SecretId? Id = null) : INoSerializationVerificationNeeded;

    /// <summary>Why a command was done or not.</summary>
    public enum ProofOutcome
    {
        /// <summary>It was done.</summary>
        Done,

        /// <summary>There is no such request here, or not any more.</summary>
        Unknown,

        /// <summary>There are as many as there may be.</summary>
        Full,

        /// <summary>Nobody proves anything to itself.</summary>
        Self,

        /// <summary>It speaks of a tree of credentials whose id was not read; the request stays.</summary>
        OtherRoot,
    }

    /// <summary>All that this node has to do with proofs, at one moment.</summary>
    /// <param name="Requests">What others offer, and its person has not answered.</param>
    /// <param name="Own">What it has offered, what has ended last.</param>
    /// <param name="Known">What others have shown or failed to show, the newest last.</param>
    /// <param name="Asked">What others wish to be shown, and its person has not answered.</param>
    /// <param name="Wished">What it has asked others for, and they have not answered.</param>
    public sealed record ProofsView(
        ImmutableArray<ProofRequest> Requests, ImmutableArray<OwnProof> Own, ImmutableArray<KnownProof> Known,
        ImmutableArray<AskedProof> Asked, ImmutableArray<WishedProof> Wished)
        : INoSerializationVerificationNeeded;

    /// <summary>A proof that somebody asks for.</summary>
    /// <param name="Id">Its name here.</param>
    /// <param name="From">Who asks.</param>
    /// <param name="Wish">What it wants to be shown.</param>
    /// <param name="Expires">When it is too late to answer.</param>
    public sealed record AskedProof(SecretId Id, Did From, ProofWish Wish, Instant Expires);

    /// <summary>A proof that this node has asked for.</summary>
    /// <param name="Id">Its name.</param>
    /// <param name="Prover">Whom.</param>
    /// <param name="Claim">What it would show that the other is.</param>
    public sealed record WishedProof(SecretId Id, Did Prover, string Claim);

    /// <summary>A proof that somebody offers.</summary>
    /// <param name="Id">Its name here.</param>
    /// <param name="From">Who offers it.</param>
    /// <param name="Claim">What it would show that the other is.</param>
    /// <param name="Expires">When it is too late to answer.</param>
    /// <param name="Tree">The tree of credentials that it speaks of, whose id is to be read before it is wanted; null: none.</param>
    public sealed record ProofRequest(SecretId Id, Did From, string Claim, Instant Expires, CredentialTree? Tree);

    /// <summary>A proof that this node has offered.</summary>
    /// <param name="Id">Its name.</param>
    /// <param name="Verifier">To whom.</param>
    /// <param name="Claim">What it shows that this side is.</param>
    /// <param name="Result">How it ended; null: not yet.</param>
    public sealed record OwnProof(SecretId Id, Did Verifier, string Claim, ProofResult? Result);

    /// <summary>A proof that this node has taken.</summary>
    /// <param name="Prover">Who gave it.</param>
    /// <param name="Claim">What it was to show.</param>
    /// <param name="Result">How it ended.</param>
    /// <param name="At">When.</param>
    /// <param name="Tags">The tags in it.</param>
    /// <param name="Before">When the same tag was shown first; null: it is new.</param>
    public sealed record KnownProof(
        Did Prover, string Claim, ProofResult Result, Instant At, ImmutableArray<ProofMark> Tags, Instant? Before)
    {
        /// <summary>What is known now, in one sentence.</summary>
        public string Sentence => (Result, Before) switch
        {
            (ProofResult.Accepted, null) => $"{Prover} has shown that it is {Claim}.",
            (ProofResult.Accepted, { } before) =>
                $"{Prover} has shown that it is {Claim}, but the same owner had done so before, at {before.ToDateTimeOffset():u}: "
                + "it counts once.",
            (ProofResult.Refused, _) => $"{Prover} has not shown that it is {Claim}: its proof is wrong, or it broke it off.",
            _ => $"{Prover} has not shown that it is {Claim}: nothing came of it ({Result}).",
        };
    }
}
