using System.Threading.Channels;
using Rings.Protocol.Streams;

namespace Rings.Actors.Public;

/// <summary>Who takes the callers of services, and those that wait for it.</summary>
/// <param name="backlog">How many may wait.</param>
internal sealed class CallListener(int backlog)
{
    private readonly Channel<AdmittedCall> _waiting = Channel.CreateBounded<AdmittedCall>(backlog);

    public ChannelReader<AdmittedCall> Waiting => _waiting.Reader;

    /// <summary>Puts a call into the queue; where that is full or closed, the caller hears that there is no room.</summary>
    public void Offer(AdmittedCall call)
    {
        if (!_waiting.Writer.TryWrite(call)) call.Refuse(StreamCode.Busy);
    }

    /// <summary>Nobody takes any more: whoever waits is refused.</summary>
    public void Close()
    {
        _waiting.Writer.TryComplete();
        while (_waiting.Reader.TryRead(out var call)) call.Refuse(StreamCode.TargetRefused);
    }
}
