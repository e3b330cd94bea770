using System.IO.Pipelines;
using Rings.Actors.Public;
using Rings.Protocol.Streams;
using Rings.TestKit;
using static Rings.Actors.Public.StreamCommands;

namespace Rings.Actors.Tests.Streams;

/// <summary>What applications do with streams, in the time of a simulated ring.</summary>
internal static class SimulatedStreams
{
    public const string Protocol = "test/1";

    /// <summary>A ring of so many nodes that has found itself.</summary>
    public static void Settle(this SimulatedRing ring, int nodes)
    {
        ring.Grow(nodes);
        Assert.True(ring.RunUntilIdeal(TimeSpan.FromMinutes(5)), ring.Describe());
    }

    /// <summary>Two nodes without a link between them.</summary>
    public static (SimulatedNode From, SimulatedNode To) Strangers(this SimulatedRing ring)
    {
        foreach (var from in ring.Nodes)
        {
            var linked = ring.Status(from).Links.Select(link => link.Peer).ToHashSet();
            if (ring.Nodes.FirstOrDefault(node => node != from && !linked.Contains(node.Did)) is { } to) return (from, to);
        }

        throw new InvalidOperationException("All nodes are linked with one another.");
    }

    public static StreamListener Listen(this SimulatedRing ring, SimulatedNode node, int backlog = 64)
    {
        var listener = new StreamListener(Protocol, backlog);
        ring.Ask<Listening>(node, new Listen(listener));
        return listener;
    }

    public static IStreamOpenOutcome TryOpen(
        this SimulatedRing ring, SimulatedNode from, SimulatedNode to, StreamOptions? options = null) =>
        ring.Ask<IStreamOpenOutcome>(from, new OpenStream(to.Did, Protocol, options ?? new(), new object()));

    /// <summary>Opens a stream and accepts it.</summary>
    public static (RingsStream Opener, RingsStream Acceptor) Connect(
        this SimulatedRing ring, SimulatedNode from, SimulatedNode to, StreamListener listener, StreamOptions? options = null)
    {
        ring.Probe.Received.Clear();
        from.Actor.Tell(new OpenStream(to.Did, Protocol, options ?? new(), new object()), ring.Probe.Actor);
        var accepted = ring.Take(listener).Accept();
        ring.Until(() => ring.Probe.Received.Count > 0, "the opener heard nothing");
        var opened = Assert.IsType<StreamOpened>(ring.Probe.Received[0]);
        return (opened.Stream, accepted);
    }

    /// <summary>The next stream that came.</summary>
    public static IncomingStream Take(this SimulatedRing ring, StreamListener listener)
    {
        IncomingStream? incoming = null;
        ring.Until(() => listener.Waiting.TryRead(out incoming), "no stream came");
        return incoming!;
    }

    /// <summary>Reads what comes, and looks at each byte.</summary>
    /// <returns>Whether the end came.</returns>
    public static bool Read(PipeReader reader, ref long offset)
    {
        while (reader.TryRead(out var result))
        {
            foreach (var segment in result.Buffer)
            {
                foreach (var value in segment.Span) Assert.Equal(ByteAt(offset++), value);
            }

            reader.AdvanceTo(result.Buffer.End);
            if (result.IsCompleted) return true;
        }

        return false;
    }

    /// <summary>Writes at one end, reads at the other, to the end. Meanwhile it is told how many bytes have come.</summary>
    public static void Carry(this SimulatedRing ring, PipeWriter writer, PipeReader reader, int bytes, Action<long>? meanwhile = null)
    {
        var (offset, isOver) = (0L, false);
        var pump = new Pump(writer, bytes);
        ring.Until(
            () =>
            {
                pump.Step();
                isOver |= Read(reader, ref offset);
                meanwhile?.Invoke(offset);
                return isOver;
            },
            $"not all came: {offset} of {bytes}", TimeSpan.FromMinutes(5));
        Assert.Equal(bytes, offset);
    }

    public static void Until(this SimulatedRing ring, Func<bool> condition, string what, TimeSpan? patience = null)
    {
        var holds = false;
        ring.World.RunUntil(ring.World.Now + (patience ?? TimeSpan.FromMinutes(1)), () => holds = condition());
        Assert.True(holds, $"{what}; seed {ring.World.Seed}; log:\n{string.Join('\n', ring.System.Log.TakeLast(12))}");
    }

    public static StreamEnd End(this SimulatedRing ring, RingsStream stream)
    {
        ring.Until(() => stream.Ended.IsCompleted, "the stream does not end", TimeSpan.FromMinutes(3));
        return stream.Ended.Result;
    }

    private static byte ByteAt(long offset) => (byte)((offset * 2654435761) >> 11);

    /// <summary>Writes as fast as it may, a step at a time.</summary>
    private sealed class Pump(PipeWriter writer, int bytes)
    {
        private ValueTask<FlushResult>? _flush;
        private int _written;

        public void Step()
        {
            while (_written < bytes && (_flush is not { } flush || flush.IsCompleted))
            {
                var length = Math.Min(bytes - _written, 50_000);
                var chunk = writer.GetSpan(length)[..length];
                for (var i = 0; i < length; i++) chunk[i] = ByteAt(_written + i);
                writer.Advance(length);
                _written += length;
                _flush = writer.FlushAsync();
                if (_written == bytes) writer.Complete();
            }
        }
    }
}
