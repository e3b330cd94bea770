using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.IO.Pipelines;
using Akka.Actor;
using Rings.Actors.Public;
using Rings.Protocol;
using Rings.Protocol.Streams;
using static Rings.Actors.Public.StreamCommands;

namespace Rings.Actors.Streams;

/// <summary>
/// Moves the bytes of one stream between its pipes and its set, on the set's thread. Never waits: what is not there yet
/// is told to the actor when it comes.
/// </summary>
/// <param name="id">The stream's number.</param>
/// <param name="stream">What the application has.</param>
/// <param name="set">The set.</param>
/// <param name="actor">The set's actor.</param>
internal sealed class StreamPump(long id, RingsStream stream, StreamSet set, IActorRef actor)
{
    private ValueTask<ReadResult> _reading;
    private bool _isReading;
    private bool _isWriteOver;
    private bool _isReadOver;
    private bool _isDirty;
    private long _delivered;
    private long _reported;

    public long Id => id;

    public RingsStream Stream => stream;

    /// <summary>Bytes that the set has taken from the application.</summary>
    public long Sent { get; private set; }

    /// <summary>Bytes that came.</summary>
    public long Received => _delivered;

    /// <summary>Whether something came that the application has neither read nor dropped.</summary>
    public bool HasUnread => _reported < _delivered;

    /// <summary>By which whoever opened it may give it up; null: the other end opened it.</summary>
    public object? Handle { get; init; }

    private StreamPipes Pipes => stream.Pipes;

    /// <summary>Takes from the application what the set has room for.</summary>
    [SuppressMessage("Reliability", "CA2012", Justification = "The one read under way is awaited once, by TryTake.")]
    public void Pull(Instant now)
    {
        while (!_isWriteOver)
        {
            if (!_isReading)
            {
                (_reading, _isReading) = (Pipes.Outgoing.ReadAsync(), true);
                if (!_reading.IsCompleted)
                {
                    _reading.GetAwaiter().UnsafeOnCompleted(() => actor.Tell(new WroteSome(id)));
                    return;
                }
            }

            if (!_reading.IsCompleted || !TryTake(now)) return;
        }
    }

    /// <summary>Bytes came.</summary>
    public void Deliver(ReadOnlySpan<byte> bytes)
    {
        if (_isReadOver) return;
        Pipes.Incoming.Write(bytes);
        _delivered += bytes.Length;
        _isDirty = true;
    }

    /// <summary>Shows the application what came.</summary>
    public void Show()
    {
        if (!_isDirty || _isReadOver) return;
        _isDirty = false;
        // The pipe has no bound of its own, so this never waits; the application continues on another thread.
        var flushed = Pipes.Incoming.FlushAsync();
        if (flushed.IsCompletedSuccessfully && flushed.Result.IsCompleted) StopReading(null);
    }

    /// <summary>The application has read some: the set may let more come.</summary>
    public void Read(Instant now)
    {
        var bytes = Pipes.TakeConsumed();
        if (_isReadOver && !HasUnread) return;
        _reported += bytes;
        set.Read(id, bytes, now);
    }

    /// <summary>The application reads no more.</summary>
    public void ReaderDone(Instant now)
    {
        StopReading(null);
        Drop(now);
        set.Stop(id, StreamCode.Cancelled, now);
    }

    /// <summary>Nothing more comes.</summary>
    /// <param name="code">Why the other end reset it; null: it came to its end.</param>
    public void EndReading(long? code)
    {
        Show();
        StopReading(code is { } why ? new StreamResetException(why) : null);
    }

    /// <summary>What lies unread where it was reset is read by nobody.</summary>
    public void Drop(Instant now)
    {
        var rest = _delivered - _reported;
        _reported = _delivered;
        if (rest > 0) set.Read(id, rest, now);
    }

    /// <summary>The other end reads no more: the application's next flush says so.</summary>
    public void StopWriting()
    {
        if (_isWriteOver) return;
        _isWriteOver = true;
        Pipes.Outgoing.Complete();
    }

    /// <summary>Both directions are over.</summary>
    public void End(StreamEnd end)
    {
        Show();
        StopReading(end.Kind == StreamEndKind.Finished ? null : new StreamResetException(end.Code));
        StopWriting();
        Pipes.End(end);
    }

    private void StopReading(Exception? why)
    {
        if (_isReadOver) return;
        _isReadOver = true;
        Pipes.Incoming.Complete(why);
    }

    /// <summary>Puts what was read into the set.</summary>
    /// <returns>False where the set has no room: it says when it has.</returns>
    private bool TryTake(Instant now)
    {
        _isReading = false;
        ReadResult result;
        try
        {
            result = _reading.GetAwaiter().GetResult();
        }
        catch (Exception failed) when (failed is not OutOfMemoryException)
        {
            // The application completed its writer with this.
            _isWriteOver = true;
            Pipes.Outgoing.Complete();
            set.Reset(id, StreamCode.Cancelled, now);
            return false;
        }

        var taken = 0L;
        foreach (var segment in result.Buffer)
        {
            var some = set.Write(id, segment.Span, now);
            taken += some;
            if (some < segment.Length) break;
        }

        Sent += taken;
        var (isAll, at) = (taken == result.Buffer.Length, result.Buffer.GetPosition(taken));
        Pipes.Outgoing.AdvanceTo(at, isAll ? result.Buffer.End : at);
        if (isAll && result.IsCompleted)
        {
            _isWriteOver = true;
            Pipes.Outgoing.Complete();
            set.Finish(id, now);
        }

        return isAll;
    }
}
