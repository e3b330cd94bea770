using Akka.Actor;
using Akka.Event;
using Rings.Actors.Context;
using Rings.Actors.Paths;
using Rings.Actors.Public;
using Rings.Protocol;
using Rings.Protocol.EndToEnd;
using Rings.Protocol.Paths;
using Rings.Protocol.Streams;
using Rings.Protocol.Wire;
using static Rings.Actors.Paths.PathProtocol;
using static Rings.Actors.Public.StreamCommands;
using static Rings.Actors.Sessions.SessionProtocol;
using static Rings.Actors.Streams.StreamProtocol;

namespace Rings.Actors.Streams;

/// <summary>
/// Has one <see cref="StreamActor"/> for each set: one for each Did to which this node opens streams, and those that others
/// opened to it. Has hellos opened, and finds the set that each is for.
/// </summary>
internal sealed class StreamManager : UntypedActor
{
    private static readonly TimeSpan SealWithin = TimeSpan.FromSeconds(5);

    private readonly ILoggingAdapter _log = Context.GetLogger();
    private readonly StreamParts _parts;
    private readonly Dictionary<Did, IActorRef> _own = [];
    private readonly int _sets;
    private readonly Dictionary<(Did Peer, StreamsId Id), IActorRef> _others = [];

    public StreamManager(StreamParts parts) => (_parts, _sets) = (parts, parts.Settings.Sets);

    /// <param name="parts">What all sets share.</param>
    public static Props Props(StreamParts parts) => Akka.Actor.Props.Create(() => new StreamManager(parts));

    protected override void PreStart() => _parts.Paths.Tell(new TakePaths(Self));

    protected override SupervisorStrategy SupervisorStrategy() => new OneForOneStrategy(failure =>
    {
        _log.Error(failure, "A stream set failed, and is lost");
        _parts.Node.Instruments.Restarted("streams");
        Self.Tell(new SetOver(Sender));
        return Directive.Stop;
    });

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case OpenStream open:
                Begin(open);
                break;

            case CancelOpening cancel:
                if (_own.TryGetValue(cancel.To, out var cancelled)) cancelled.Tell(cancel);
                break;

            case Listen listen:
                var wrong = _parts.Listeners.TryAdd(listen.Listener);
                Sender.Tell(wrong is null ? Listening.Instance : new ProtocolInUse(wrong));
                break;

            case Unlisten unlisten:
                _parts.Listeners.Remove(unlisten.Listener);
                unlisten.Listener.Close();
                break;

            case ListStreams:
                Context.ActorOf(StreamCensus.Props(
                    [.. _own.Values, .. _others.Values], _parts.Node.Settings.Supervision.ReportTimeout, Sender));
                break;

            case PathAsked asked:
                Ask(asked);
                break;

            case Opened { Tag: PathAsked asked } opened:
                Take(asked, opened);
                break;

            case NotOpened { Tag: PathAsked asked } failed:
                Refuse(asked.Path, failed.Reason == SessionFailure.UnknownKey
                    ? PathCloseReason.NoSession
                    : PathCloseReason.Protocol);
                break;

            case Sealed { Tag: PathPlace place } done:
                place.Link.Tell(new AcceptPath(place.Id, done.Bytes, Self));
                place.Link.Tell(new ClosePath(place.Id, PathCloseReason.Done));
                break;

            case NotSealed { Tag: PathPlace place }:
                Refuse(place, PathCloseReason.NoSession);
                break;

            case CarryPacket carry:
                carry.Packet.Release();
                break;

            case PathProtocol.PathWords several:
                foreach (var early in several.Words.OfType<CarryPacket>()) early.Packet.Release();
                break;

            case SetOver over:
                Forget(over.Set);
                break;

            case IdentityProtocol.Revoked revoked:
                foreach (var set in SetsWith(revoked.Revocation.Account)) set.Tell(revoked);
                break;
        }
    }

    private void Begin(OpenStream open)
    {
        if (Broken(open) is { } rule) Sender.Tell(new StreamNotOpened(StreamOpenFailure.Invalid, rule));
        else if (_own.TryGetValue(open.To, out var known)) known.Forward(open);
        else if (_own.Count + _others.Count >= _sets)
        {
            Sender.Tell(new StreamNotOpened(
                StreamOpenFailure.Busy, $"this node has streams with {_sets} others, which is all that it may have"));
        }
        else
        {
            Span<byte> id = stackalloc byte[StreamsId.Bytes];
            _parts.Node.Random.Fill(id);
            var made = Make(open.To, StreamsId.Read(id), isOpener: true, open.Options.Direct);
            _own.Add(open.To, made);
            made.Forward(open);
        }
    }

    private string? Broken(OpenStream open) =>
        open.To == _parts.Node.Self ? "that is this node's own Did: what never leaves the node needs no stream"
        : !ProtocolName.IsValid(open.Protocol) ? ProtocolName.Rule
        : open.Options.Metadata.Length > PacketFrame.MaxMetadata ? "metadata of a stream has at most 4,096 bytes"
        : open.Options.Patience < TimeSpan.FromMilliseconds(1) || open.Options.Patience > TimeSpan.FromMinutes(10)
            ? "patience is 1 ms to 10 min"
        : null;

    private void Ask(PathAsked asked)
    {
        try
        {
            var hello = PathOpenBody.Read(asked.Body);
            _parts.Sessions.Tell(new OpenText(asked.Origin.Account, hello, Self, asked));
        }
        catch (ProtocolException wrong)
        {
            Malformed(asked, wrong);
        }
    }

    private void Take(PathAsked asked, Opened opened)
    {
        try
        {
            if (opened.Message.Protocol != StreamsHello.Protocol) throw new ProtocolException("PathOpen.sealed", "a hello");
            var payload = opened.Message.Payload.ToArray();
            var take = new TakePath(
                asked.Path, StreamsHello.Read(payload), payload, opened.Suite, opened.Until, asked.Hops, opened.Peer);
            Hand(asked, take);
        }
        catch (ProtocolException wrong)
        {
            Malformed(asked, wrong);
        }
    }

    private void Hand(PathAsked asked, TakePath take)
    {
        var key = (asked.Origin.Account, take.Hello.Id);
        if (_others.TryGetValue(key, out var known)) known.Tell(take);
        else if (take.Hello.IsStanding) SayUnknown(asked, take);
        else if (_others.Count >= _sets / 2 || _own.Count + _others.Count >= _sets) Refuse(asked.Path, PathCloseReason.Full);
        else
        {
            var made = Make(key.Account, key.Id, isOpener: false, DirectPolicy.Auto);
            _others.Add(key, made);
            made.Tell(take);
        }
    }

    /// <summary>The set stood, and is not here any more: this node was restarted. Said sealed, so that no relay can.</summary>
    private void SayUnknown(PathAsked asked, TakePath take)
    {
        var accept = StreamsAccept.Unknown(take.Hello, _parts.Node.Random.Fill);
        var message = new ApplicationMessage(StreamsHello.Protocol, accept.ToBytes());
        _parts.Sessions.Tell(new SealText(asked.Origin.Account, message, SealWithin, Self, asked.Path));
    }

    private IActorRef Make(Did peer, StreamsId id, bool isOpener, DirectPolicy direct) => Context.ActorOf(
        StreamActor.Props(_parts, peer, id, isOpener, direct).WithDispatcher(_parts.Node.Dispatcher),
        $"{peer}-{id}-{(isOpener ? "own" : "other")}");

    private void Malformed(PathAsked asked, ProtocolException wrong)
    {
        _log.Debug("A hello of {From} breaks a rule: {Rule}", asked.Origin.Account, wrong.Message);
        _parts.Node.Instruments.Dropped("malformed");
        Refuse(asked.Path, PathCloseReason.Refused);
    }

    private static void Refuse(PathPlace path, PathCloseReason reason) => path.Link.Tell(new ClosePath(path.Id, reason));

    private IEnumerable<IActorRef> SetsWith(Did peer) => _others.Where(entry => entry.Key.Peer == peer).Select(entry => entry.Value)
        .Concat(_own.TryGetValue(peer, out var own) ? [own] : []);

    private void Forget(IActorRef set)
    {
        foreach (var (peer, _) in _own.Where(entry => entry.Value.Equals(set)).ToList()) _own.Remove(peer);
        foreach (var (key, _) in _others.Where(entry => entry.Value.Equals(set)).ToList()) _others.Remove(key);
        set.Tell(PoisonPill.Instance);
    }
}
