using System.Diagnostics.CodeAnalysis;
using System.IO.Pipelines;
using Rings.Protocol;
using Rings.Protocol.Streams;

namespace Rings.Actors.Public;

/// <summary>
/// A reliable byte stream between two nodes. Completing <see cref="Output"/> is the half close: the other direction goes
/// on. Back-pressure is <see cref="PipeWriter.FlushAsync"/>, which waits for the other end's reader.
/// </summary>
/// <remarks>
/// One reader and one writer at a time, as with any pipe. Dispose of it: what the other end still sends is then refused.
/// </remarks>
[SuppressMessage("Naming", "CA1711", Justification = "A stream of the ring, which is what the name says.")]
public sealed class RingsStream : IDuplexPipe, IAsyncDisposable
{
    private readonly StreamPipes _pipes;

    internal RingsStream(Did peer, string protocol, ReadOnlyMemory<byte> metadata, StreamPipes pipes) =>
        (Peer, Protocol, Metadata, _pipes) = (peer, protocol, metadata, pipes);

    /// <summary>The other end, authenticated.</summary>
    public Did Peer { get; }

    /// <summary>What it is for.</summary>
    public string Protocol { get; }

    /// <summary>What its opener said to that.</summary>
    public ReadOnlyMemory<byte> Metadata { get; }

    /// <summary>
    /// What the other end writes. Completed at its half close; <see cref="StreamResetException"/> where it reset the stream
    /// or is lost.
    /// </summary>
    public PipeReader Input => _pipes.Input;

    /// <summary>
    /// What this end writes. Completing it is the half close; with an exception, the reset. A flush says
    /// <c>IsCompleted</c> when the other end reads no more.
    /// </summary>
    public PipeWriter Output => _pipes.Output;

    /// <summary>How its bytes go at present.</summary>
    public StreamWay Way => _pipes.Way;

    /// <summary>Ends when both directions are over, and says how; never fails.</summary>
    public Task<StreamEnd> Ended => _pipes.Ended;

    internal StreamPipes Pipes => _pipes;

    /// <summary>Both directions as one <see cref="Stream"/>; closing that completes both.</summary>
    public Stream AsStream() => new DuplexStream(this);

    /// <summary>Ends both directions now; what is on its way is dropped.</summary>
    /// <param name="code">The reason that the other end is told: one of <see cref="StreamCode"/>, or the application's.</param>
    public void Reset(long code)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(code);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(code, StreamCode.Max);
        _pipes.Reset(code);
    }

    /// <summary>Completes both directions. What was written still goes; what comes is not read any more.</summary>
    public async ValueTask DisposeAsync()
    {
        await Output.CompleteAsync().ConfigureAwait(false);
        await Input.CompleteAsync().ConfigureAwait(false);
    }
}
