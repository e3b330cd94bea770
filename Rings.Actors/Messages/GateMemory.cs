using Akka.Actor;
using Rings.Actors.Context;
using Rings.Actors.Frames;
using Rings.Protocol;
using Rings.Protocol.Identity;
using Rings.Protocol.Wire;

namespace Rings.Actors.Messages;

/// <summary>
/// What a <see cref="MessageGate"/> hands to the one that takes its place after a failure: forgetting it would let a
/// message in
/// twice, or leave somebody without an answer.
/// One gate uses it at a time.
/// </summary>
internal sealed class GateMemory
{
    public GateMemory(NodeContext node, IReplayStore store)
    {
        var settings = node.Settings.Messages;
        (Store, Signer) = (store, node.Signer);
        Replay = new(new ReplayLimits { Total = settings.ReplayWindows });
        Sequences = new(store.SequenceMark, settings.Sequences);
        Receipts = new(settings.Receipts);
        Receivers = new(settings.Protocols);
        Messages = new(settings.Receipts);
        foreach (var mark in store.Load()) Replay.Restore(mark, node.Now);
    }

    public IReplayStore Store { get; }

    /// <summary>The key whose numbers are kept.</summary>
    public Signer Signer { get; set; }

    /// <summary>Messages whose outcome somebody waits for.</summary>
    public Dictionary<TransactionId, PendingRequest> Pending { get; } = [];

    /// <summary>When to look at which of them again.</summary>
    public PriorityQueue<(TransactionId Id, Instant At), (long Due, long Order)> Due { get; } = new();

    /// <summary>The router's last word.</summary>
    public PublishedRoutes? Routes { get; set; }

    /// <summary>Takes the ring's messages.</summary>
    public IActorRef Router { get; set; } = ActorRefs.Nobody;

    /// <summary>Takes offers.</summary>
    public IActorRef Links { get; set; } = ActorRefs.Nobody;

    /// <summary>Takes what is said in and about end-to-end sessions.</summary>
    public IActorRef Sessions { get; set; } = ActorRefs.Nobody;

    /// <summary>Takes what is said about records.</summary>
    public IActorRef Storage { get; set; } = ActorRefs.Nobody;

    public ReplayTable<Did> Replay { get; }

    public SequenceCounters Sequences { get; }

    public RecentReceipts Receipts { get; }

    public Receivers Receivers { get; }

    /// <summary>End-to-end messages that were acted on.</summary>
    public RecentMessages Messages { get; }
}
