using System.Buffers.Binary;

namespace Rings.Transport.Sctp;

/// <remarks>Stream reset (RFC 6525), by which data channels are closed (RFC 8831, section 6.7).</remarks>
internal sealed partial class SctpAssociation
{
    private const int MaxStreamsPerRequest = 128;

    private readonly List<OutgoingStream> _resetWanted = [];
    private readonly List<OutgoingStream> _resetting = [];
    private byte[]? _deferredReset;
    private uint _resetNumber;
    private uint _resetLastTsn;
    private uint _remoteResetNumber;
    private uint _lastResetResult;
    private long _resetTimer = Never;
    private int _resetRepeats;
    private bool _resetDue;

    /// <summary>Resets the outgoing stream once what is queued on it has been sent; the sink is told.</summary>
    public void ResetStream(ushort stream)
    {
        var outgoing = OpenStream(stream);
        if (_over || outgoing.Reset != StreamResetState.None)
            return;

        outgoing.Reset = StreamResetState.Wanted;
        _resetWanted.Add(outgoing);
    }

    private bool ResetCanBegin
    {
        get
        {
            if (_resetWanted.Count == 0 || _resetting.Count > 0)
                return false;

            foreach (var stream in _resetWanted)
            {
                if (stream.Messages.Count == 0)
                    return true;
            }

            return false;
        }
    }

    private void AdoptResetNumbers(uint local, uint remote)
    {
        _resetNumber = local;
        _remoteResetNumber = remote;
        _advancedTsn = local - 1;
    }

    private void WriteReset(ref PacketWriter writer, long now)
    {
        if (_resetting.Count == 0)
            BeginReset();

        _resetDue = false;
        if (!_remoteReconfig)
        {
            EndReset(done: false);
            return;
        }

        var length = 16 + _resetting.Count * 2;
        var value = writer.Chunk(ChunkType.Reconfig, 0, length);
        WriteParameterHeader(value, ParameterType.OutgoingReset, length - 4);
        BinaryPrimitives.WriteUInt32BigEndian(value[4..], _resetNumber);
        BinaryPrimitives.WriteUInt32BigEndian(value[8..], _remoteResetNumber - 1);
        BinaryPrimitives.WriteUInt32BigEndian(value[12..], _resetLastTsn);
        for (var i = 0; i < _resetting.Count; i++)
            BinaryPrimitives.WriteUInt16BigEndian(value[(16 + i * 2)..], _resetting[i].Id);

        _resetTimer = now + Math.Min(_roundTrip.Timeout << Math.Min(_resetRepeats, 5), _options.MaxRto.Ticks);
    }

    private void BeginReset()
    {
        _resetLastTsn = _outstanding.NextTsn - 1;
        _resetRepeats = 0;
        for (var i = _resetWanted.Count - 1; i >= 0 && _resetting.Count < MaxStreamsPerRequest; i--)
        {
            var stream = _resetWanted[i];
            if (stream.Messages.Count > 0)
                continue;

            stream.Reset = StreamResetState.Requested;
            _resetting.Add(stream);
            _resetWanted.RemoveAt(i);
        }
    }

    private void OnResetTimer(long now)
    {
        _resetTimer = Never;
        if (++_resetRepeats > _options.MaxAssociationRetransmissions)
            Close(SctpCloseReason.Timeout, "the remote side does not answer a stream reset");
        else
            _resetDue = true;
    }

    private void EndReset(bool done)
    {
        _resetTimer = Never;
        _resetDue = false;
        _resetNumber++;
        var ended = _resetting.ToArray();
        _resetting.Clear();
        foreach (var stream in ended)
            _streams.Remove(stream.Id);

        foreach (var stream in ended)
        {
            if (!_over)
                _sink.OnOutgoingStreamReset(stream.Id, done);
        }
    }

    private void OnReconfig(ReadOnlySpan<byte> value, long now)
    {
        if (State < SctpState.Established)
            return;

        var parameters = new TlvReader(value);
        for (var count = 0; count < 2 && !_over && parameters.MoveNext(); count++)
        {
            if (parameters.Type == ParameterType.ReconfigResponse)
                OnResetResponse(parameters.Value, now);
            else
                OnResetRequest(parameters.Type, parameters.Value);
        }
    }

    private void OnResetResponse(ReadOnlySpan<byte> value, long now)
    {
        if (value.Length < 8 || _resetting.Count == 0 || BinaryPrimitives.ReadUInt32BigEndian(value) != _resetNumber)
            return;

        var result = BinaryPrimitives.ReadUInt32BigEndian(value[4..]);
        if (result == ResetResult.InProgress)
            (_resetRepeats, _resetTimer) = (0, now + _roundTrip.Timeout); // Section 5.2.7: ask again, later.
        else
            EndReset(result is ResetResult.NothingToDo or ResetResult.Performed);
    }

    private void OnResetRequest(ushort type, ReadOnlySpan<byte> value)
    {
        if (value.Length < 4)
            return;

        var number = BinaryPrimitives.ReadUInt32BigEndian(value);
        if (number == _remoteResetNumber - 1)
            Answer(number, _lastResetResult); // Section 5.2.1: the answer was lost.
        else if (number != _remoteResetNumber)
            Answer(number, ResetResult.BadSequenceNumber);
        else
            Perform(type, value, number);
    }

    private void Perform(ushort type, ReadOnlySpan<byte> value, uint number)
    {
        switch (type)
        {
            case ParameterType.OutgoingReset when value.Length > 12 && !AllHasCome(value):
                _deferredReset = value.ToArray();
                Answer(number, ResetResult.InProgress);
                break;

            case ParameterType.OutgoingReset when value.Length > 12:
                PerformOutgoing(value, number);
                break;

            case ParameterType.IncomingReset when value.Length > 4:
                EndRequest(number, ResetResult.Performed);
                for (var rest = value[4..]; rest.Length >= 2; rest = rest[2..])
                    ResetStream(BinaryPrimitives.ReadUInt16BigEndian(rest));
                break;

            default:
                // All streams at once, TSNs, more streams: not for data channels.
                EndRequest(number, ResetResult.Denied);
                break;
        }
    }

    private bool AllHasCome(ReadOnlySpan<byte> request) =>
        Serial.UpTo(BinaryPrimitives.ReadUInt32BigEndian(request[8..]), _received.CumulativeTsn);

    private void PerformOutgoing(ReadOnlySpan<byte> request, uint number)
    {
        _deferredReset = null;
        EndRequest(number, ResetResult.Performed);
        for (var rest = request[12..]; rest.Length >= 2 && !_over; rest = rest[2..])
        {
            var stream = BinaryPrimitives.ReadUInt16BigEndian(rest);
            _reassembly.ResetStream(stream);
            _sink.OnIncomingStreamReset(stream);
        }
    }

    private void RunDeferredResets()
    {
        if (_deferredReset is { } request && AllHasCome(request))
            PerformOutgoing(request, BinaryPrimitives.ReadUInt32BigEndian(request));
    }

    private void EndRequest(uint number, uint result)
    {
        _remoteResetNumber = number + 1;
        _lastResetResult = result;
        Answer(number, result);
    }

    private void Answer(uint number, uint result)
    {
        var chunk = new byte[16];
        chunk[0] = ChunkType.Reconfig;
        chunk[3] = 16;
        WriteParameterHeader(chunk.AsSpan(4), ParameterType.ReconfigResponse, 8);
        BinaryPrimitives.WriteUInt32BigEndian(chunk.AsSpan(8), number);
        BinaryPrimitives.WriteUInt32BigEndian(chunk.AsSpan(12), result);
        Reply(_remoteTag, chunk);
    }
}
