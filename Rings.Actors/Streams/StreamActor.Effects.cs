using Akka.Actor;
using Rings.Actors.Links;
using Rings.Actors.Public;
using Rings.Protocol;
using Rings.Protocol.Paths;
using Rings.Protocol.Streams;
using Rings.Protocol.Wire;
using static Rings.Actors.Public.StreamCommands;
using static Rings.Actors.Sessions.SessionProtocol;
using static Rings.Actors.Streams.StreamProtocol;

namespace Rings.Actors.Streams;

/// <content>What the set does to the world.</content>
internal sealed partial class StreamActor : IStreamEffects
{
    void IStreamEffects.OpenPath(uint index, PathWay way, ReadOnlyMemory<byte> hello)
    {
        var message = new ApplicationMessage(StreamsHello.Protocol, hello);
        _parts.Sessions.Tell(new SealText(_peer, message, SealWithin, Self, new Helloing(index, way)));
    }

    void IStreamEffects.Carry(uint index, PathPacket packet)
    {
        _parts.Node.Instruments.StreamSent(packet.CiphertextBytes);
        _places.Carry(index, packet);
    }

    void IStreamEffects.ClosePath(uint index, PathCloseReason reason) => Close(index, reason);

    void IStreamEffects.WantLink() => _parts.Links.Tell(new LinkProtocol.Dial(_peer, Via: null, Self), Self);

    void IStreamEffects.Offered(long stream, string protocol, ReadOnlyMemory<byte> metadata, bool isInteractive)
    {
        var self = Self;
        var offered = new IncomingStream(
            NewStream(stream, protocol, metadata), isInteractive, code => self.Tell(new AnswerOffer(stream, code)));
        var listener = _parts.Listeners.Find(protocol);
        if (!_opened.TryTake(Now)) offered.Refuse(StreamCode.Busy);
        else if (listener is null) offered.Refuse(StreamCode.NotFound);
        else if (!listener.TryOffer(offered)) offered.Refuse(StreamCode.Busy);
        else Timers.StartSingleTimer(stream, new PatienceEnded(stream), _parts.Settings.AnswerTimeout);
    }

    void IStreamEffects.Accepted(long stream)
    {
        Timers.Cancel(stream);
        if (_openings.Remove(stream, out var opening)) opening.Tell(new StreamOpened(_streams[stream].Stream));
        _touched.Enqueue(stream);
    }

    void IStreamEffects.Received(long stream, ReadOnlySpan<byte> bytes)
    {
        if (!_streams.TryGetValue(stream, out var pump)) return;
        pump.Deliver(bytes);
        _touched.Enqueue(stream);
    }

    void IStreamEffects.ReadEnded(long stream, long? code)
    {
        if (_streams.TryGetValue(stream, out var pump)) pump.EndReading(code);
        if (code is not { } why) return;
        Self.Tell(new ReaderGone(stream));
        if (_openings.Remove(stream, out var opening)) opening.Tell(new StreamRefused(why, StreamCode.Words(why)));
    }

    void IStreamEffects.WriteStopped(long stream, long code)
    {
        if (_streams.TryGetValue(stream, out var pump)) pump.StopWriting();
    }

    void IStreamEffects.Writable(long stream) => _touched.Enqueue(stream);

    void IStreamEffects.Ended(long stream, StreamEnd end)
    {
        Timers.Cancel(stream);
        if (_streams.Remove(stream, out var pump))
        {
            pump.End(end);
            if (_unread.Keep(pump) && end.Kind != StreamEndKind.Finished) Self.Tell(new ReaderGone(stream));
            _parts.Node.Instruments.StreamsClosed(1);
        }

        if (!_openings.Remove(stream, out var opening)) return;
        if (end.Kind == StreamEndKind.ResetByPeer)
            opening.Tell(new StreamRefused(end.Code, StreamCode.Words(end.Code)));
        else if (end.Kind == StreamEndKind.ResetHere)
            opening.Tell(new StreamNotOpened(StreamOpenFailure.TimedOut, "it was given up"));
        else _lost.Add(opening);
    }

    void IStreamEffects.SetEnded(long code, string text)
    {
        foreach (var asker in _lost)
            asker.Tell(new StreamNotOpened(StreamOpenFailure.Unreachable, $"{_peer} was not reached: {text}"));
        _lost.Clear();
        _manager.Tell(new SetOver(Self));
    }

    void IStreamEffects.WakeAt(Instant at)
    {
        // Every packet says anew when something is due, as a rule later than before: to be woken too soon costs less than
        // a timer for each of them.
        if (_wakeAt <= at) return;
        _wakeAt = at;
        var wait = at - Now;
        Timers.StartSingleTimer(Wake.Instance, Wake.Instance, wait > TimeSpan.Zero ? wait : TimeSpan.Zero);
    }
}
