using System.Text;
using Rings.Protocol.Crypto;
using Rings.Protocol.Paths;

namespace Rings.Protocol.Streams;

/// <content>What goes: packets are made when the path takes them, never before.</content>
internal sealed partial class StreamSet
{
    /// <summary>What an OPEN takes at most: it goes in one packet, however short the others are.</summary>
    private const int LongestOpen = PacketFrame.MaxMetadata + 128;

    /// <summary>Room in a packet that is not worth another DATA frame.</summary>
    private const int Crumb = 32;

    private bool _waitsForMemory;

    /// <summary>A path's link has handed on packets.</summary>
    public void PathLeft(uint index, int cost, Instant now)
    {
        if (FindPath(index)?.End is not { } end) return;
        end.Left(cost, now);
        Pump(now);
    }

    /// <summary>Makes packets as long as there is something to say and a path that takes it.</summary>
    private void Pump(Instant now)
    {
        if (IsEnded) return;
        for (var i = 0; i < _paths.Count; i++)
        {
            var path = _paths[i];
            while (path.IsUsable && TryCarry(path, now))
            {
            }
        }

        Arm(now);
    }

    private bool TryCarry(SetPath path, Instant now)
    {
        var room = path.End!.Room;
        if (room < PathPacket.MinCost || !HasReason(path, now)) return false;
        var most = path.End.PacketBytes;
        if (path.Turn.TryPeek(out var first) && first.News.HasFlag(StreamNews.Open)) most = Math.Max(most, LongestOpen);
        most = Math.Min(most, PathPacket.MaxCiphertext - AeadKey.TagBytes);
        if (!path.IsOpen) most = (int)Math.Min(most, room - AeadKey.TagBytes);
        var writer = new PacketWriter(_plain.AsSpan(0, most));
        WriteOwn(ref writer, path, now);
        WriteStreams(ref writer, path, now);
        if (writer.Length == 0) return false;
        Carry(path, writer.Length, now);
        return true;
    }

    private void Carry(SetPath path, int length, Instant now)
    {
        var packet = PathPacket.Rent(length + AeadKey.TagBytes);
        packet.Number = path.Keys!.Seal(_plain.AsSpan(0, length), packet.Ciphertext).Value;
        path.End!.Sent(packet.Cost);
        path.Said = now;
        if (!path.IsDirect) _upgrade.Used(length, now);
        _effects.Carry(path.Index, packet);
    }

    private bool HasReason(SetPath path, Instant now) =>
        path.SaysUse || path.WantsPing || path.Pong is not null || path.Turn.Count > 0
        || (SpeaksOfSet(path) && (_saysWindow || HasDueAcknowledgement(now)));

    /// <summary>
    /// Whether acknowledgements and the set's window go by a path. Not by one that another has taken over from: the opener
    /// closes it, and what they said would be missed.
    /// </summary>
    private bool SpeaksOfSet(SetPath path) =>
        path.IsOpen && (path.LeftAt is null || !_paths.Exists(other => other.IsOpen && other.LeftAt is null));

    private bool HasDueAcknowledgement(Instant now)
    {
        var step = _window.AcknowledgeStep(_settings.AcknowledgeBytes);
        foreach (var path in _paths)
        {
            if (path.AcknowledgeAt is { } at && (at <= now || path.Unacknowledged >= step)) return true;
        }

        return false;
    }

    /// <summary>What is said of a path, and by it of the set and of all paths.</summary>
    private void WriteOwn(ref PacketWriter writer, SetPath path, Instant now)
    {
        if (path.SaysUse) path.SaysUse = !writer.TryWrite(PacketFrameType.Use, (ulong)path.Lane);
        if (!path.IsOpen) return;
        if (SpeaksOfSet(path)) WriteOfSet(ref writer, path);
        if (path.Pong is { } asked && writer.TryWrite(PacketFrameType.Pong, asked)) path.Pong = null;
        if (path.WantsPing && writer.TryWrite(PacketFrameType.Ping, path.NextPing)) path.PingSent(now);
    }

    /// <summary>Acknowledgements go along with whatever goes.</summary>
    private void WriteOfSet(ref PacketWriter writer, SetPath path)
    {
        foreach (var heard in _paths)
        {
            if (heard.AcknowledgeAt is null) continue;
            if (!writer.TryWrite(PacketFrameType.Ack, heard.Index, heard.Keys!.Opened - 1)) break;
            (heard.AcknowledgeAt, heard.Unacknowledged) = (null, 0);
        }

        if (_saysWindow && writer.TryWrite(PacketFrameType.MaxData, (ulong)_window.Grant()))
        {
            _saysWindow = false;
            path.Log(new(path.Keys!.Sealed, null, StreamNews.Window));
        }
    }

    /// <summary>One packet's worth of a stream, then the next one's turn; short ones share a packet.</summary>
    private void WriteStreams(ref PacketWriter writer, SetPath path, Instant now)
    {
        for (var turns = path.Turn.Count; turns > 0 && writer.Room > Crumb; turns--)
        {
            var stream = path.Turn.Dequeue();
            stream.WaitsAt = null;
            var before = writer.Length;
            if (_streams.ContainsKey(stream.Id) && PathOf(stream) == path)
            {
                WriteNews(ref writer, path, stream);
                WriteData(ref writer, path, stream, now);
            }

            var isFirst = writer.Length > before && _rules.HasFlag(StreamRules.OneStreamGoesFirst);
            Wake(stream, isFirst);
        }
    }

    private static void WriteNews(ref PacketWriter writer, SetPath path, StreamState stream)
    {
        var (id, said) = ((ulong)stream.Id, StreamNews.None);
        if (stream.News.HasFlag(StreamNews.Open))
        {
            var protocol = Encoding.ASCII.GetBytes(stream.Protocol);
            if (!writer.TryOpen(id, stream.WasInteractive, protocol, stream.Metadata.Span)) return;
            stream.Pinned = path;
            said |= StreamNews.Open;
        }

        if (stream.News.HasFlag(StreamNews.Window)
            && writer.TryWrite(PacketFrameType.MaxStream, id, (ulong)stream.Window.Grant()))
        {
            said |= StreamNews.Window;
        }

        if (stream.News.HasFlag(StreamNews.Reset)
            && writer.TryReset(id, (ulong)stream.ResetCode!.Value, (ulong)stream.Out.Sent))
        {
            said |= StreamNews.Reset;
        }

        if (stream.News.HasFlag(StreamNews.Stop)
            && writer.TryWrite(PacketFrameType.Stop, id, (ulong)stream.StopCode!.Value))
        {
            said |= StreamNews.Stop;
        }

        stream.News &= ~said;
        if (said != StreamNews.None) path.Log(new(path.Keys!.Sealed, stream, said));
    }

    private void WriteData(ref PacketWriter writer, SetPath path, StreamState stream, Instant now)
    {
        while (stream.MayCarry && !stream.News.HasFlag(StreamNews.Open) && writer.Room > Crumb)
        {
            var most = writer.Room - PacketWriter.DataOverhead((ulong)stream.Id, stream.Out.Written, writer.Room);
            if (!stream.Out.TryNext(LimitOf(stream), most, out var offset, out var length, out var isEnd)) return;
            var place = writer.Data((ulong)stream.Id, offset, length, isEnd);
            _sent += Math.Max(0, offset + length - stream.Out.Sent);
            stream.Out.Take(offset, place, isEnd);
            path.Log(new(path.Keys!.Sealed, stream, StreamNews.None, offset, length, isEnd));
            path.MeasureSometimes(now);
        }
    }

    /// <summary>How far new bytes of a stream may go: by its own window and the set's.</summary>
    private long LimitOf(StreamState stream) => Math.Min(stream.PeerWindow, stream.Out.Sent + _peerWindow - _sent);

    /// <summary>Puts a stream that has something to send where it gets its turn.</summary>
    private void Wake(StreamState stream, bool first = false)
    {
        if (stream.WaitsAt is not null) return;
        var carries = stream.MayCarry && stream.Out.HasNext(stream.PeerWindow);
        if (stream.News == StreamNews.None && !carries) return;
        if (stream.News == StreamNews.None && !stream.Out.HasNext(LimitOf(stream)))
        {
            if (stream.WaitsForSet) return;
            stream.WaitsForSet = true;
            _blocked.Enqueue(stream);
            return;
        }

        // Without a path it is found when one comes.
        if (PathOf(stream) is not { } path) return;
        stream.WaitsAt = path;
        path.Turn.Enqueue(stream);
        if (!first) return;
        for (var others = path.Turn.Count - 1; others > 0; others--) path.Turn.Enqueue(path.Turn.Dequeue());
    }

    /// <summary>The path that a stream's frames go by now; null: none.</summary>
    private SetPath? PathOf(StreamState stream) =>
        stream.Pinned ?? (stream.IsInteractive ? _lanes[1] ?? _lanes[0] : _lanes[0] ?? _lanes[1]);

    private void SayClose(long code, string text, Instant now)
    {
        var path = _lanes[0] ?? _lanes[1];
        if (path is not { IsUsable: true, IsOpen: true }) return;
        var writer = new PacketWriter(_plain);
        var words = Encoding.UTF8.GetBytes(text).AsSpan();
        if (writer.TryClose((ulong)code, words[..Math.Min(words.Length, PacketFrame.MaxText)]))
            Carry(path, writer.Length, now);
    }
}
