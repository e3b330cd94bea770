using System.Threading.Channels;

namespace Rings.Actors.Public;

/// <summary>Who takes the streams of one protocol, and those that wait for it.</summary>
/// <param name="protocol">The protocol.</param>
/// <param name="backlog">How many may wait.</param>
internal sealed class StreamListener(string protocol, int backlog)
{
    private readonly Channel<IncomingStream> _waiting = Channel.CreateBounded<IncomingStream>(backlog);

    public string Protocol => protocol;

    public ChannelReader<IncomingStream> Waiting => _waiting.Reader;

    /// <summary>Puts a stream into the queue.</summary>
    /// <returns>False where it is full or closed.</returns>
    public bool TryOffer(IncomingStream stream) => _waiting.Writer.TryWrite(stream);

    /// <summary>Nobody takes any more: what waits is refused by the caller.</summary>
    public void Close() => _waiting.Writer.TryComplete();
}
