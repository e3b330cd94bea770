using System.Buffers.Binary;

namespace Rings.Transport.Sctp;

/// <summary>
/// Stream resets of one association (RFC 6525), by which data channels are closed (RFC 8831, section 6.7): this side's
/// requests, one at a time, and its answers to those of the remote side.
/// </summary>
/// <remarks>
/// A stream's number has one user after the other, and an answer may be late or lost. So a request names the streams as
/// they were (<see cref="OutgoingStream"/>), never whoever has their numbers later, and a number that the remote side
/// uses again answers for it (<see cref="UsedAgain"/>).
/// </remarks>
internal sealed partial class StreamResets(SctpOptions options, OutgoingStreams streams, IStreamResetHost host)
{
    private const long Never = long.MaxValue;
    private const int MaxStreamsPerRequest = 128;

    private readonly List<OutgoingStream> _wanted = [];
    private readonly List<OutgoingStream> _asked = [];
    private uint _number;
    private uint _lastTsn;
    private int _repeats;
    private bool _due;
    private bool _understood;

    /// <summary>When to call <see cref="HandleTimeout"/>, in ticks.</summary>
    public long Timer { get; private set; } = Never;

    /// <summary>Whether <see cref="Write"/> has something to write.</summary>
    public bool IsDue => _due || CanBegin;

    private bool CanBegin
    {
        get
        {
            if (_wanted.Count == 0 || _asked.Count > 0)
                return false;

            foreach (var stream in _wanted)
            {
                if (stream.Messages.Count == 0)
                    return true;
            }

            return false;
        }
    }

    /// <summary>The handshake has told where the numbers of requests begin (RFC 6525, section 3.1).</summary>
    /// <param name="local">This side's first TSN.</param>
    /// <param name="remote">The remote side's first TSN.</param>
    /// <param name="understood">Whether the remote side knows RE-CONFIG.</param>
    public void Adopt(uint local, uint remote, bool understood)
    {
        _number = local;
        _remoteNumber = remote;
        _understood = understood;
    }

    /// <summary>Forgets all requests: the association begins anew.</summary>
    public void Clear()
    {
        _wanted.Clear();
        _asked.Clear();
        _deferred = null;
        _due = false;
        Timer = Never;
    }

    /// <summary>Resets the outgoing stream once what is queued on it has been sent.</summary>
    /// <param name="number">The stream.</param>
    /// <param name="inAnswer">Whether the remote side has reset its direction, so that nobody has the stream any
    /// more once this reset is done.</param>
    public void Want(ushort number, bool inAnswer)
    {
        var stream = streams.Open(number);
        stream.RemoteHasReset |= inAnswer;
        if (stream.Reset != StreamResetState.None)
            return;

        stream.Reset = StreamResetState.Wanted;
        _wanted.Add(stream);
    }

    /// <summary>Whether the number belongs to a stream that is being reset.</summary>
    public bool IsUnderWay(ushort number) =>
        streams.Find(number) is { Reset: not StreamResetState.None };

    /// <summary>
    /// Something comes on a stream. Where both directions were reset, a new user of the number sends it, so the remote
    /// side has seen this side's reset through, whatever became of its answer (RFC 8831, section 6.7: only then may a
    /// number be used again).
    /// </summary>
    public void UsedAgain(ushort number)
    {
        foreach (var stream in _asked)
        {
            if (stream.Id == number && stream.RemoteHasReset && stream.Reset == StreamResetState.Requested)
            {
                End(stream, done: true);
                return;
            }
        }
    }

    /// <summary>Writes this side's request, for the first time or again.</summary>
    public void Write(ref PacketWriter writer, long now)
    {
        if (_asked.Count == 0)
            Begin();

        _due = false;
        if (!_understood)
        {
            EndAll(done: false);
            return;
        }

        var length = 16 + _asked.Count * 2;
        var value = writer.Chunk(ChunkType.Reconfig, 0, length);
        Parameter.WriteHeader(value, ParameterType.OutgoingReset, length - 4);
        BinaryPrimitives.WriteUInt32BigEndian(value[4..], _number);
        BinaryPrimitives.WriteUInt32BigEndian(value[8..], _remoteNumber - 1);
        BinaryPrimitives.WriteUInt32BigEndian(value[12..], _lastTsn);
        for (var i = 0; i < _asked.Count; i++)
            BinaryPrimitives.WriteUInt16BigEndian(value[(16 + i * 2)..], _asked[i].Id);

        Timer = now + Math.Min(host.RetransmissionTimeout << Math.Min(_repeats, 5), options.MaxRto.Ticks);
    }

    /// <summary>Does what is due.</summary>
    public void HandleTimeout(long now)
    {
        if (Timer > now)
            return;

        Timer = Never;
        _repeats++;
        _due = host.TryCountError();
        if (!_due)
            host.GiveUp("the remote side does not answer a stream reset");
    }

    private void Begin()
    {
        _lastTsn = host.LastTsn;
        _repeats = 0;
        for (var i = _wanted.Count - 1; i >= 0 && _asked.Count < MaxStreamsPerRequest; i--)
        {
            var stream = _wanted[i];
            if (stream.Messages.Count > 0)
                continue;

            stream.Reset = StreamResetState.Requested;
            _asked.Add(stream);
            _wanted.RemoveAt(i);
        }
    }

    private void OnAnswer(ReadOnlySpan<byte> value, long now)
    {
        if (value.Length < 8 || _asked.Count == 0 || BinaryPrimitives.ReadUInt32BigEndian(value) != _number)
            return;

        host.Answered();
        var result = BinaryPrimitives.ReadUInt32BigEndian(value[4..]);
        if (result == ResetResult.InProgress)
            (_repeats, Timer) = (0, now + host.RetransmissionTimeout); // Section 5.2.7: ask again, later.
        else
            EndAll(result is ResetResult.NothingToDo or ResetResult.Performed);
    }

    private void EndAll(bool done)
    {
        Timer = Never;
        _due = false;
        _number++;
        var ended = _asked.ToArray();
        _asked.Clear();
        foreach (var stream in ended)
        {
            if (stream.Reset == StreamResetState.Requested && !host.IsOver)
                End(stream, done);
        }
    }

    private void End(OutgoingStream stream, bool done)
    {
        streams.Retire(stream);
        host.OutgoingReset(stream.Id, done);
    }
}
