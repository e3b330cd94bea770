using System.Collections.Immutable;
using Akka.Actor;
using Rings.Actors.Context;
using Rings.Actors.Frames;
using Rings.Protocol.Wire;

namespace Rings.Actors.Messages;

/// <summary>
/// What a <see cref="MessageGate"/> leaves to the one that takes its place: forgetting it would let a message in twice,
/// or leave somebody without an answer.
/// </summary>
internal sealed record GateState
{
    /// <summary>Messages that are under way, and the node's numbers.</summary>
    public required OutboxState Outbox { get; init; }

    /// <summary>Who hears of which message's outcome.</summary>
    public required ImmutableDictionary<TransactionId, Asker> Askers { get; init; }

    /// <summary>What was received.</summary>
    public required Inbox Inbox { get; init; }

    /// <summary>The applications' actors.</summary>
    public required Receivers Receivers { get; init; }

    /// <summary>The parts of the node that take messages of a kind.</summary>
    public ImmutableDictionary<Kind, IActorRef> Parts { get; init; } = ImmutableDictionary<Kind, IActorRef>.Empty;

    /// <summary>The router's last word.</summary>
    public PublishedRoutes? Routes { get; init; }

    /// <summary>The state of a node that starts: it knows what its store has kept.</summary>
    /// <param name="node">What the node's actors share.</param>
    /// <param name="store">What was kept.</param>
    /// <param name="receivers">The applications' actors.</param>
    public static GateState Begin(NodeContext node, IReplayStore store, Receivers receivers)
    {
        foreach (var mark in store.Load()) node.Destination.Restore(mark, node.Now);
        return new()
        {
            Outbox = OutboxState.Begin(
                node.Signer.Delegation.SessionKey, store.SequenceMark, OutboxState.FloorAt(node.Now, new())),
            Askers = ImmutableDictionary<TransactionId, Asker>.Empty,
            Inbox = new Inbox(node.Settings.Messages),
            Receivers = receivers,
        };
    }
}
