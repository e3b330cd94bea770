using System.Collections.Immutable;

namespace Rings.Protocol.Ring;

/// <summary>
/// The ring as one node sees it: successor list, predecessors, fingers, phase, and the rules that keep them right
/// (Zave, "Reasoning about identifier spaces: how to make Chord correct", 2017). No I/O, clock, thread: inputs go in, effects come out,
/// and the same inputs with the same randomness give the same effects.
/// </summary>
/// <remarks>
/// <para>
/// Its host does nothing but move messages. For a frame whose route names a kind of the ring: ask
/// <see cref="Routing"/> (<see cref="RoutingTable.Decide"/>) at every node; where it says
/// <see cref="RouteVerdict.Deliver"/>, call <see cref="Answer"/> for a <see cref="RingMessage.Question"/> and send what it
/// returns back along the crumbs, or <see cref="Receive"/> for anything else. What comes back for an
/// <see cref="IRingEffects.Ask"/> goes into <see cref="Answered"/> or <see cref="Undeliverable"/>.
/// </para>
/// <para>
/// Not thread-safe: one owner. Links are told by <see cref="LinkUp"/> and <see cref="LinkDown"/> before anything that comes
/// over them.
/// </para>
/// </remarks>
public sealed partial class ChordRing
{
    private readonly RingSettings _settings;
    private readonly IRingEffects _effects;
    private readonly Random _random;

    /// <summary>Makes a node that has not started.</summary>
    /// <param name="self">Its position.</param>
    /// <param name="settings">The numbers.</param>
    /// <param name="effects">The world.</param>
    /// <param name="random">Chance, from outside; may be shared by rings that run on one thread.</param>
    public ChordRing(Did self, RingSettings settings, IRingEffects effects, Random random)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(effects);
        ArgumentNullException.ThrowIfNull(random);
        (Self, _settings, _effects, _random) = (self, settings, effects, random);
        Routing = new(self, RingPhase.Joining, null, [], [], null, null);
    }

    /// <summary>This node's position.</summary>
    public Did Self { get; }

    /// <summary>Where this node stands.</summary>
    public RingPhase Phase { get; private set; } = RingPhase.Joining;

    /// <summary>The successor list and the predecessors, nearest first.</summary>
    public RingNeighbours Neighbours { get; private set; } = new([], []);

    /// <summary>The owners of this node's finger starts that are linked, nearest clockwise first.</summary>
    public ImmutableArray<Did> Fingers { get; private set; } = [];

    /// <summary>Where messages go from here, now.</summary>
    public RoutingTable Routing { get; private set; }

    /// <summary>Members of the ring, estimated from the density of the neighbours; 1 in a ring of one.</summary>
    public double SizeEstimate { get; private set; } = 1;

    /// <summary>Begins: with contacts as <see cref="RingPhase.Joining"/>, without as member of a ring of one.</summary>
    /// <param name="hasContacts">Whether a seed or a remembered peer is being dialled, or any link is up.</param>
    /// <param name="now">The time.</param>
    public void Start(bool hasContacts, Instant now) => throw new NotSupportedException();

    /// <summary>Begins as a member with tables at hand, after <see cref="LinkUp"/> for each link.</summary>
    public void Start(RingCheckpoint checkpoint, Instant now) => throw new NotSupportedException();

    /// <summary>A link is ready: both Hellos are in.</summary>
    /// <param name="peer">The other end.</param>
    /// <param name="phase">Its phase, from its Hello.</param>
    /// <param name="source">How the link came about.</param>
    /// <param name="now">The time.</param>
    public void LinkUp(Did peer, RingPhase phase, LinkSource source, Instant now) => throw new NotSupportedException();

    /// <summary>A link is gone.</summary>
    public void LinkDown(Did peer, Instant now) => throw new NotSupportedException();

    /// <summary>A link carried a message of the host; told at most once per second and link.</summary>
    public void LinkUsed(Did peer, Instant now) => throw new NotSupportedException();

    /// <summary>A link does not answer: not used for routes, failed for the ring, until <see cref="Restored"/>.</summary>
    public void Suspect(Did peer, Instant now) => throw new NotSupportedException();

    /// <summary>A suspect link answered.</summary>
    public void Restored(Did peer, Instant now) => throw new NotSupportedException();

    /// <summary>A peer said that its phase changed.</summary>
    public void PeerPhase(Did peer, RingPhase phase, Instant now) => throw new NotSupportedException();

    /// <summary>A peer said whether it needs the link.</summary>
    public void PeerKeeps(Did peer, bool keeps, Instant now) => throw new NotSupportedException();

    /// <summary>A link that <see cref="IRingEffects.Connect"/> asked for did not come up.</summary>
    /// <param name="peer">The candidate.</param>
    /// <param name="reason">Why.</param>
    /// <param name="neighbours">Whom it named instead; empty unless <see cref="ConnectFailure.Full"/>.</param>
    /// <param name="now">The time.</param>
    public void ConnectFailed(Did peer, ConnectFailure reason, ImmutableArray<Did> neighbours, Instant now) =>
        throw new NotSupportedException();

    /// <summary>Whether a link that <paramref name="peer"/> offers may open: the budget has room or an idle link to give way,
    /// or the peer belongs among the neighbours. If not, the answer is <c>GoAway{full}</c> with <see cref="Neighbours"/>.</summary>
    public bool Admits(Did peer, Instant now) => throw new NotSupportedException();

    /// <summary>A message that wants no reply arrived from a linked peer.</summary>
    public void Receive(Did from, RingMessage message, Instant now) => throw new NotSupportedException();

    /// <summary>A question's route ended here. Returns the reply; null to answer <c>Unreachable</c> (a joining node answers
    /// for nobody).</summary>
    /// <param name="origin">Who asks.</param>
    /// <param name="question">What.</param>
    /// <param name="hops">Links that it crossed, 1 to 32.</param>
    /// <param name="now">The time.</param>
    public RingMessage.Reply? Answer(Did origin, RingMessage.Question question, int hops, Instant now) =>
        throw new NotSupportedException();

    /// <summary>A reply came for a request.</summary>
    /// <param name="id">The request.</param>
    /// <param name="from">Who answered, as its signature says.</param>
    /// <param name="reply">What.</param>
    /// <param name="now">The time.</param>
    public void Answered(RequestId id, Did from, RingMessage.Reply reply, Instant now) => throw new NotSupportedException();

    /// <summary>A request's route ended without an answer; a hint, which starts the next attempt.</summary>
    public void Undeliverable(RequestId id, Instant now) => throw new NotSupportedException();

    /// <summary>Looks up the owner of a key. One outcome follows, perhaps before this returns.</summary>
    public void Lookup(LookupId id, Did key, LookupStyle style, Instant now) => throw new NotSupportedException();

    /// <summary>The time asked for by <see cref="IRingEffects.WakeAt"/> has come; calling it more often does no harm.</summary>
    public void Tick(Instant now) => throw new NotSupportedException();

    /// <summary>Leaves the ring: tells every link; the host closes them when the messages are out. Nothing follows.</summary>
    public void Leave(Instant now) => throw new NotSupportedException();
}
