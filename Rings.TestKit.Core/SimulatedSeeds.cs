using Akka.Actor;
using Rings.Actors.Links;
using Rings.Actors.Public;

namespace Rings.TestKit;

/// <summary>Seeds of the address <c>sim://name</c>, reached by messages to the nodes that bear these names.</summary>
internal sealed class SimulatedSeeds(Func<string, (string Did, IActorRef Node)?> find) : ISeedClient
{
    public Task<string> NodeDidAsync(Uri seed, CancellationToken cancel) => find(seed.Host) is { } node
        ? Task.FromResult(node.Did)
        : Task.FromException<string>(new SeedException($"{seed} does not answer"));

    public Task<byte[]> AnswerOfferAsync(Uri seed, byte[] offer, CancellationToken cancel)
    {
        if (find(seed.Host) is not { } node)
            return Task.FromException<byte[]>(new SeedException($"{seed} does not answer"));
        // Continuations run where the answer is told: on the one thread of the world.
        var answered = new TaskCompletionSource<byte[]>();
        cancel.Register(() => answered.TrySetCanceled(cancel));
        node.Node.Tell(new RingsNodeProtocol.AnswerOffer(offer), new AnswerRef(node.Node, answered));
        return answered.Task;
    }

    public Uri? AddressOf(string remoteCandidate, ushort port) => new($"sim://{remoteCandidate.Split(' ')[0]}/");

    /// <summary>Takes the one reply that comes.</summary>
    private sealed class AnswerRef(IActorRef node, TaskCompletionSource<byte[]> answered) : MinimalActorRef
    {
        public override ActorPath Path => node.Path / "seed-client";

        public override IActorRefProvider Provider => ((IInternalActorRef)node).Provider;

        protected override void TellInternal(object message, IActorRef sender)
        {
            if (message is RingsNodeProtocol.OfferAnswered reply) answered.TrySetResult(reply.Answer);
            else answered.TrySetException(new SeedException($"refused: {message}"));
        }
    }
}
