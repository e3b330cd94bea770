using System.Collections.Immutable;
using Akka.Actor;
using Rings.Actors.Frames;
using Rings.Actors.Paths;
using Rings.Actors.Public;
using Rings.Protocol;
using Rings.Protocol.Identity;
using Rings.Protocol.Links;
using Rings.Protocol.Ring;
using Rings.Protocol.Wire;
using Rings.Transport;

namespace Rings.Actors.Links;

/// <summary>Everything that is said to a <see cref="ConnectionActor"/>, and all that it tells.</summary>
internal static class ConnectionProtocol
{
    public interface ICommand : INoSerializationVerificationNeeded;

    public interface IEvent : INoSerializationVerificationNeeded;

    /// <summary>
    /// Describe this side as offerer. Answered by <see cref="Described"/> or <see cref="DescriptionFailed"/>.
    /// </summary>
    public sealed record DescribeOffer(bool Restart) : ICommand;

    /// <summary>Take the other side's offer and describe this side. Answered likewise.</summary>
    public sealed record DescribeAnswer(string Offer, bool Restart) : ICommand;

    /// <summary>Take the other side's answer.</summary>
    public sealed record TakeAnswer(string Answer) : ICommand;

    /// <summary>The transport took the other side's answer.</summary>
    public sealed record AnswerTaken : IEvent
    {
        public static readonly AnswerTaken Instance = new();
    }

    /// <summary>The transport could not take the other side's answer.</summary>
    public sealed record AnswerRefused(string Reason) : IEvent;

    /// <summary>What ties the link to the offer and answer that made it, and whose it is.</summary>
    public sealed record Bind(
        LinkId Link, PayloadHash Offer, PayloadHash Answer, LinkAgreement Agreement, Delegation Peer) : ICommand;

    /// <summary>Say why and close.</summary>
    public sealed record Close(GoAwayReason Reason, ImmutableArray<Did> Neighbours) : ICommand;

    /// <summary>Whether this end needs the link.</summary>
    public sealed record SetKeep(bool Needed) : ICommand;

    /// <summary>This node's phase changed.</summary>
    public sealed record SetPhase(RingPhase Phase) : ICommand;

    /// <summary>Tell the other end that this node answers offers over HTTP, and where.</summary>
    public sealed record Announce(ushort Port) : ICommand;

    /// <summary>Say how the link is. Answered by a <see cref="Report"/>.</summary>
    public sealed record AskReport(IActorRef ReplyTo) : ICommand;

    /// <summary>Tell a new router of this link, if it is ready.</summary>
    public sealed record Introduce(IActorRef Router) : ICommand;

    /// <summary>A frame that this connection forwarded is forged, as its next hop found.</summary>
    public sealed record TracedForgery(PayloadHash Transaction) : ICommand;

    /// <summary>This side's session description.</summary>
    public sealed record Described(Did Peer, string Sdp, IActorRef Connection) : IEvent;

    /// <summary>There is no session description: the other side's is wrong, or the transport failed.</summary>
    public sealed record DescriptionFailed(Did Peer, string Reason, IActorRef Connection) : IEvent;

    /// <summary>The link is ready: both Hellos are in. Told to the manager and the router.</summary>
    public sealed record LinkUp(
        Did Peer, RingPhase Phase, LinkSource Source, LinkAgreement Agreement, IActorRef Connection) : IEvent;

    /// <summary>The link is gone. Told to the router; the manager hears of it by death watch.</summary>
    public sealed record LinkDown(Did Peer, IActorRef Connection) : IEvent;

    /// <summary>Why the link closes; told to the manager just before.</summary>
    public sealed record Closing(Did Peer, IActorRef Connection, string Reason, GoAwayReason? GoAway,
        ImmutableArray<Did> Neighbours)
        : IEvent;

    /// <summary>The link does not answer.</summary>
    public sealed record Suspected(Did Peer, IActorRef Connection) : IEvent;

    /// <summary>A suspect link answered.</summary>
    public sealed record Restored(Did Peer, IActorRef Connection) : IEvent;

    /// <summary>A valid connectivity check came in: the other end goes on with the link.</summary>
    public sealed record PathFound(Did Peer, IActorRef Connection) : IEvent;

    /// <summary>The connection has had no path for a while: an ICE restart may find one.</summary>
    public sealed record PathLost(Did Peer, IActorRef Connection) : IEvent;

    /// <summary>Whether the other end needs the link.</summary>
    public sealed record PeerKeeps(Did Peer, bool Keeps) : IEvent;

    /// <summary>The other end's phase changed.</summary>
    public sealed record PeerPhase(Did Peer, RingPhase Phase) : IEvent;

    /// <summary>The other end answers offers over HTTP; told to the manager.</summary>
    /// <param name="Peer">The other end.</param>
    /// <param name="RemoteCandidate">
    /// The address that the link leads to, as the transport says it; null: unknown.
    /// </param>
    /// <param name="Port">The port there.</param>
    public sealed record PeerListens(Did Peer, string? RemoteCandidate, ushort Port) : IEvent;

    /// <summary>The link carried a message of an application.</summary>
    public sealed record LinkUsed(Did Peer) : IEvent;

    /// <summary>How the link is.</summary>
    public sealed record Report(RingsNodeProtocol.LinkStatus Status) : IEvent;

    /// <summary>The link's paths want to be looked after.</summary>
    public sealed record PathsDue : ICommand
    {
        public static readonly PathsDue Instance = new();
    }

    // From the transport's threads.

    public sealed record StateChanged(PeerConnectionState State, string? Reason) : ICommand;

    public sealed record PathSeen : ICommand
    {
        public static readonly PathSeen Instance = new();
    }

    public sealed record ChannelOpened(Lane Lane) : ICommand;

    public sealed record ChannelClosed(Lane Lane) : ICommand;

    public sealed record FrameArrived(Lane Lane, FrameBuffer Frame) : ICommand;

    /// <summary>A frame of a path that holds a packet.</summary>
    public sealed record PacketArrived(FrameBuffer Frame) : ICommand, PathProtocol.IToPort;

    public sealed record Drained(Lane Lane) : ICommand;
}
