using System.Net.Sockets;
using Rings.Protocol;
using Rings.Protocol.Services;

namespace Rings.Actors.Public;

/// <summary>
/// A caller whom a service let in, with his stream. It waits for one of <see cref="Accept"/> and <see cref="Refuse"/>,
/// within 30 s. Thread-safe.
/// </summary>
public sealed class AdmittedCall
{
    private readonly IncomingStream _stream;
    private readonly ICallKeeper _keeper;
    private int _isEnded;

    internal AdmittedCall(IncomingStream stream, OfferedService service, ICallKeeper keeper) =>
        (_stream, Service, _keeper) = (stream, service, keeper);

    /// <summary>Who calls, authenticated.</summary>
    public Did Caller => _stream.Peer;

    /// <summary>What he was let in to.</summary>
    public OfferedService Service { get; }

    /// <summary>Takes the stream, which is the taker's to dispose of; the call lasts as long as it.</summary>
    /// <exception cref="InvalidOperationException">It was refused before.</exception>
    public RingsStream Accept()
    {
        var stream = _stream.Accept();
        _ = ReportAsync(stream);
        return stream;
    }

    /// <summary>Does not take it. Nothing happens where it was answered before.</summary>
    /// <param name="code">What the caller is told: one of <see cref="Rings.Protocol.Streams.StreamCode"/>.</param>
    public void Refuse(long code)
    {
        _stream.Refuse(code);
        End(new CallEnd(0, 0, null));
    }

    /// <summary>Connects to the service's target, which is judged at each call as docs/protocol/7-services.md says.</summary>
    /// <param name="cancel">Gives up.</param>
    /// <returns>The socket; whoever gets it closes it.</returns>
    /// <exception cref="TargetException">It is forbidden, or refused, silent or out of reach.</exception>
    public Task<Socket> DialAsync(CancellationToken cancel) => _keeper.DialAsync(this, cancel);

    /// <summary>Tells the service's owner what went wrong behind it: <c>rings service show</c> says it.</summary>
    /// <param name="trouble">What, as a clause.</param>
    public void Note(string trouble) => _keeper.Note(this, trouble);

    private async Task ReportAsync(RingsStream stream)
    {
        var end = await stream.Ended.ConfigureAwait(false);
        End(new CallEnd(end.Written, end.Received, null));
    }

    private void End(CallEnd end)
    {
        if (Interlocked.Exchange(ref _isEnded, 1) == 0) _keeper.End(this, end);
    }
}
