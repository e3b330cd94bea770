using Akka.Actor;
using Rings.Actors.Paths;
using Rings.Protocol;
using Rings.Protocol.Crypto;
using Rings.Protocol.Identity;
using Rings.Protocol.Paths;
using Rings.Protocol.Streams;
using Rings.Protocol.Wire;
using static Rings.Actors.Paths.PathProtocol;
using static Rings.Actors.Sessions.SessionProtocol;
using static Rings.Actors.Streams.StreamProtocol;

namespace Rings.Actors.Streams;

/// <content>Hellos, answers and packets.</content>
internal sealed partial class StreamActor
{
    private void Take(CarryPacket carry)
    {
        if (_places.TryTake(carry, out var index)) Take(index, carry.Packet);
    }

    private void Take(uint index, PathPacket packet)
    {
        var cost = packet.Cost;
        _parts.Node.Instruments.StreamReceived(packet.CiphertextBytes);
        _set.Packet(index, packet, Now);
        packet.Release();
        _places.Taken(index, cost);
    }

    /// <summary>A hello or an answer was sealed.</summary>
    private void Sealed(Sealed done)
    {
        switch (done.Tag)
        {
            case Helloing hello:
                var except = hello.Way == PathWay.AnotherHop ? _places.Tried : [];
                var tag = new Asked(hello.Index, done.Suite, done.Until, done.Peer);
                _parts.Paths.Tell(new OpenPath(_peer, PathOpenBody.Write(done.Bytes), except, Self, tag)
                {
                    By = hello.Way == PathWay.FormerHop ? _places.Former : null,
                });
                break;

            case Answering answering:
                answering.Path.Link.Tell(new AcceptPath(answering.Path.Id, done.Bytes, Self));
                _places.Add(answering.Index, answering.Path, answering.Peer, hasKeys: true);
                _set.PathStands(answering.Index, Now);
                break;
        }
    }

    private void NotSealed(NotSealed failed)
    {
        switch (failed.Tag)
        {
            case Helloing hello:
                _set.PathEnded(hello.Index, failed.Reason switch
                {
                    Undelivered.Refused => PathCloseReason.Refused,
                    Undelivered.Busy => PathCloseReason.Full,
                    Undelivered.Unreachable => PathCloseReason.NoRoute,
                    _ => PathCloseReason.NoSession,
                }, Now);
                break;

            case Answering answering:
                answering.Path.Link.Tell(new ClosePath(answering.Path.Id, PathCloseReason.NoSession));
                _set.PathEnded(answering.Index, PathCloseReason.NoSession, Now);
                break;
        }
    }

    /// <summary>The opener's path is answered.</summary>
    private void Accepted(uint index, ApplicationMessage message)
    {
        if (message.Protocol != StreamsHello.Protocol)
        {
            Close(index, PathCloseReason.Protocol);
            _set.PathEnded(index, PathCloseReason.Protocol, Now);
            return;
        }

        _set.PathAccepted(index, message.Payload.Span, Now);
        foreach (var packet in _places.Ready(index)) Take(index, packet);
    }

    /// <summary>The opener asks for a path.</summary>
    private void Take(TakePath take)
    {
        var hops = take.Path.Neighbour == _peer ? 1 : Math.Max(2, take.Hops);
        var accept = _set.TakePath(take.Hello, take.Bytes, take.Suite, hops, take.Until, Now);
        if (accept is null)
        {
            take.Path.Link.Tell(new ClosePath(take.Path.Id, PathCloseReason.Refused));
            return;
        }

        var message = new ApplicationMessage(StreamsHello.Protocol, accept);
        var tag = new Answering(take.Path, take.Hello.Index, take.Peer);
        _parts.Sessions.Tell(new SealText(_peer, message, SealWithin, Self, tag));
    }

    /// <summary>A path is over, as its link says.</summary>
    private void Closed(uint index, PathCloseReason reason)
    {
        if (reason == PathCloseReason.NoSession) _parts.Sessions.Tell(new SessionForgotten(_peer));
        _places.Remove(index, reason: null, isFailure: reason != PathCloseReason.Done);
        _set.PathEnded(index, reason, Now);
    }

    /// <summary>Paths end with the delegation that they were opened under; the next needs a session under another.</summary>
    private void End(Revocation revocation)
    {
        foreach (var index in _places.StandingOn(revocation.Revokes))
        {
            Close(index, PathCloseReason.Refused);
            _set.PathEnded(index, PathCloseReason.Refused, Now);
        }
    }

    private void Close(uint index, PathCloseReason reason) =>
        _places.Remove(index, reason, isFailure: reason is PathCloseReason.Broken or PathCloseReason.Protocol);

    private sealed record Helloing(uint Index, PathWay Way);

    private sealed record Asked(uint Index, AeadSuite Suite, Instant Until, Delegation? Peer);

    private sealed record Accepting(uint Index);

    private sealed record Answering(PathPlace Path, uint Index, Delegation? Peer);
}
