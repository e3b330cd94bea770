using System.IO.Pipelines;
using Akka.Actor;
using Rings.Protocol.Streams;
using static Rings.Actors.Public.StreamCommands;

namespace Rings.Actors.Public;

/// <summary>
/// What lies between an application and the actor of its stream set: one pipe for each direction. The actor is told once
/// that there is something to read or to write, never once for each piece.
/// </summary>
/// <param name="stream">The stream's number.</param>
/// <param name="set">The set's actor.</param>
/// <param name="view">How the set's bytes go.</param>
internal sealed class StreamPipes(long stream, IActorRef set, SetView view)
{
    /// <summary>What an application may write ahead of the actor, in bytes.</summary>
    private const int WriteAhead = 256 * 1024;

    /// <summary>Read bytes of which the actor is told while more lies there to be read.</summary>
    private const int ReadStep = 32 * 1024;

    /// <summary>What a pipe takes at a time, in bytes: a packet. A pipe that is read to its end holds nothing.</summary>
    private const int Segment = 16 * 1024;

    // The other end's window bounds what lies here, so the writer is never paused.
    private readonly Pipe _in = new(new PipeOptions(
        pauseWriterThreshold: 0, minimumSegmentSize: Segment, useSynchronizationContext: false));

    // The actor is told on the writer's thread, which costs less than another; the application continues on its own.
    private readonly Pipe _out = new(new PipeOptions(
        readerScheduler: PipeScheduler.Inline, pauseWriterThreshold: WriteAhead, resumeWriterThreshold: WriteAhead / 2,
        minimumSegmentSize: Segment, useSynchronizationContext: false));
    private readonly TaskCompletionSource<StreamEnd> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private CountingReader? _input;
    private long _read;
    private int _isTold;

    public PipeReader Input => _input ??= new CountingReader(_in.Reader, this);

    public PipeWriter Output => _out.Writer;

    public StreamWay Way => view.Way;

    public Task<StreamEnd> Ended => _ended.Task;

    /// <summary>The actor's end of what comes.</summary>
    public PipeWriter Incoming => _in.Writer;

    /// <summary>The actor's end of what goes.</summary>
    public PipeReader Outgoing => _out.Reader;

    public void Reset(long code) => set.Tell(new ResetStream(stream, code));

    public void ReaderDone() => set.Tell(new ReaderDone(stream));

    /// <summary>The application has consumed bytes.</summary>
    public void Consumed(long bytes, bool isAll)
    {
        var read = Interlocked.Add(ref _read, bytes);
        if ((isAll || read >= ReadStep) && Interlocked.Exchange(ref _isTold, 1) == 0) set.Tell(new ReadSome(stream));
    }

    /// <summary>What was consumed since this was asked last.</summary>
    public long TakeConsumed()
    {
        Volatile.Write(ref _isTold, 0);
        return Interlocked.Exchange(ref _read, 0);
    }

    public void End(StreamEnd end) => _ended.TrySetResult(end);
}
