using System.IO.Pipelines;
using Rings.Actors.Public;

namespace Rings.Benchmarks.Streams;

/// <summary>What a node of a benchmark does with streams that others open.</summary>
internal static class StreamServer
{
    /// <summary>Takes all that comes, to its end.</summary>
    public const string Sink = "sink/1";

    /// <summary>Sends back what comes.</summary>
    public const string Echo = "echo/1";

    /// <summary>Sends until it is told to stop.</summary>
    public const string Pour = "pour/1";

    /// <summary>Bytes of one write.</summary>
    public const int Chunk = 64 * 1024;

    /// <summary>Serves all three as long as the process lives.</summary>
    public static void Serve(RingsClient node)
    {
        _ = ServeAsync(node, Sink, SinkAsync);
        _ = ServeAsync(node, Echo, EchoAsync);
        _ = ServeAsync(node, Pour, PourAsync);
    }

    /// <summary>Reads to the end.</summary>
    /// <returns>Bytes read.</returns>
    public static async Task<long> DrainAsync(PipeReader reader, Action<long>? some = null)
    {
        var total = 0L;
        while (true)
        {
            var result = await reader.ReadAsync();
            total += result.Buffer.Length;
            some?.Invoke(result.Buffer.Length);
            reader.AdvanceTo(result.Buffer.End);
            if (result.IsCompleted) return total;
        }
    }

    private static async Task ServeAsync(RingsClient node, string protocol, Func<RingsStream, Task> serve)
    {
        await foreach (var incoming in node.StreamsAsync(protocol, 4096)) _ = OneAsync(incoming.Accept(), serve);
    }

    private static async Task OneAsync(RingsStream stream, Func<RingsStream, Task> serve)
    {
        await using (stream)
        {
            try
            {
                await serve(stream);
            }
            catch (StreamResetException)
            {
                return; // The caller has had enough.
            }
        }
    }

    private static async Task SinkAsync(RingsStream stream)
    {
        await DrainAsync(stream.Input);
        await stream.Output.CompleteAsync();
    }

    private static async Task EchoAsync(RingsStream stream)
    {
        while (true)
        {
            var result = await stream.Input.ReadAsync();
            foreach (var segment in result.Buffer) await stream.Output.WriteAsync(segment);
            stream.Input.AdvanceTo(result.Buffer.End);
            if (result.IsCompleted) return;
        }
    }

    private static async Task PourAsync(RingsStream stream)
    {
        FlushResult flushed;
        do
        {
            stream.Output.GetMemory(Chunk);
            stream.Output.Advance(Chunk);
            flushed = await stream.Output.FlushAsync();
        }
        while (!flushed.IsCompleted);
    }
}
