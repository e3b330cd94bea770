using Akka.Actor;
using Akka.Event;
using Rings.Protocol;
using Rings.Sovereign.Actors.Context;
using Rings.Sovereign.Groups;
using Rings.Sovereign.Proofs;
using Rings.Sovereign.Proofs.Live;
using Rings.Sovereign.Secrets;
using static Rings.Actors.Public.RingsNodeProtocol;
using static Rings.Sovereign.Actors.Public.RingsProofsProtocol;

namespace Rings.Sovereign.Actors.Proofs;

/// <summary>
/// What a desk of live proofs has to do with its node: it registers its protocol, and sends with a deadline for each step. What is
/// said, its heir knows.
/// </summary>
/// <param name="node">The node.</param>
/// <param name="setting">Clock and chance.</param>
internal abstract class DialogueDesk(IActorRef node, SecretSetting setting) : FindingActor(node, setting)
{
    /// <summary>The name that its messages travel under.</summary>
    public const string Protocol = "proof/1";

    /// <summary>Commands that wait until the node has said who it is.</summary>
    public const int MaxStashed = 64;

    /// <summary>How long the other side may take for a step.</summary>
    public static readonly TimeSpan StepPatience = TimeSpan.FromSeconds(60);

    private const int Window = 64;

    /// <summary>Ring and Did of the node; there when it is found.</summary>
    protected SecretPlace Place { get; private set; } = null!;

    protected sealed override void Begin(SecretPlace place)
    {
        Place = place;
        Node.Tell(new RegisterProtocol(Protocol, Self, Window));
        Become(Ready);
        Stash.UnstashAll();
    }

    protected sealed override void Wait(object message)
    {
        switch (message)
        {
            case Terminated:
                Context.Stop(Self);
                break;

            case AskProof or AnswerProbes or IProofCommand when Stash.Count < MaxStashed:
                Stash.Stash();
                break;

            case AskProof ask:
                Sender.Tell(new Proven(ask.Prover, ask.Tag, ProofResult.Busy));
                break;

            case IProofCommand:
                Sender.Tell(new ProofReply(ProofOutcome.Full));
                break;

            default:
                Unhandled(message);
                break;
        }
    }

    /// <summary>Ready: the node is found.</summary>
    protected abstract void Ready(object message);

    protected void Always(object message)
    {
        switch (message)
        {
            case Terminated:
                Context.Stop(Self);
                break;

            case StoreFailing or StoreRestored:
                Node.Tell(message);
                break;

            case ISendOutcome or ProtocolRegistered or NodeStatus:
                break; // What did not arrive is seen at the step's deadline.

            case ProtocolTaken taken:
                Log.Error("Another receives {Protocol} at this node: no proof is asked for or given", taken.Protocol);
                break;

            default:
                Unhandled(message);
                break;
        }
    }

    protected void Say(Did to, ProofMessage message, bool isAsking)
    {
        var over = new StepOver(to, message.Id, isAsking);
        Timers.StartSingleTimer(over, over, StepPatience);
        if (message is not ProofMessage.Move move) Send(to, message);
        else foreach (var part in MoveParts.Of(move)) Send(to, part);
    }

    /// <summary>Never by mail: an answer that comes days later is none.</summary>
    protected void Send(Did to, ProofMessage message) =>
        Node.Tell(new Send(to, Protocol, ProofCodec.Write(message), Mail: false, Deadline: StepPatience));

    /// <summary>Asks somebody to prove that it knows a point's logarithm. Answered by <see cref="Proven"/>.</summary>
    public sealed record AskProof(Did Prover, Secp256k1Point Point, object Tag) : INoSerializationVerificationNeeded;

    /// <summary>A proof has ended.</summary>
    public sealed record Proven(Did Prover, object Tag, ProofResult Result) : INoSerializationVerificationNeeded;

    /// <summary>From the keeper of secrets: it says who may have a proof about a share.</summary>
    public sealed record AnswerProbes(IActorRef Keeper) : INoSerializationVerificationNeeded;

    /// <summary>To the keeper: may this verifier have a proof about this point? Answered by <see cref="Witness"/>.</summary>
    public sealed record FindWitness(Did Verifier, Secp256k1Point Point, ProofMessage.Ask Ask)
        : INoSerializationVerificationNeeded;

    /// <summary>The secret, or that there is none for this verifier.</summary>
    public sealed record Witness(FindWitness For, Secp256k1Scalar? Secret) : INoSerializationVerificationNeeded;

    protected sealed record StepOver(Did Peer, SecretId Id, bool IsAsking) : INoSerializationVerificationNeeded;
}
