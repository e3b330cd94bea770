using System.Buffers;
using System.Runtime.CompilerServices;
using Akka;
using Akka.IO;
using Akka.Streams.Dsl;
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
        var sink = Sink.ForEachAsync<ByteString>(1, bytes => WriteAsync(stream, bytes))
            .MapMaterializedValue(written => FinishAsync(stream, written));
        return Flow.FromSinkAndSource(sink, Source.From(() => ReadAsync(stream)), (_, _) => stream.Ended);
    }

    private static async Task WriteAsync(RingsStream stream, ByteString bytes)
    {
        var flushed = await stream.Output.WriteAsync(bytes.ToArray()).ConfigureAwait(false);
        if (flushed.IsCompleted) throw new StreamResetException(StreamCode.Cancelled);
    }

    private static async Task FinishAsync(RingsStream stream, Task<Done> written)
    {
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
        RingsStream stream, [EnumeratorCancellation] CancellationToken cancel = default)
    {
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
