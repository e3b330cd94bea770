using System.Collections.Immutable;
using Akka.Actor;
using Rings.Actors.Frames;
using Rings.Protocol;
using Rings.Protocol.Identity;
using Rings.Protocol.Paths;
using Rings.Protocol.Wire;

namespace Rings.Actors.Paths;

/// <summary>
/// What the two sides of a path say to each other inside a node, and how its ends come by one (docs/protocol, 7.1).
/// </summary>
/// <remarks>
/// At every node a path joins two sides: at a relay the connections of two links, at an end the connection of the first
/// or last link and the actor that owns the end. Both sides of a path say the same things to each other, by the path's
/// id, which is that of the transaction that opened it:
/// <see cref="AcceptPath"/> (once, to the opener's side), <see cref="CarryPacket"/>, <see cref="FreePath"/>,
/// <see cref="ClosePath"/> (the last word: what comes for the path afterwards is released unread).
/// </remarks>
internal static class PathProtocol
{
    /// <summary>What is for a link's paths, and not for the rest of its connection.</summary>
    public interface IToPort : INoSerializationVerificationNeeded;

    /// <summary>What is said to a connection about its paths.</summary>
    public interface IToLink : IToPort;

    /// <summary>
    /// To the node's paths: open a path to a node. Answered by <see cref="PathOpened"/> or <see cref="PathFailed"/>.
    /// </summary>
    /// <param name="To">The other end.</param>
    /// <param name="Body">The body of the opening transaction, at most 3,400 bytes; not to be written to.</param>
    /// <param name="Except">First hops to take only where there is no other: those that were tried.</param>
    /// <param name="Owner">The end: hears what the path says.</param>
    /// <param name="Tag">What the owner wants back with the answer.</param>
    public sealed record OpenPath(
        Did To, ReadOnlyMemory<byte> Body, ImmutableArray<Did> Except, IActorRef Owner, object? Tag)
        : INoSerializationVerificationNeeded
    {
        /// <summary>The first hop to take if it is one of the eight best; null: the best.</summary>
        public Did? By { get; init; }
    }

    /// <summary>
    /// To the owner: the opening is with the first link. Packets may follow at once, 16,400 bytes of them until
    /// <see cref="AcceptPath"/> comes (<see cref="PathEnd"/> counts). If the path ends instead,
    /// <see cref="ClosePath"/> comes; whoever tries again seals anew.
    /// </summary>
    public sealed record PathOpened(object? Tag, PathPlace Path) : INoSerializationVerificationNeeded;

    /// <summary>To the owner: there is no path, and nothing left this node.</summary>
    /// <param name="Tag">The tag of <see cref="OpenPath"/>.</param>
    /// <param name="Reason"><c>NoRoute</c>: no first hop is left; <c>Full</c>: this node has no room.</param>
    public sealed record PathFailed(object? Tag, PathCloseReason Reason) : INoSerializationVerificationNeeded;

    /// <summary>To the node's paths: this actor takes the paths that others open to this node. The last one counts.</summary>
    public sealed record TakePaths(IActorRef Acceptor) : INoSerializationVerificationNeeded;

    /// <summary>
    /// To the acceptor: a path was opened to this node; its opening is verified, new, and within its origin's rate.
    /// Packets may come before the answer. To be answered within 10 s at <c>Path.Link</c>: by
    /// <see cref="AcceptPath"/> with an owner, or <see cref="ClosePath"/>.
    /// </summary>
    /// <param name="Path">The path.</param>
    /// <param name="Origin">Who signed the opening.</param>
    /// <param name="Body">Its body.</param>
    /// <param name="Hops">Links that it crossed, 1 to 32, as its envelope says: relays may lie.</param>
    public sealed record PathAsked(PathPlace Path, Delegation Origin, byte[] Body, int Hops)
        : INoSerializationVerificationNeeded;

    /// <summary>The final node takes the path. Said once, towards the opener.</summary>
    /// <param name="Id">The path.</param>
    /// <param name="Opaque">At most 1,024 bytes for the opener.</param>
    /// <param name="Owner">From the acceptor: the end, which hears what the path says. Nobody else says it.</param>
    public sealed record AcceptPath(TransactionId Id, ReadOnlyMemory<byte> Opaque, IActorRef? Owner = null)
        : IToLink;

    /// <summary>A packet. It changes hands: whoever gets it passes it on or releases it.</summary>
    public sealed record CarryPacket(TransactionId Id, PathPacket Packet) : IToLink;

    /// <summary>
    /// Packets that the other side carried here have left: at a link, handed to its channel; at an end, taken into its
    /// streams. Only this lets more of them come.
    /// </summary>
    /// <param name="Id">The path.</param>
    /// <param name="Cost">The sum of their costs, above 0.</param>
    public sealed record FreePath(TransactionId Id, int Cost) : IToLink;

    /// <summary>The path is over. <c>Done</c> lets what was carried before it leave first.</summary>
    public sealed record ClosePath(TransactionId Id, PathCloseReason Reason) : IToLink;

    /// <summary>Several words of the above, in order.</summary>
    public sealed record PathWords(ImmutableArray<IToLink> Words) : IToLink;

    /// <summary>To an actor by itself: what it has gathered for others is to be said.</summary>
    public sealed record WordsDue : IToPort
    {
        public static readonly WordsDue Instance = new();
    }

    /// <summary>To the connection of the next link: a path goes on by it.</summary>
    /// <param name="Lease">Its place at this node.</param>
    /// <param name="Envelope">Its opening, as a frame of its own. The buffer changes hands.</param>
    /// <param name="Other">The path's other side.</param>
    public sealed record BeginPath(PathLease Lease, FrameProtocol.SendFrame Envelope, IActorRef Other) : IToLink;

    /// <summary>To a connection: an owner of its paths is gone.</summary>
    public sealed record OwnerGone(IActorRef Owner) : IToLink;

    /// <summary>To the connection that holds a path's place: another link's path has it now.</summary>
    public sealed record EvictPath(TransactionId Id) : IToLink;
}
