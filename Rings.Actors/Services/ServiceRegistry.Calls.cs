using Akka.Actor;
using Akka.Event;
using Rings.Actors.Public;
using Rings.Protocol;
using Rings.Protocol.Services;
using Rings.Protocol.Streams;
using static Rings.Actors.Services.ServiceStoreProtocol;

namespace Rings.Actors.Services;

/// <content>Callers: who is let in, and that their bytes reach the target.</content>
internal sealed partial class ServiceRegistry
{
    /// <summary>Calls that wait to be judged; those beyond hear Busy.</summary>
    private const int MaxJudging = 64;

    private readonly StreamListener _calls = new(ServiceCall.Protocol, MaxJudging);

    /// <summary>Each call is taken from where it waits only when the one before it is judged: what waits is bounded.</summary>
    private void ListenForCalls()
    {
        Context.Parent.Tell(new StreamCommands.Listen(_calls));
        Next();
    }

    private void EndCalls()
    {
        Context.Parent.Tell(new StreamCommands.Unlisten(_calls));
        while (_calls.Waiting.TryRead(out var waiting)) waiting.Refuse(StreamCode.NotFound);
    }

    private void Next() => _calls.Waiting.ReadAsync(_stopping.Token).AsTask().PipeTo(
        Self, success: stream => new CallArrived(stream), failure: _ => CallsEnded.Instance);

    private void ReceiveCalls(object message)
    {
        switch (message)
        {
            case CallArrived arrived:
                Judge(arrived.Stream);
                Next();
                break;

            case CallKeeper.Ended ended:
                End(ended);
                break;

            case CallKeeper.Troubled troubled:
                if (Book.TryFind(troubled.Name, out _)) _parts.Memory.Troubles[troubled.Name] = troubled.Trouble;
                break;

            case StreamCommands.ProtocolInUse taken:
                _log.Error("No service of this node can be reached: {Why}", taken.Detail);
                break;

            case StreamCommands.Listening or CallsEnded:
                break;

            default:
                Unhandled(message);
                break;
        }
    }

    private void Judge(IncomingStream stream)
    {
        switch (Book.Decide(stream.Peer, Read(stream), _node.Now))
        {
            case CallVerdict.Admitted { Bound: { } bound, Service: var service }:
                Bind(stream, service, bound);
                break;

            case CallVerdict.Admitted admitted:
                Begin(stream, admitted.Service);
                break;

            case CallVerdict.Busy:
                stream.Refuse(StreamCode.Busy);
                break;

            default:
                stream.Refuse(StreamCode.NotFound);
                break;
        }
    }

    private static ServiceCall? Read(IncomingStream stream)
    {
        try
        {
            return ServiceCall.Read(stream.Metadata.Span);
        }
        catch (ProtocolException)
        {
            // He is answered as one who names what there is not.
            return null;
        }
    }

    /// <summary>The ticket is his on the disk before he is let in: else a restart would give it to another.</summary>
    private void Bind(IncomingStream stream, OfferedService service, Ticket bound)
    {
        if (!service.IsKept)
        {
            Begin(stream, service);
            return;
        }

        _parts.Store.Tell(new Change(store => store.Keep(bound), new Waiting(() => Begin(stream, service), () =>
        {
            Book.Unbind(bound);
            stream.Refuse(StreamCode.Busy);
        })));
    }

    private void Begin(IncomingStream stream, OfferedService service)
    {
        Book.Began(service.Name, stream.Peer);
        var (name, peer) = (service.Name, stream.Peer);
        if (_parts.Takers.Of(service) is { } taker)
        {
            taker.Offer(new AdmittedCall(stream, service, _keeper));
            return;
        }

        ServiceConnection.RunAsync(stream, service, _dialer, _stopping.Token).PipeTo(
            Self,
            success: end => new CallKeeper.Ended(name, peer, end),
            failure: error => new CallKeeper.Ended(name, peer, new CallEnd(0, 0, error.Message)));
    }

    private void End(CallKeeper.Ended ended)
    {
        Book.Ended(ended.Name, ended.Caller);
        if (!Book.TryFind(ended.Name, out _)) return;
        var memory = _parts.Memory;
        memory.Bytes[ended.Name] = memory.Bytes.GetValueOrDefault(ended.Name) + ended.End.FromTarget + ended.End.ToTarget;
        if (ended.End.Trouble is { } trouble) memory.Troubles[ended.Name] = trouble;
    }

    private sealed record CallsEnded : INoSerializationVerificationNeeded
    {
        public static readonly CallsEnded Instance = new();
    }

    private sealed record CallArrived(IncomingStream Stream) : INoSerializationVerificationNeeded;
}
