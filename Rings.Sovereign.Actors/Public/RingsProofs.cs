using Akka.Actor;
using static Rings.Sovereign.Actors.Public.RingsProofsProtocol;

namespace Rings.Sovereign.Actors.Public;

/// <summary>The proofs beside a node, for code outside actors: the one place where Ask belongs. Thread-safe.</summary>
/// <param name="desk">The desk's actor.</param>
public sealed class RingsProofs(IActorRef desk)
{
    /// <summary>The node's part computes proofs itself: a command waits behind those that are under way, 16 at most.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>The desk's actor, for those who share it.</summary>
    public IActorRef Actor => desk;

    /// <summary>Asks for something.</summary>
    /// <exception cref="AskTimeoutException">The desk has stopped.</exception>
    public Task<ProofReply> RunAsync(IProofCommand command, CancellationToken cancel = default) =>
        desk.Ask<ProofReply>(command, Patience, cancel);

    /// <summary>How things stand.</summary>
    /// <exception cref="AskTimeoutException">The desk has stopped.</exception>
    public Task<ProofsView> ViewAsync(CancellationToken cancel = default) =>
        desk.Ask<ProofsView>(GetProofs.Instance, Patience, cancel);
}
