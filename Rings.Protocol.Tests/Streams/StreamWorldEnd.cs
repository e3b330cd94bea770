using Rings.Protocol.Crypto;
using Rings.Protocol.Paths;
using Rings.Protocol.Streams;

namespace Rings.Protocol.Tests.Streams;

/// <summary>One end of a set with its applications.</summary>
internal sealed class StreamWorldEnd(StreamWorld world, bool isOpener) : IStreamEffects
{
    private long _wake;
    private Instant? _wakeAt;

    public StreamSet Set { get; set; } = null!;

    public SortedDictionary<long, WorldStream> Streams { get; } = [];

    public (long Code, string Text)? SetEnd { get; private set; }

    public StreamWorldEnd Other => isOpener ? world.Acceptor : world.Opener;

    /// <summary>The longest time between two arrivals of bytes, in seconds, while there was something to come.</summary>
    public double LongestPause { get; set; }

    public Instant? LastArrival { get; set; }

    public void Do(Action<StreamSet> input)
    {
        if (!Set.IsEnded) input(Set);
        world.Check();
    }

    public void HearEnd(uint index, PathCloseReason reason, double after) =>
        world.After(after, () => Do(set => set.PathEnded(index, reason, world.Now)));

    public void Write(WorldStream stream)
    {
        if (stream.IsFinished || stream.Reset is not null || Set.IsEnded) return;
        if (stream.Wants == WorldStream.Seldom)
        {
            WriteSeldom(stream);
            return;
        }

        while (stream.Written < stream.Wants)
        {
            var chunk = new byte[Math.Min(stream.Wants - stream.Written, 1 + (int)world.Within(9000))];
            for (var i = 0; i < chunk.Length; i++)
                chunk[i] = WorldStream.ByteAt(stream.Id, isOpener, stream.Written + i);
            var taken = Set.Write(stream.Id, chunk, world.Now);
            stream.Written += taken;
            if (taken < chunk.Length) return;
        }

        stream.IsFinished = true;
        Set.Finish(stream.Id, world.Now);
    }

    /// <summary>A few bytes ten times a second, without an end.</summary>
    private void WriteSeldom(WorldStream stream)
    {
        var chunk = new byte[100];
        for (var i = 0; i < chunk.Length; i++) chunk[i] = WorldStream.ByteAt(stream.Id, isOpener, stream.Written + i);
        stream.Written += Set.Write(stream.Id, chunk, world.Now);
        world.After(0.1, () => Write(stream));
    }

    public void Reset(WorldStream stream, long code)
    {
        if (stream.Ends.Count > 0 || stream.Reset is not null || Set.IsEnded) return;
        stream.Reset = code;
        Do(set => set.Reset(stream.Id, code, world.Now));
    }

    public void Stop(WorldStream stream, long code)
    {
        if (stream.Ends.Count > 0 || stream.ReadEnded || stream.Reset is not null || Set.IsEnded) return;
        stream.Stopped = code;
        var unread = stream.Unread;
        stream.Unread = 0;
        Do(set =>
        {
            set.Stop(stream.Id, code, world.Now);
            set.Read(stream.Id, unread, world.Now);
        });
    }

    public void ReadSome(WorldStream stream)
    {
        if (stream.IsReading || stream.ReadRate <= 0 || stream.Unread == 0) return;
        stream.IsReading = true;
        var some = Math.Min(stream.Unread, 1 + (long)world.Within(8000));
        world.After(some / stream.ReadRate, () =>
        {
            stream.IsReading = false;
            some = Math.Min(some, stream.Unread);
            stream.Unread -= some;
            Do(set => set.Read(stream.Id, some, world.Now));
            ReadSome(stream);
        });
    }

    void IStreamEffects.OpenPath(uint index, PathWay way, ReadOnlyMemory<byte> hello) =>
        world.OpenPath(index, way, hello.ToArray());

    void IStreamEffects.Carry(uint index, PathPacket packet) => world.Carry(isOpener, index, packet);

    void IStreamEffects.ClosePath(uint index, PathCloseReason reason) => world.ClosePath(isOpener, index, reason);

    void IStreamEffects.WantLink() => world.WantLink();

    void IStreamEffects.Offered(long stream, string protocol, ReadOnlyMemory<byte> metadata, bool isInteractive) =>
        world.Offer(stream, protocol, metadata);

    void IStreamEffects.Accepted(long stream)
    {
        world.Fail(Streams[stream].IsAccepted, "a stream is accepted twice");
        Streams[stream].IsAccepted = true;
    }

    void IStreamEffects.Received(long stream, ReadOnlySpan<byte> bytes)
    {
        var state = Streams[stream];
        world.Fail(state.Ends.Count > 0 || state.ReadEnded || state.Stopped is not null, "bytes come after the end");
        world.Fail(isOpener ? !state.IsAccepted : !Other.Streams[stream].IsOptimistic && !state.IsAccepted,
            "bytes come before the stream is accepted, and nobody allowed it");
        for (var i = 0; i < bytes.Length; i++)
        {
            if (bytes[i] == WorldStream.ByteAt(stream, !isOpener, state.Came + i)) continue;
            world.Fail(true, $"stream {stream}: a wrong byte at {state.Came + i}");
            return;
        }

        (state.Came, state.Unread) = (state.Came + bytes.Length, state.Unread + bytes.Length);
        if (LastArrival is { } last) LongestPause = Math.Max(LongestPause, (world.Now - last).TotalSeconds);
        LastArrival = world.Now;
        world.After(0, () => ReadSome(state));
    }

    void IStreamEffects.ReadEnded(long stream, long? code)
    {
        var state = Streams[stream];
        world.Fail(state.ReadEnded, "the end is read twice");
        (state.ReadEnded, state.ReadCode) = (true, code);
    }

    void IStreamEffects.WriteStopped(long stream, long code) => Streams[stream].WriteStopped = code;

    void IStreamEffects.Writable(long stream) => world.After(0, () => Write(Streams[stream]));

    void IStreamEffects.Ended(long stream, StreamEnd end) => Streams[stream].Ends.Add(end);

    void IStreamEffects.SetEnded(long code, string text)
    {
        world.Fail(SetEnd is not null, "a set ends twice");
        SetEnd = (code, text);
    }

    void IStreamEffects.WakeAt(Instant at)
    {
        // As the actor does: woken too soon at times, never too late.
        if (_wakeAt <= at) return;
        _wakeAt = at;
        var wake = ++_wake;
        world.At(at, () =>
        {
            if (wake != _wake) return;
            _wakeAt = null;
            Do(set => set.Tick(world.Now));
        });
    }

    public static AeadSuite Suite => AeadSuite.Aes256Gcm;
}
