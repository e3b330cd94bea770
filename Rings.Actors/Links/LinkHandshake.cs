using System.Diagnostics.CodeAnalysis;
using Akka.Actor;
using Akka.Event;
using Rings.Actors.Public;
using Rings.Protocol;
using Rings.Protocol.Wire;
using static Rings.Actors.Links.ConnectionProtocol;

namespace Rings.Actors.Links;

/// <summary>
/// What has to come together before a link is up: what it is bound to, and the peer's Hello. Frames on the lanes 1 to 3
/// may overtake the Hello and wait here, within the initial credit.
/// </summary>
internal sealed class LinkHandshake
{
    private readonly Queue<FrameArrived> _early = new();

    /// <summary>The offer and answer that made the link; null while they are not known.</summary>
    public Bind? Binding { get; set; }

    /// <summary>What the peer said first; null before.</summary>
    public LinkControl.Hello? Hello { get; set; }

    /// <summary>Whether the Hello belongs to the offer and answer; only to be asked when both are there.</summary>
    public bool Fits => (Hello!.LinkId, Hello.OfferHash, Hello.AnswerHash)
        == (Binding!.Link, Binding.Offer, Binding.Answer);

    public LinkState State => Hello is not null ? LinkState.Ready
        : Binding is null ? LinkState.Offered : LinkState.Connecting;

    /// <summary>Tells the manager of a link what comes of making a description.</summary>
    public static void Describe(Did peer, IActorRef link, IActorRef manager, ValueTask<string> description) =>
        description.AsTask().PipeTo(
            manager,
            link,
            sdp => new Described(peer, sdp, link),
            thrown => new DescriptionFailed(peer, thrown.Message, link));

    /// <summary>Reads the first message of lane 0; null: it is no link control.</summary>
    public static LinkControl? Read(ReadOnlySpan<byte> frame, Did peer, ILoggingAdapter log)
    {
        try
        {
            Frame.TryRead(frame, out var kind, out var content).ThrowIfAny();
            return kind == FrameKind.Control ? LinkControl.Read(content) : null;
        }
        catch (ProtocolException wrong)
        {
            log.Debug("Link control of {Peer} breaks a rule: {Rule}", peer, wrong.Message);
            return null;
        }
    }

    public void Hold(FrameArrived arrived) => _early.Enqueue(arrived);

    public bool TryTakeEarly([MaybeNullWhen(false)] out FrameArrived arrived) => _early.TryDequeue(out arrived);
}
