using System.Buffers;
using System.Runtime.CompilerServices;
using Akka;
using Akka.IO;
using Akka.Streams.Dsl;
using Rings.Protocol;
using Rings.Protocol.Streams;

namespace Rings.Actors.Public;

/// <summary>Streams between nodes for Akka.Streams.</summary>
public static class RingsStreams
{
    /// <summary>
    /// Both directions of a stream as a flow, to be run once. Its upstream's end is the half close, its failure a reset; its
    /// downstream ends at the other end's half close and fails with <see cref="StreamResetException"/> at a reset.
    /// </summary>
    /// <param name="stream">An open stream, which the flow disposes of.</param>
    /// <returns>The flow; its task tells how the stream ended.</returns>
    public static Flow<ByteString, ByteString, Task<StreamEnd>> AsFlow(this RingsStream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        return Over(Task.FromResult(stream)).MapMaterializedValue(_ => stream.Ended);
    }

    /// <summary>
    /// A flow that opens a stream when it is run, each time another, and is like <see cref="AsFlow"/> from then on. Where the
    /// stream is refused its downstream fails with <see cref="StreamResetException"/>, and where the other end was not reached
    /// with an <see cref="IOException"/> that says why; its upstream is cancelled at the next element.
    /// </summary>
    /// <param name="rings">The node.</param>
    /// <param name="to">The other end.</param>
    /// <param name="protocol">What it is for.</param>
    /// <param name="options">How; null: as <see cref="StreamOptions"/> says by default.</param>
    /// <returns>The flow; its task tells what became of the opening, and never fails.</returns>
    public static Flow<ByteString, ByteString, Task<IStreamOpenOutcome>> Dial(
        this IRingsStreams rings, Did to, string protocol, StreamOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(rings);
        return Flow.Setup((_, _) =>
        {
            var opening = rings.OpenStreamAsync(to, protocol, options);
            return Over(StreamOf(opening)).MapMaterializedValue(_ => opening);
        }).MapMaterializedValue(opened => opened.Unwrap());
    }

    private static async Task<RingsStream> StreamOf(Task<IStreamOpenOutcome> opening) =>
        (await opening.ConfigureAwait(false)).Match(
            opened => opened.Stream,
            refused => throw new StreamResetException(refused.Code),
            failed => throw new IOException(failed.Detail));

    private static Flow<ByteString, ByteString, NotUsed> Over(Task<RingsStream> opening)
    {
        var sink = Sink.ForEachAsync<ByteString>(1, bytes => WriteAsync(opening, bytes))
            .MapMaterializedValue(written => FinishAsync(opening, written));
        return Flow.FromSinkAndSource(sink, Source.From(() => ReadAsync(opening)), (_, _) => NotUsed.Instance);
    }

    private static async Task WriteAsync(Task<RingsStream> opening, ByteString bytes)
    {
        var stream = await opening.ConfigureAwait(false);
        var flushed = await stream.Output.WriteAsync(bytes.ToArray()).ConfigureAwait(false);
        if (flushed.IsCompleted) throw new StreamResetException(StreamCode.Cancelled);
    }

    private static async Task FinishAsync(Task<RingsStream> opening, Task<Done> written)
    {
        RingsStream stream;
        try
        {
            stream = await opening.ConfigureAwait(false);
        }
        catch (IOException)
        {
            return; // There is no stream; both ends of the flow fail with the reason.
        }

        try
        {
            await written.ConfigureAwait(false);
            await stream.Output.CompleteAsync().ConfigureAwait(false);
        }
        catch (Exception failed)
        {
            // The other end hears of it by a reset; this end's flow has its failure already.
            await stream.Output.CompleteAsync(failed).ConfigureAwait(false);
        }
    }

    private static async IAsyncEnumerable<ByteString> ReadAsync(
        Task<RingsStream> opening, [EnumeratorCancellation] CancellationToken cancel = default)
    {
        var stream = await opening.ConfigureAwait(false);
        try
        {
            while (true)
            {
                var result = await stream.Input.ReadAsync(cancel).ConfigureAwait(false);
                if (!result.Buffer.IsEmpty) yield return ByteString.FromBytes(result.Buffer.ToArray());
                stream.Input.AdvanceTo(result.Buffer.End);
                if (result.IsCompleted) yield break;
            }
        }
        finally
        {
            await stream.Input.CompleteAsync().ConfigureAwait(false);
        }
    }
}
