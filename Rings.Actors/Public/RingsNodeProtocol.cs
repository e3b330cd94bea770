using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Akka.Actor;
using Rings.Protocol;
using Rings.Protocol.Ring;
using Rings.Protocol.Text;

namespace Rings.Actors.Public;

/// <summary>Everything that can be said to a <c>RingsNode</c>, and all that it answers and tells.</summary>
/// <remarks>
/// These messages serialise, so that a remote actor of the same Akka cluster may send them. Each
/// <see cref="ICommand"/> but
/// <see cref="Unsubscribe"/> and <see cref="NoteProvider"/> has one reply, told to its sender, within its deadline. Bytes from the network are
/// never read as one of these.
/// </remarks>
public static partial class RingsNodeProtocol
{
    /// <summary>Asks the node to do something.</summary>
    public interface ICommand;

    /// <summary>Answers a command.</summary>
    public interface IReply;

    /// <summary>Something happened; told to subscribers.</summary>
    public interface IEvent;

    /// <summary>Asks for the node's state. Reply: <see cref="NodeStatus"/>.</summary>
    public sealed record GetStatus : ICommand
    {
        /// <summary>The only one there is.</summary>
        public static readonly GetStatus Instance = new();
    }

    /// <summary>
    /// Sends a message in the clear: signed, protected on each hop by DTLS, readable by every relay. Reply:
    /// <see cref="HandedOver"/>,
    /// <see cref="Delivered"/> or <see cref="NotSent"/>.
    /// </summary>
    /// <param name="To">The node it is for; this node too.</param>
    /// <param name="Protocol">
    /// Its protocol's name, such as <c>chat/1</c>: 1 to 64 of letters, digits and <c>. _ - /</c>.
    /// </param>
    /// <param name="Payload">0 bytes to 64 MiB.</param>
    /// <param name="AwaitReceipt">
    /// Whether to wait for the destination's signed receipt; otherwise for the hand-over to the first hop.
    /// </param>
    /// <param name="Deadline">How long it may take, 1 ms to 10 min; null: <c>rings.messages.deadline</c>.</param>
    public sealed record SendPlain(
        Did To, string Protocol, byte[] Payload, bool AwaitReceipt = true, TimeSpan? Deadline = null) : ICommand;

    /// <summary>The first hop has it. It may still be lost: nobody will say.</summary>
    /// <param name="Id">The transaction, 32 hex digits.</param>
    public sealed record HandedOver(string Id) : ISendPlainOutcome
    {
        T ISendPlainOutcome.Match<T>(
            Func<Delivered, T> delivered, Func<HandedOver, T> handedOver, Func<NotSent, T> notSent) => handedOver(this);
    }

    /// <summary>The destination said, signed, that it has the message.</summary>
    /// <param name="Id">The transaction, 32 hex digits.</param>
    /// <param name="Elapsed">From the command to the receipt.</param>
    public sealed record Delivered(string Id, TimeSpan Elapsed) : ISendOutcome, ISendPlainOutcome
    {
        T ISendOutcome.Match<T>(
            Func<Delivered, T> delivered, Func<Mailed, T> mailed, Func<NotSent, T> notSent) => delivered(this);

        T ISendPlainOutcome.Match<T>(
            Func<Delivered, T> delivered, Func<HandedOver, T> handedOver, Func<NotSent, T> notSent) => delivered(this);
    }

    /// <summary>The message did not arrive, as far as is known.</summary>
    /// <param name="Id">The transaction, 32 hex digits; null if there never was one.</param>
    /// <param name="Reason">Why.</param>
    /// <param name="Detail">The same in words.</param>
    public sealed record NotSent(string? Id, Undelivered Reason, string Detail) : ISendOutcome, ISendPlainOutcome
    {
        /// <summary>For a reason that says it all.</summary>
        public static NotSent Because(string? id, Undelivered reason) => new(id, reason, Words.Of(reason));

        T ISendOutcome.Match<T>(
            Func<Delivered, T> delivered, Func<Mailed, T> mailed, Func<NotSent, T> notSent) => notSent(this);

        T ISendPlainOutcome.Match<T>(
            Func<Delivered, T> delivered, Func<HandedOver, T> handedOver, Func<NotSent, T> notSent) => notSent(this);
    }

    /// <summary>Looks for the owner of a key. Reply: <see cref="LookupDone"/> or <see cref="LookupFailed"/>.</summary>
    /// <param name="Key">Any point of the ring.</param>
    public sealed record Lookup(Did Key) : ICommand;

    /// <summary>The key has this owner.</summary>
    /// <param name="Key">The key.</param>
    /// <param name="Owner">The first member at or clockwise after it.</param>
    /// <param name="Hops">Links that the question crossed; 0 when this node owns the key.</param>
    /// <param name="Attempts">Questions sent for it.</param>
    /// <param name="Elapsed">From the command to the answer.</param>
    public sealed record LookupDone(Did Key, Did Owner, int Hops, int Attempts, TimeSpan Elapsed) : ILookupOutcome
    {
        T ILookupOutcome.Match<T>(Func<LookupDone, T> found, Func<LookupFailed, T> failed) => found(this);
    }

    /// <summary>No owner was found.</summary>
    /// <param name="Key">The key.</param>
    /// <param name="Reason">Why.</param>
    public sealed record LookupFailed(Did Key, LookupFailure Reason) : ILookupOutcome, ITraceOutcome
    {
        T ILookupOutcome.Match<T>(Func<LookupDone, T> found, Func<LookupFailed, T> failed) => failed(this);

        T ITraceOutcome.Match<T>(Func<Traced, T> traced, Func<LookupFailed, T> failed) => failed(this);
    }

    /// <summary>
    /// Opens a link to a node by an offer over the ring. Reply: <see cref="Connected"/> or <see
    /// cref="LinkRefused"/>.
    /// </summary>
    /// <param name="Peer">The node.</param>
    public sealed record Connect(Did Peer) : ICommand;

    /// <summary>
    /// Opens a link to whoever answers at a seed. Reply: <see cref="Connected"/> or <see cref="LinkRefused"/>.
    /// </summary>
    /// <param name="Seed">Its public address; a Did in the fragment (<c>#0x…</c>) is the only one accepted.</param>
    public sealed record ConnectSeed(Uri Seed) : ICommand;

    /// <summary>The link is ready: now, or since before.</summary>
    /// <param name="Peer">The other end.</param>
    public sealed record Connected(Did Peer) : IConnectOutcome
    {
        T IConnectOutcome.Match<T>(Func<Connected, T> connected, Func<LinkRefused, T> refused) => connected(this);
    }

    /// <summary>There is no link.</summary>
    /// <param name="Peer">The node it was to; null where none was known.</param>
    /// <param name="Reason">Why.</param>
    /// <param name="Detail">The same in words.</param>
    public sealed record LinkRefused(Did? Peer, LinkFailure Reason, string Detail)
        : IConnectOutcome, IOfferOutcome, IAnswerOutcome
    {
        T IConnectOutcome.Match<T>(Func<Connected, T> connected, Func<LinkRefused, T> refused) => refused(this);

        T IOfferOutcome.Match<T>(Func<OfferCreated, T> created, Func<LinkRefused, T> refused) => refused(this);

        T IAnswerOutcome.Match<T>(Func<OfferAnswered, T> answered, Func<LinkRefused, T> refused) => refused(this);
    }

    /// <summary>Closes a link; the ring may open it again if it needs it. Reply: <see cref="Disconnected"/>.</summary>
    /// <param name="Peer">The other end.</param>
    public sealed record Disconnect(Did Peer) : ICommand;

    /// <summary>There is no link to the peer any more.</summary>
    /// <param name="Peer">The other end.</param>
    public sealed record Disconnected(Did Peer) : IReply;

    /// <summary>
    /// Tells linked peers, now and as links open, that this node answers offers over HTTP at the address that their
    /// links lead to, so that they find it when no ring leads there. Reply: <see cref="ListenerAnnounced"/>.
    /// </summary>
    /// <param name="Port">The port of its public listener; 0: links that open from now on are told nothing.</param>
    public sealed record AnnounceListener(ushort Port) : ICommand;

    /// <summary>Linked peers are told.</summary>
    /// <param name="Port">The port.</param>
    public sealed record ListenerAnnounced(ushort Port) : IReply;

    /// <summary>Begins a link by hand. Reply: <see cref="OfferCreated"/> or <see cref="LinkRefused"/>.</summary>
    /// <param name="To">The node that shall answer.</param>
    public sealed record CreateOffer(Did To) : ICommand;

    /// <summary>An offer to be carried to its node.</summary>
    /// <param name="Offer">A <c>SignedObject</c> that holds a <c>LinkOffer</c>.</param>
    public sealed record OfferCreated(byte[] Offer) : IOfferOutcome
    {
        T IOfferOutcome.Match<T>(Func<OfferCreated, T> created, Func<LinkRefused, T> refused) => created(this);
    }

    /// <summary>
    /// Answers an offer that came from outside the ring. Reply: <see cref="OfferAnswered"/> or <see
    /// cref="LinkRefused"/>.
    /// </summary>
    /// <param name="Offer">A <c>SignedObject</c> that holds a <c>LinkOffer</c>; at most 64 KiB.</param>
    /// <param name="Address">Where it came from, for the limit per address; null: by hand.</param>
    public sealed record AnswerOffer(byte[] Offer, string? Address = null) : ICommand;

    /// <summary>An answer to be carried back.</summary>
    /// <param name="Answer">A <c>SignedObject</c> that holds a <c>LinkAnswer</c>.</param>
    public sealed record OfferAnswered(byte[] Answer) : IAnswerOutcome
    {
        T IAnswerOutcome.Match<T>(Func<OfferAnswered, T> answered, Func<LinkRefused, T> refused) => answered(this);
    }

    /// <summary>
    /// Ends what <see cref="CreateOffer"/> began. Reply: <see cref="Connected"/> when the link is ready, or <see
    /// cref="LinkRefused"/>.
    /// </summary>
    /// <param name="Answer">A <c>SignedObject</c> that holds a <c>LinkAnswer</c>.</param>
    public sealed record AcceptAnswer(byte[] Answer) : ICommand;

    /// <summary>
    /// Makes an actor the receiver of a protocol's messages (<see cref="Received"/>) until it stops. Reply:
    /// <see cref="ProtocolRegistered"/> or <see cref="ProtocolTaken"/>.
    /// </summary>
    /// <param name="Protocol">
    /// The protocol's name; <see cref="AnyProtocol"/> for those that nobody else receives.
    /// </param>
    /// <param name="Receiver">The actor.</param>
    /// <param name="Window">
    /// The most messages that wait at the receiver: with more the node answers <c>Busy</c> until it says
    /// <see cref="Taken"/>. 0: not counted.
    /// </param>
    public sealed record RegisterProtocol(string Protocol, IActorRef Receiver, int Window = 0) : ICommand;

    /// <summary>
    /// A receiver with a window has dealt with messages. Told to the sender of <see cref="Received"/>. No reply.
    /// </summary>
    /// <param name="Messages">How many.</param>
    public sealed record Taken(int Messages) : ICommand;

    /// <summary>Stands for every protocol without a receiver of its own.</summary>
    public const string AnyProtocol = "*";

    /// <summary>The actor receives the protocol's messages from now on.</summary>
    /// <param name="Protocol">The protocol's name.</param>
    public sealed record ProtocolRegistered(string Protocol) : IReply;

    /// <summary>Another actor receives the protocol's messages already, or the name is none.</summary>
    /// <param name="Protocol">The protocol's name.</param>
    public sealed record ProtocolTaken(string Protocol) : IReply;

    /// <summary>A message for this node; told to the receiver of its protocol. Each is told once.</summary>
    /// <param name="From">Who sent it, as its signature says.</param>
    /// <param name="Protocol">Its protocol's name.</param>
    /// <param name="Payload">What it says.</param>
    /// <param name="Id">The transaction, 32 hex digits.</param>
    /// <param name="SentAt">When, by the sender's clock.</param>
    /// <param name="IsSealed">Whether it came end to end: no relay could read it.</param>
    public sealed record Received(
        Did From, string Protocol, byte[] Payload, string Id, DateTimeOffset SentAt, bool IsSealed = false) : IEvent;

    /// <summary>
    /// Tells an actor of all <see cref="IEvent"/>s but <see cref="Received"/>, until it stops. Reply: <see
    /// cref="Subscribed"/>.
    /// </summary>
    /// <param name="Subscriber">The actor.</param>
    public sealed record Subscribe(IActorRef Subscriber) : ICommand;

    /// <summary>The subscriber hears of everything that happens after this.</summary>
    /// <param name="Status">How things stand at this moment.</param>
    public sealed record Subscribed(NodeStatus Status) : IReply;

    /// <summary>Ends a subscription. No reply.</summary>
    /// <param name="Subscriber">The actor.</param>
    public sealed record Unsubscribe(IActorRef Subscriber) : ICommand;

    /// <summary>
    /// Leaves the ring: tells the neighbours, closes the links, stops the node. Reply: <see cref="Left"/>.
    /// </summary>
    public sealed record Leave : ICommand
    {
        /// <summary>The only one there is.</summary>
        public static readonly Leave Instance = new();
    }

    /// <summary>The node has left the ring and stops.</summary>
    public sealed record Left : IReply
    {
        /// <summary>The only one there is.</summary>
        public static readonly Left Instance = new();
    }

    /// <summary>The node's state at one moment.</summary>
    /// <param name="Did">Its name and place.</param>
    /// <param name="Ring">The ring's id, 40 hex digits.</param>
    /// <param name="Phase">Whether it is a member yet.</param>
    /// <param name="Predecessors">Nearest first.</param>
    /// <param name="Successors">Nearest first.</param>
    /// <param name="Fingers">Nearest clockwise first.</param>
    /// <param name="RingSize">Members, estimated.</param>
    /// <param name="Links">Every link, ready or not.</param>
    /// <param name="Protocols">The protocols with a receiver.</param>
    /// <param name="Uptime">Since the node started.</param>
    public sealed record NodeStatus(
        Did Did,
        string Ring,
        RingPhase Phase,
        ImmutableArray<Did> Predecessors,
        ImmutableArray<Did> Successors,
        ImmutableArray<Did> Fingers,
        double RingSize,
        ImmutableArray<LinkStatus> Links,
        ImmutableArray<string> Protocols,
        TimeSpan Uptime) : IReply
    {
        /// <summary>Whether seeds were named: without any the node waits for others to come.</summary>
        public bool HasSeeds { get; init; }

        /// <summary>Seeds that were named and have led to no link, each with the reason.</summary>
        public ImmutableArray<SeedTrouble> SeedTroubles { get; init; } = [];

        /// <summary>Whether seeds were named and the node has no link all the same: it is a ring of its own.</summary>
        public bool IsCutOff => HasSeeds && Links.All(link => link.State != LinkState.Ready);

        /// <summary>Stores that cannot be written now, and why.</summary>
        public ImmutableArray<StoreFailing> Failing { get; init; } = [];

        /// <summary>Lists print what is in them.</summary>
        private bool PrintMembers(StringBuilder text)
        {
            text.Append(
                CultureInfo.InvariantCulture,
                $"Did = {Did}, Ring = {Ring}, Phase = {Phase}, Predecessors = [{string.Join(", ", Predecessors)}], ");
            text.Append(
                CultureInfo.InvariantCulture,
                $"Successors = [{string.Join(", ", Successors)}], Fingers = [{string.Join(", ", Fingers)}], ");
            text.Append(
                CultureInfo.InvariantCulture,
                $"RingSize = {RingSize:F1}, Links = [{string.Join(", ", Links)}], ");
            text.Append(
                CultureInfo.InvariantCulture, $"Protocols = [{string.Join(", ", Protocols)}], Uptime = {Uptime}, HasSeeds = {HasSeeds}, ");
            text.Append(CultureInfo.InvariantCulture, $"SeedTroubles = [{string.Join(", ", SeedTroubles)}], ");
            text.Append(CultureInfo.InvariantCulture, $"Failing = [{string.Join(", ", Failing)}]");
            return true;
        }
    }

    /// <summary>A seed that has led to no link.</summary>
    /// <param name="Seed">Its address, as it was named.</param>
    /// <param name="Reason">What it answered, or what kept it from answering.</param>
    /// <param name="Advice">What to do about it.</param>
    public sealed record SeedTrouble(string Seed, string Reason, string Advice);

    /// <summary>
    /// No seed has led to a link in time: the node begins a ring of its own, and goes on asking.
    /// </summary>
    /// <param name="Seeds">Each seed with the reason.</param>
    public sealed record JoiningFailed(ImmutableArray<SeedTrouble> Seeds) : IEvent;

    /// <summary>One link at one moment.</summary>
    /// <param name="Peer">The other end.</param>
    /// <param name="State">How far it is.</param>
    /// <param name="PeerPhase">Whether the peer is a member.</param>
    /// <param name="Kept">Whether this end needs it.</param>
    /// <param name="PeerKeeps">Whether the other end does.</param>
    /// <param name="RoundTrip">The smoothed round trip of probes; null before the first.</param>
    /// <param name="LocalCandidate">This end's address in use; null while none is.</param>
    /// <param name="RemoteCandidate">The other end's.</param>
    /// <param name="FramesSent">Frames sent.</param>
    /// <param name="FramesReceived">Frames received.</param>
    /// <param name="BytesSent">Bytes of frames sent.</param>
    /// <param name="BytesReceived">Bytes of frames received.</param>
    /// <param name="Age">Since it was begun.</param>
    public sealed record LinkStatus(
        Did Peer,
        LinkState State,
        RingPhase PeerPhase,
        bool Kept,
        bool PeerKeeps,
        TimeSpan? RoundTrip,
        string? LocalCandidate,
        string? RemoteCandidate,
        long FramesSent,
        long FramesReceived,
        long BytesSent,
        long BytesReceived,
        TimeSpan Age)
    {
        /// <summary>The addresses that it has to choose from, and what it has tried.</summary>
        public LinkPath Path { get; init; } = LinkPath.None;

        /// <summary>Of a link that is not ready: why, and what to do; null where there is nothing to say.</summary>
        public string? Why { get; init; }
    }

    /// <summary>A link is ready.</summary>
    /// <param name="Peer">The other end.</param>
    public sealed record LinkOpened(Did Peer) : IEvent;

    /// <summary>A link that was ready is gone.</summary>
    /// <param name="Peer">The other end.</param>
    /// <param name="Reason">Why, in words.</param>
    public sealed record LinkClosed(Did Peer, string Reason) : IEvent;

    /// <summary>A link does not answer and is not used until it does.</summary>
    /// <param name="Peer">The other end.</param>
    public sealed record LinkSuspected(Did Peer) : IEvent;

    /// <summary>A suspect link answers again.</summary>
    /// <param name="Peer">The other end.</param>
    public sealed record LinkRestored(Did Peer) : IEvent;

    /// <summary>The node's delegation was renewed.</summary>
    /// <param name="Expires">When the new one ends.</param>
    public sealed record DelegationRenewed(DateTimeOffset Expires) : IEvent;

    /// <summary>The node's delegation ends soon, has ended, or was revoked, and the node cannot renew it.</summary>
    /// <param name="Expires">When it ends by itself.</param>
    public sealed record DelegationEnding(DateTimeOffset Expires) : IEvent;

    /// <summary>The node's phase changed.</summary>
    /// <param name="Phase">The new one.</param>
    public sealed record PhaseChanged(RingPhase Phase) : IEvent;

    /// <summary>The node's neighbours changed.</summary>
    /// <param name="Predecessors">Nearest first.</param>
    /// <param name="Successors">Nearest first.</param>
    public sealed record NeighboursChanged(ImmutableArray<Did> Predecessors, ImmutableArray<Did> Successors) : IEvent;

    /// <summary>The keys that this node owns changed: from the predecessor (left out) to itself (kept in).</summary>
    /// <param name="Predecessor">The node's own Did: the whole circle; null: nothing that it is sure of.</param>
    public sealed record OwnershipChanged(Did? Predecessor) : IEvent;

    /// <summary>The node stops because one of its parts failed too often.</summary>
    /// <param name="Part">The actor's name.</param>
    /// <param name="Reason">What was thrown, in words.</param>
    public sealed record NodeFailed(string Part, string Reason) : IEvent;
}
