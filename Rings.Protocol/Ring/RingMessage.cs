using System.Collections.Immutable;

namespace Rings.Protocol.Ring;

/// <summary>
/// What nodes say to each other to be a ring. The hierarchy is closed; <see cref="RingCodec"/> is its wire form.
/// </summary>
internal abstract record RingMessage
{
    private RingMessage()
    {
    }

    /// <summary>A message that goes with <c>wants_reply</c>.</summary>
    public abstract record Question : RingMessage
    {
        private protected Question()
        {
        }
    }

    /// <summary>A message that answers a <see cref="Question"/>.</summary>
    public abstract record Reply : RingMessage
    {
        private protected Reply()
        {
        }
    }

    /// <summary>Mode <c>OWNER</c>: who owns the key? Answered by <see cref="OwnerFound"/>.</summary>
    /// <param name="Key">The key; also the route's target.</param>
    public sealed record FindOwner(Did Key) : Question;

    /// <summary>The owner's answer to <see cref="FindOwner"/>.</summary>
    /// <param name="Owner">The answering member.</param>
    /// <param name="Predecessor">Its predecessor, if it knows one.</param>
    /// <param name="Successors">Its successor list, nearest first.</param>
    /// <param name="Hops">Links that a question which began with all 32 hops crossed: 1 to 32.</param>
    public sealed record OwnerFound(Did Owner, Did? Predecessor, ImmutableArray<Did> Successors, int Hops) : Reply;

    /// <summary>Mode <c>NODE</c>, one step of an iterative look-up: which nodes come next? Answered by
    /// <see cref="NextFound"/>.</summary>
    /// <param name="Key">The key that is looked up.</param>
    /// <param name="Final">Whether an earlier step was marked <c>final</c>.</param>
    public sealed record FindNext(Did Key, bool Final) : Question;

    /// <summary>The answer to <see cref="FindNext"/>.</summary>
    /// <param name="IsOwner">The answerer owns the key; then it says <paramref name="Predecessor"/> and its successor
    /// list.</param>
    /// <param name="Final">The next step is <c>final</c>.</param>
    /// <param name="Predecessor">The answerer's predecessor, if it knows one.</param>
    /// <param name="Nodes">Where to ask next, best first; of an owner, its successor list.</param>
    public sealed record NextFound(bool IsOwner, bool Final, Did? Predecessor, ImmutableArray<Did> Nodes) : Reply;

    /// <summary>To a linked peer: what do you see? Answered by <see cref="Neighbours"/>.</summary>
    public sealed record AskNeighbours : Question
    {
        /// <summary>The only one there is.</summary>
        public static readonly AskNeighbours Instance = new();
    }

    /// <summary>The answer to <see cref="AskNeighbours"/>.</summary>
    /// <param name="Phase">The answerer's phase.</param>
    /// <param name="Predecessor">Its predecessor, if it knows one.</param>
    /// <param name="Nearer">Members linked to it that lie after the asker and before itself, nearest to the asker
    /// first.</param>
    /// <param name="Successors">Its successor list, nearest first.</param>
    public sealed record Neighbours(
        RingPhase Phase, Did? Predecessor, ImmutableArray<Did> Nearer, ImmutableArray<Did> Successors) : Reply;

    /// <summary>To a linked peer: are you there? Answered by <see cref="Alive"/>.</summary>
    public sealed record Probe : Question
    {
        /// <summary>The only one there is.</summary>
        public static readonly Probe Instance = new();
    }

    /// <summary>The answer to <see cref="Probe"/>.</summary>
    public sealed record Alive : Reply
    {
        /// <summary>The only one there is.</summary>
        public static readonly Alive Instance = new();
    }

    /// <summary>To the head: I take you for my successor.</summary>
    /// <param name="Predecessors">The notifier's own predecessors, nearest first.</param>
    public sealed record Notify(ImmutableArray<Did> Predecessors) : RingMessage;

    /// <summary>To the predecessor: my successor list changed, so ask me soon.</summary>
    public sealed record Changed : RingMessage
    {
        /// <summary>The only one there is.</summary>
        public static readonly Changed Instance = new();
    }

    /// <summary>Two rings have met: look yourself up through a member of the other one.</summary>
    /// <param name="Id">Names the meeting; a node acts on the first message that carries it.</param>
    /// <param name="Contact">A member of the other ring, linked to the sender.</param>
    public sealed record Bridge(ulong Id, Did Contact) : RingMessage;

    /// <summary>To every link: I go now; these are the members on my two sides.</summary>
    /// <param name="Predecessor">The leaver's predecessor, if it knows one.</param>
    /// <param name="Successors">The leaver's successor list, nearest first.</param>
    public sealed record Leaving(Did? Predecessor, ImmutableArray<Did> Successors) : RingMessage;
}
