using System.Collections.Immutable;
using Akka.Actor;
using Rings.Actors.Public;
using Rings.Protocol;

namespace Rings.Actors.Links;

/// <summary>What the node's own parts say to the <see cref="LinkManager"/>, and what it tells them.</summary>
internal static class LinkProtocol
{
    /// <summary>Begin to look for company: dial the seeds.</summary>
    public sealed record Begin : INoSerializationVerificationNeeded
    {
        public static readonly Begin Instance = new();
    }

    /// <summary>
    /// Open a link by an offer over the ring. The router hears <see cref="ConnectionProtocol.LinkUp"/> or <see
    /// cref="DialFailed"/>.
    /// </summary>
    /// <param name="Peer">The other end.</param>
    /// <param name="Via">The neighbour to send it to first; null: wherever the routes lead.</param>
    /// <param name="Asker">
    /// Who wants the link for streams, which can do without it: it is opened only while the link budget has room, and the asker
    /// hears what one who asks to <see cref="Rings.Actors.Public.RingsNodeProtocol.Connect"/> does. Null: the ring needs it.
    /// </param>
    public sealed record Dial(Did Peer, Did? Via, IActorRef? Asker = null) : INoSerializationVerificationNeeded;

    /// <summary>The link that was dialled did not come up.</summary>
    public sealed record DialFailed(Did Peer, LinkFailure Reason, ImmutableArray<Did> Neighbours)
        : INoSerializationVerificationNeeded;

    /// <summary>Close a link that no end needs.</summary>
    public sealed record CloseIdle(Did Peer) : INoSerializationVerificationNeeded;

    /// <summary>Whether this end needs a link.</summary>
    public sealed record KeepLink(Did Peer, bool Needed) : INoSerializationVerificationNeeded;

    /// <summary>
    /// Something of this node's own goes over the link to a peer directly, or does no more: as often undone as done. The ring
    /// keeps it meanwhile.
    /// </summary>
    public sealed record PinLink(Did Peer, bool Needed) : INoSerializationVerificationNeeded;

    /// <summary>Dial one seed or remembered peer that is not linked: it may be on another ring.</summary>
    public sealed record Meet : INoSerializationVerificationNeeded
    {
        public static readonly Meet Instance = new();
    }

    /// <summary>May this peer link? Answered by <see cref="Admission"/>.</summary>
    public sealed record AskAdmission(Did Peer, long Question) : INoSerializationVerificationNeeded;

    /// <summary>The router's answer.</summary>
    public sealed record Admission(long Question, bool Admitted, ImmutableArray<Did> Neighbours)
        : INoSerializationVerificationNeeded;

    /// <summary>Close every link, as the node leaves. Answered by <see cref="AllClosed"/>.</summary>
    public sealed record CloseAll(IActorRef ReplyTo) : INoSerializationVerificationNeeded;

    /// <summary>There are no links any more.</summary>
    public sealed record AllClosed : INoSerializationVerificationNeeded
    {
        public static readonly AllClosed Instance = new();
    }

    /// <summary>Tell a restarted router of every ready link. <see cref="Introduced"/> follows.</summary>
    public sealed record IntroduceAll(IActorRef Router) : INoSerializationVerificationNeeded;

    /// <summary>How many links will introduce themselves.</summary>
    public sealed record Introduced(int Count, bool HasContacts) : INoSerializationVerificationNeeded;

    /// <summary>Have every connection report. <see cref="Reporting"/> goes to the same actor.</summary>
    public sealed record AskReports(IActorRef ReplyTo) : INoSerializationVerificationNeeded;

    /// <summary>How many reports will come.</summary>
    public sealed record Reporting(int Count, ImmutableArray<RingsNodeProtocol.SeedTrouble> Troubles) : INoSerializationVerificationNeeded;
}
