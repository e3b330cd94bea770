using Rings.Protocol.Paths;

namespace Rings.Protocol.Streams;

/// <summary>
/// One end of a stream set: reliable byte streams to another Did, over one path at a time, which may be followed by
/// another at any moment without the loss of a byte. No I/O, clock, thread.
/// </summary>
/// <remarks>
/// The two ends do the same but for two things: only the opener opens streams, and only it asks for paths. Whoever calls
/// an input sees its effects before the call returns. Not thread-safe.
/// </remarks>
internal sealed partial class StreamSet : IDisposable
{
    /// <summary>What a writer may be ahead of the other end's window, so that there is always something to send.</summary>
    private const int Ahead = 64 * 1024;

    /// <summary>A stream's window is at most this part of the set's: a reader that stalls stops no other.</summary>
    private const int StreamsPerSet = 4;

    private readonly StreamSetParts _parts;
    private readonly StreamSettings _settings;
    private readonly IStreamEffects _effects;
    private readonly StreamRules _rules;
    private readonly Dictionary<long, StreamState> _streams = [];
    private readonly ByteRanges _seen = new();
    private readonly StreamWindow _window;
    private readonly Queue<StreamState> _blocked = new();
    private readonly byte[] _plain = new byte[PathPacket.MaxCiphertext];
    private long _promised;
    private long _peerWindow;
    private long _sent;
    private long _received;
    private long _kept;
    private long _nextStream;
    private bool _saysWindow;
    private Instant? _idleSince;

    /// <summary>Begins a set; an opener's first path is asked for when its first stream is opened.</summary>
    /// <param name="parts">What it is made with.</param>
    /// <param name="now">The present.</param>
    public StreamSet(StreamSetParts parts, Instant now)
        : this(parts, now, StreamRules.None)
    {
    }

    internal StreamSet(StreamSetParts parts, Instant now, StreamRules rules)
    {
        (_parts, _settings, _effects, _rules) = (parts, parts.Settings, parts.Effects, rules);
        _window = new(_settings.FirstSetWindow, _settings.LongestSetWindow);
        _peerWindow = _settings.FirstSetWindow;
        _upgrade = new(_settings);
        _upgrade.TryAgree(parts.Direct, parts.Direct);
        _search = new(_settings, rules, parts.IsOpener, now);
        _idleSince = now;
        _promised = _settings.FirstSetWindow;
        HasRoom = parts.Memory.Promised.TryTake(_promised);
        if (!HasRoom) _promised = 0;
    }

    /// <summary>The set's name.</summary>
    public StreamsId Id => _parts.Id;

    /// <summary>Whether the node had room for it: if not, it is to be disposed of and its asker told that it is busy.</summary>
    public bool HasRoom { get; }

    /// <summary>Whether it is over.</summary>
    public bool IsEnded { get; private set; }

    /// <summary>Streams that are not over.</summary>
    public int Streams => _streams.Count;

    /// <summary>Bytes that were written and are not acknowledged.</summary>
    public long Kept => _kept;

    /// <summary>Bytes that came and were not read, held or handed on.</summary>
    internal long Unread => _received - _window.Read;

    /// <summary>How much the other end may have unread at this one.</summary>
    internal long WindowBytes => _window.Size;

    /// <summary>The window of one stream; 0: it is over.</summary>
    internal long WindowOf(long stream) => _streams.TryGetValue(stream, out var state) ? state.Window.Size : 0;

    /// <summary>Opens a stream.</summary>
    /// <param name="protocol">What it is for; a valid name.</param>
    /// <param name="metadata">At most <see cref="PacketFrame.MaxMetadata"/> bytes, not to be written to.</param>
    /// <param name="isInteractive">Whether it is to be kept out of the way of bulk.</param>
    /// <param name="isOptimistic">Whether bytes may go before it is accepted.</param>
    /// <param name="now">The present.</param>
    /// <returns>Its number; null: there are as many as there may be.</returns>
    public long? Open(
        string protocol, ReadOnlyMemory<byte> metadata, bool isInteractive, bool isOptimistic, Instant now)
    {
        if (IsEnded || !_parts.IsOpener || _streams.Count >= _settings.Streams) return null;
        var stream = new StreamState(_nextStream++, protocol, metadata, isInteractive, _settings) { News = StreamNews.Open };
        stream.IsOptimistic = isOptimistic || _rules.HasFlag(StreamRules.AllDataIsEarly);
        _streams.Add(stream.Id, stream);
        _idleSince = null;
        Wake(stream);
        EnsurePaths(now);
        Pump(now);
        return stream.Id;
    }

    /// <summary>Takes a stream that the other end offered.</summary>
    public void Accept(long stream, Instant now)
    {
        if (!_streams.TryGetValue(stream, out var state) || state.IsAccepted) return;
        state.IsAccepted = true;
        RaiseWindow(state);
        Say(state, StreamNews.Window);
        Pump(now);
    }

    /// <summary>Does not take a stream that the other end offered.</summary>
    public void Refuse(long stream, long code, Instant now) => Reset(stream, code, now);

    /// <summary>Writes to a stream.</summary>
    /// <returns>
    /// Bytes taken: as many as there is room for. If not all, <see cref="IStreamEffects.Writable"/> follows. What is
    /// written to a stream that is reset or over is dropped.
    /// </returns>
    public int Write(long stream, ReadOnlySpan<byte> bytes, Instant now)
    {
        if (!_streams.TryGetValue(stream, out var state) || state.ResetCode is not null || state.Out.IsFinished)
            return bytes.Length;
        var taken = (int)Math.Min(bytes.Length, RoomFor(state));
        if (taken > 0 && !_parts.Memory.Kept.TryTake(taken)) (taken, _waitsForMemory) = (0, true);
        if (taken < bytes.Length) state.WriterWaits = true;
        state.Out.Write(bytes[..taken]);
        _kept += taken;
        Wake(state);
        Pump(now);
        return taken;
    }

    /// <summary>Ends what this end writes to a stream; the other direction goes on.</summary>
    public void Finish(long stream, Instant now)
    {
        if (!_streams.TryGetValue(stream, out var state) || state.ResetCode is not null) return;
        state.Out.Finish();
        Wake(state);
        Pump(now);
    }

    /// <summary>Ends both directions of a stream before their time.</summary>
    public void Reset(long stream, long code, Instant now)
    {
        if (!_streams.TryGetValue(stream, out var state)) return;
        state.Cause ??= (StreamEndKind.ResetHere, code);
        ResetWriting(state, code);
        StopReading(state, code);
        EndIfDone(state);
        Pump(now);
    }

    /// <summary>Reads no more of a stream; what this end writes goes on.</summary>
    public void Stop(long stream, long code, Instant now)
    {
        if (!_streams.TryGetValue(stream, out var state)) return;
        StopReading(state, code);
        Pump(now);
    }

    /// <summary>The application has read bytes, or dropped them.</summary>
    public void Read(long stream, long bytes, Instant now)
    {
        if (IsEnded) return;
        if (!_rules.HasFlag(StreamRules.CreditOnArrival)) Consumed(_streams.GetValueOrDefault(stream), bytes, now);
        Pump(now);
    }

    /// <summary>Ends the set and says why.</summary>
    public void Close(long code, string text, Instant now)
    {
        if (IsEnded) return;
        SayClose(code, text, now);
        EndSet(code, text, PathCloseReason.Done);
    }

    /// <summary>Ends all without a word.</summary>
    public void Dispose() => EndSet(StreamCode.PeerLost, "the node stops", PathCloseReason.Broken);

    /// <summary>What a writer of a stream may write now.</summary>
    private long RoomFor(StreamState stream)
    {
        var most = Math.Min(
            _settings.LongestStreamWindow, Math.Max(Ahead, stream.PeerWindow - stream.Out.Acknowledged));
        return Math.Max(0, Math.Min(most - stream.Out.Kept, _settings.LongestSetWindow - _kept));
    }

    private void Say(StreamState stream, StreamNews news)
    {
        stream.News |= news;
        Wake(stream);
    }

    private void ResetWriting(StreamState stream, long code)
    {
        if (stream.ResetCode is not null || stream.Out.IsDone) return;
        stream.ResetCode = code;
        Forget(stream.Out.Kept);
        stream.Out.Abandon();
        // Where the other end never heard of the stream it still has to, in order to hear of its end.
        Say(stream, StreamNews.Reset);
    }

    private void StopReading(StreamState stream, long code)
    {
        if (stream.StopCode is not null || stream.IsReadDone) return;
        stream.StopCode = code;
        stream.In.Abandon();
        Say(stream, StreamNews.Stop);
    }

    private void Forget(long bytes)
    {
        _kept -= bytes;
        _parts.Memory.Kept.Release(bytes);
    }

    /// <summary>Opens the windows by what was read.</summary>
    private void Consumed(StreamState? stream, long bytes, Instant now)
    {
        if (bytes <= 0) return;
        var (trip, always) = (_lanes[0]?.RoundTrip ?? _lanes[1]?.RoundTrip, _rules.HasFlag(StreamRules.WindowsAlwaysGrow));
        if (_window.Advance(bytes, trip, TryPromise, now, always)) _saysWindow = true;
        if (stream is null) return;
        var isDue = stream.Window.Advance(bytes, trip, grown => always || StreamsPerSet * (stream.Window.Size + grown) <= _window.Size, now, always);
        if (isDue && !stream.IsReadDone && stream.In.Final is null && stream.IsAccepted) Say(stream, StreamNews.Window);
    }

    private bool TryPromise(long bytes)
    {
        if (!_parts.Memory.Promised.TryTake(bytes)) return false;
        _promised += bytes;
        return true;
    }

    private void RaiseWindow(StreamState stream)
    {
        if (StreamsPerSet * (long)_settings.StreamWindow <= _window.Size) stream.Window.Raise(_settings.StreamWindow);
    }

    /// <summary>A path stands: while the node has room the set gets more of it.</summary>
    private void RaiseSetWindow()
    {
        var more = _settings.SetWindow - _window.Size;
        if (more <= 0 || !_parts.Memory.IsEasy || !TryPromise(more)) return;
        _window.Raise(_settings.SetWindow);
        _saysWindow = true;
    }

    private void EndIfDone(StreamState stream)
    {
        if (!stream.IsWriteDone || !stream.IsReadDone || !_streams.Remove(stream.Id)) return;
        _effects.Ended(stream.Id, stream.End);
    }

    private void EndSet(long code, string text, PathCloseReason reason)
    {
        if (IsEnded) return;
        IsEnded = true;
        foreach (var path in _paths) _effects.ClosePath(path.Index, reason);
        foreach (var path in _paths) path.Dispose();
        _paths.Clear();
        foreach (var stream in _streams.Values)
        {
            stream.Cause ??= (StreamEndKind.Lost, code);
            if (stream.ResetCode is null) Forget(stream.Out.Kept);
            _effects.Ended(stream.Id, stream.End);
        }

        _streams.Clear();
        _parts.Memory.Promised.Release(_promised);
        _effects.SetEnded(code, text);
    }
}
