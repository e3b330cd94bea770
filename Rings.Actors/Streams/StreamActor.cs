using Akka.Actor;
using Akka.Event;
using Rings.Actors.Context;
using Rings.Actors.Links;
using Rings.Actors.Paths;
using Rings.Actors.Public;
using Rings.Protocol;
using Rings.Protocol.Limits;
using Rings.Protocol.Paths;
using Rings.Protocol.Streams;
using static Rings.Actors.Paths.PathProtocol;
using static Rings.Actors.Public.StreamCommands;
using static Rings.Actors.Sessions.SessionProtocol;
using static Rings.Actors.Streams.StreamProtocol;

namespace Rings.Actors.Streams;

/// <summary>
/// One end of a stream set: turns messages of paths, sessions and applications into inputs of <see cref="StreamSet"/>, and
/// its effects into messages and bytes of pipes. If it fails, the set is lost and every stream hears so.
/// </summary>
internal sealed partial class StreamActor : UntypedActor, IWithTimers
{
    private static readonly TimeSpan SealWithin = TimeSpan.FromSeconds(12);

    private readonly ILoggingAdapter _log = Context.GetLogger();
    private readonly StreamParts _parts;
    private readonly Did _peer;
    private readonly bool _isOpener;
    private readonly StreamSet _set;
    private readonly PathOutbox _outbox = new(Context.Self);
    private readonly SetPlaces _places;
    private readonly SetView _view;
    private readonly TokenBucket _opened;
    private readonly Dictionary<long, StreamPump> _streams = [];
    private readonly UnreadStreams _unread = new();
    private readonly Dictionary<long, IActorRef> _openings = [];
    private readonly Queue<long> _touched = new();
    private readonly IActorRef _manager = Context.Parent;
    private readonly List<IActorRef> _lost = [];
    private bool _isSettling;
    private bool _isPinned;
    private Instant? _wakeAt;

    public StreamActor(StreamParts parts, Did peer, StreamsId id, bool isOpener, DirectPolicy direct)
    {
        (_parts, _peer, _isOpener) = (parts, peer, isOpener);
        _places = new(_outbox);
        _view = new(new(IsDirect: false, Hops: 0, RoundTrip: null, Now.ToDateTimeOffset()));
        _opened = new TokenBucket(parts.Settings.OpensPerSecond, parts.Settings.OpensPerSecond);
        _set = new StreamSet(
            new(id, isOpener, direct, parts.Settings.OfSet, parts.Memory, parts.Node.Random.Fill, this), Now);
    }

    public ITimerScheduler Timers { get; set; } = null!;

    private Instant Now => _parts.Node.Now;

    /// <param name="parts">What all sets share.</param>
    /// <param name="peer">The other end.</param>
    /// <param name="id">The set's name.</param>
    /// <param name="isOpener">Whether this end opened it.</param>
    /// <param name="direct">Whether it may have a link of its own.</param>
    public static Props Props(StreamParts parts, Did peer, StreamsId id, bool isOpener, DirectPolicy direct) =>
        Akka.Actor.Props.Create(() => new StreamActor(parts, peer, id, isOpener, direct));

    protected override void PreStart()
    {
        _parts.Node.Instruments.SetOpened();
        if (!_set.HasRoom) _manager.Tell(new SetOver(Self));
    }

    protected override void PostStop()
    {
        _set.Dispose();
        _outbox.Flush();
        Pin(isNeeded: false);
        foreach (var stream in _streams.Values) stream.Show();
        _parts.Node.Instruments.StreamsClosed(_streams.Count);
        _parts.Node.Instruments.SetClosed();
    }

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case PathProtocol.PathWords several:
                foreach (var word in several.Words) OfPath(word);
                break;

            case IToLink word:
                OfPath(word);
                break;

            case WordsDue:
                _outbox.Flush();
                break;

            case WroteSome wrote:
                Find(wrote.Stream)?.Pull(Now);
                break;

            case ReadSome read:
                Reading(read.Stream)?.Read(Now);
                _unread.Forget(read.Stream);
                break;

            case ReaderGone gone:
                Reading(gone.Stream)?.Drop(Now);
                _unread.Forget(gone.Stream);
                break;

            case SettleDue:
                _isSettling = false;
                Settle();
                break;

            case Wake:
                _wakeAt = null;
                _set.Tick(Now);
                break;

            default:
                OfApplications(message);
                break;
        }

        Watch();
    }

    /// <summary>What a link says of a path.</summary>
    private void OfPath(IToLink word)
    {
        switch (word)
        {
            case CarryPacket carry:
                Take(carry);
                break;

            case FreePath free:
                if (_places.IndexOf(free.Id) is { } freed) _set.PathLeft(freed, free.Cost, Now);
                break;

            case AcceptPath accept:
                if (_places.IndexOf(accept.Id) is { } accepted)
                    _parts.Sessions.Tell(new OpenText(_peer, accept.Opaque.ToArray(), Self, new Accepting(accepted)));
                break;

            case ClosePath close:
                if (_places.IndexOf(close.Id) is { } closed) Closed(closed, close.Reason);
                break;
        }
    }

    private void OfApplications(object message)
    {
        switch (message)
        {
            case OpenStream open:
                Begin(open);
                break;

            case CancelOpening cancel:
                // It may have been accepted meanwhile: nobody has it all the same.
                foreach (var (stream, pump) in _streams)
                {
                    if (ReferenceEquals(pump.Handle, cancel.Handle)) _touched.Enqueue(~stream);
                }

                break;

            case ReaderDone done:
                Reading(done.Stream)?.ReaderDone(Now);
                _unread.Forget(done.Stream);
                break;

            case ResetStream reset:
                _set.Reset(reset.Stream, reset.Code, Now);
                break;

            case AnswerOffer answer:
                Timers.Cancel(answer.Stream);
                if (answer.Code is { } code) _set.Refuse(answer.Stream, code, Now);
                else Accept(answer.Stream);
                break;

            case PatienceEnded ended:
                EndPatience(ended.Stream);
                break;

            case DescribeStreams:
                Sender.Tell(new StreamsDescribed(
                    [.. _streams.Values.Take(OpenStreams.Most).Select(Describe)], _streams.Count));
                break;

            default:
                OfPaths(message);
                break;
        }
    }

    private void OfPaths(object message)
    {
        switch (message)
        {
            case Sealed done:
                Sealed(done);
                break;

            case NotSealed failed:
                NotSealed(failed);
                break;

            case PathOpened { Tag: Asked asked } opened:
                _places.Add(asked.Index, opened.Path, asked.Peer, hasKeys: false);
                _set.PathBegun(asked.Index, asked.Suite, opened.Path.Neighbour == _peer, asked.Until, Now);
                break;

            case PathFailed { Tag: Asked asked } failed:
                _set.PathEnded(asked.Index, failed.Reason, Now);
                break;

            case Opened { Tag: Accepting accepting } opened:
                Accepted(accepting.Index, opened.Message);
                break;

            case NotOpened { Tag: Accepting accepting }:
                Close(accepting.Index, PathCloseReason.Protocol);
                _set.PathEnded(accepting.Index, PathCloseReason.Protocol, Now);
                break;

            case TakePath take:
                Take(take);
                break;

            case IdentityProtocol.Revoked revoked:
                End(revoked.Revocation);
                break;

            case RingsNodeProtocol.Connected:
                _set.LinkReady(Now);
                break;

            case RingsNodeProtocol.LinkRefused refused:
                _log.Debug("No link of its own to {Peer}: {Why}", _peer, refused);
                _set.LinkFailed(Now);
                break;

            default:
                Unhandled(message);
                break;
        }
    }

    /// <summary>
    /// Has the actor look after what the set's effects asked for when it has read what it was told: an application then wakes
    /// once for all that came.
    /// </summary>
    private void Watch()
    {
        if (_touched.Count > 0 && !_isSettling)
        {
            _isSettling = true;
            Self.Tell(SettleDue.Instance);
        }

        var way = _view.Way;
        if (_set.IsDirect != way.IsDirect || _set.Hops != way.Hops)
            _view.Way = new(_set.IsDirect, _set.Hops, _set.RoundTrip, Now.ToDateTimeOffset());
        else if (_set.RoundTrip != way.RoundTrip) _view.Way = way with { RoundTrip = _set.RoundTrip };
        Pin(_set.IsDirect && _set.Streams > 0);
    }

    /// <summary>What the set's effects asked for, which must not be done while it is inside an input.</summary>
    private void Settle()
    {
        while (_touched.TryDequeue(out var stream))
        {
            if (stream < 0) _set.Reset(~stream, StreamCode.Cancelled, Now);
            else if (_streams.TryGetValue(stream, out var pump))
            {
                pump.Show();
                pump.Pull(Now);
            }
        }
    }

    /// <summary>The link that streams go over directly is to stay, whatever else the node's links are needed for.</summary>
    private void Pin(bool isNeeded)
    {
        if (isNeeded == _isPinned) return;
        _isPinned = isNeeded;
        _parts.Router.Tell(new LinkProtocol.PinLink(_peer, isNeeded));
    }

    private StreamStatus Describe(StreamPump pump) => new(
        _peer, pump.Stream.Protocol, _isOpener, IsOpening: Timers.IsTimerActive(pump.Id), _view.Way, pump.Sent, pump.Received);

    private StreamPump? Find(long stream) => _streams.GetValueOrDefault(stream);

    /// <summary>A stream that the application may still read, over or not.</summary>
    private StreamPump? Reading(long stream) => Find(stream) ?? _unread.Find(stream);

    private RingsStream NewStream(long id, string protocol, ReadOnlyMemory<byte> metadata, object? handle = null)
    {
        var stream = new RingsStream(_peer, protocol, metadata, new StreamPipes(id, Self, _view));
        _streams.Add(id, new StreamPump(id, stream, _set, Self) { Handle = handle });
        _parts.Node.Instruments.StreamOpened();
        return stream;
    }

    private void Begin(OpenStream open)
    {
        if (_set.IsEnded)
        {
            // It ended a moment ago, as the manager has been told: the next set takes it.
            _manager.Forward(open);
            return;
        }

        var options = open.Options;
        if (_set.Open(open.Protocol, options.Metadata, options.IsInteractive, options.IsOptimistic, Now) is not { } id)
        {
            Sender.Tell(new StreamNotOpened(
                StreamOpenFailure.Busy, $"{_parts.Settings.StreamsPerSet} streams to {_peer} are open: close some of them"));
            return;
        }

        var stream = NewStream(id, open.Protocol, options.Metadata, open.Handle);
        _openings.Add(id, Sender);
        Timers.StartSingleTimer(id, new PatienceEnded(id), options.Patience);
        if (!options.IsOptimistic || !_openings.Remove(id)) return;
        Sender.Tell(new StreamOpened(stream));
        _touched.Enqueue(id);
    }

    private void Accept(long stream)
    {
        _set.Accept(stream, Now);
        _touched.Enqueue(stream);
    }

    /// <summary>An application did not answer an offer, or the other end did not accept a stream.</summary>
    private void EndPatience(long stream)
    {
        if (!_isOpener) _set.Refuse(stream, StreamCode.TimedOut, Now);
        else if (_openings.Remove(stream, out var opening))
        {
            opening.Tell(new StreamNotOpened(
                _set.IsStanding ? StreamOpenFailure.TimedOut : StreamOpenFailure.Unreachable,
                _set.IsStanding
                    ? $"{_peer} did not accept in time: does something listen for the protocol there?"
                    : $"no path to {_peer} came about in time: is it on the ring?"));
            _set.Reset(stream, StreamCode.Cancelled, Now);
        }
    }

    /// <summary>A stream was reset: nobody reads what lies there.</summary>
    private sealed record ReaderGone(long Stream) : INoSerializationVerificationNeeded;

    private sealed record SettleDue : INoSerializationVerificationNeeded
    {
        public static readonly SettleDue Instance = new();
    }

    private sealed record Wake : INoSerializationVerificationNeeded
    {
        public static readonly Wake Instance = new();
    }
}
