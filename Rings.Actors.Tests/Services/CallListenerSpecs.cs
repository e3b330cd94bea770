using System.Net.Sockets;
using Akka.Actor;
using Rings.Actors.Public;
using Rings.Protocol;
using Rings.Protocol.Services;
using Rings.Protocol.Streams;

namespace Rings.Actors.Tests.Services;

/// <summary>Callers that wait for the part of the program that takes them.</summary>
public sealed class CallListenerSpecs : ICallKeeper
{
    private static readonly OfferedService Web =
        new(new ServiceManifest(ServiceName.Web, ServiceKind.Http, ServiceAccess.Public), Did.Zero, null);

    private readonly List<long?> _answers = [];
    private readonly List<CallEnd> _ended = [];

    [Fact]
    public void Beyond_the_backlog_callers_hear_that_there_is_no_room_and_are_counted_no_more()
    {
        var listener = new CallListener(backlog: 2);

        for (var call = 0; call < 3; call++) listener.Offer(NewCall());

        Assert.Equal([StreamCode.Busy], _answers);
        Assert.Equal(new CallEnd(0, 0, null), Assert.Single(_ended));
    }

    [Fact]
    public void Whoever_waits_for_what_ends_is_refused_and_so_is_whoever_comes_then()
    {
        var listener = new CallListener(backlog: 2);
        listener.Offer(NewCall());

        listener.Close();
        listener.Offer(NewCall());

        Assert.Equal([StreamCode.TargetRefused, StreamCode.Busy], _answers);
        Assert.Equal(2, _ended.Count);
    }

    [Fact]
    public void A_call_ends_once_however_often_it_is_refused()
    {
        var call = NewCall();

        call.Refuse(StreamCode.Policy);
        call.Refuse(StreamCode.Busy);

        Assert.Equal([StreamCode.Policy], _answers);
        Assert.Single(_ended);
    }

    Task<Socket> ICallKeeper.DialAsync(AdmittedCall call, CancellationToken cancel) =>
        throw new InvalidOperationException("Nothing is dialled here.");

    void ICallKeeper.Note(AdmittedCall call, string trouble) => throw new InvalidOperationException(trouble);

    void ICallKeeper.End(AdmittedCall call, CallEnd end) => _ended.Add(end);

    private AdmittedCall NewCall()
    {
        var pipes = new StreamPipes(0, ActorRefs.Nobody, new SetView(new StreamWay(true, null, DateTimeOffset.UnixEpoch)));
        var stream = new RingsStream(Did.Zero.Finger(1), ServiceCall.Protocol, ReadOnlyMemory<byte>.Empty, pipes);
        return new AdmittedCall(new IncomingStream(stream, isInteractive: true, _answers.Add), Web, this);
    }
}
