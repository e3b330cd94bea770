using System.Buffers.Binary;

namespace Rings.Transport.Sctp;

/// <remarks>What the remote side asks for (RFC 6525, section 5.2).</remarks>
internal sealed partial class StreamResets
{
    private byte[]? _deferred;
    private uint _remoteNumber;
    private uint _lastResult;

    /// <summary>Takes a RE-CONFIG chunk's value: at most two parameters count (RFC 6525, section 3.1).</summary>
    public void Receive(ReadOnlySpan<byte> value, long now)
    {
        var parameters = new TlvReader(value);
        for (var count = 0; count < 2 && !host.IsOver && parameters.MoveNext(); count++)
        {
            if (parameters.Type == ParameterType.ReconfigResponse)
                OnAnswer(parameters.Value, now);
            else
                OnRequest(parameters.Type, parameters.Value);
        }
    }

    /// <summary>Whether a request waits for TSNs that are missing.</summary>
    public bool HasDeferred => _deferred is not null;

    /// <summary>More TSNs have come: a request that waited for them may be performed.</summary>
    public void RunDeferred()
    {
        if (_deferred is { } request && AllHasCome(request))
            PerformOutgoing(request, BinaryPrimitives.ReadUInt32BigEndian(request));
    }

    private void OnRequest(ushort type, ReadOnlySpan<byte> value)
    {
        if (value.Length < 4)
            return;

        var number = BinaryPrimitives.ReadUInt32BigEndian(value);
        if (number == _remoteNumber - 1)
            Answer(number, _lastResult); // Section 5.2.1: the answer was lost.
        else if (number != _remoteNumber)
            Answer(number, ResetResult.BadSequenceNumber);
        else
            Perform(type, value, number);
    }

    private void Perform(ushort type, ReadOnlySpan<byte> value, uint number)
    {
        switch (type)
        {
            case ParameterType.OutgoingReset when value.Length > 12 && !AllHasCome(value):
                _deferred = value.ToArray();
                Answer(number, ResetResult.InProgress);
                break;

            case ParameterType.OutgoingReset when value.Length > 12:
                PerformOutgoing(value, number);
                break;

            case ParameterType.IncomingReset when value.Length > 4:
                EndRequest(number, ResetResult.Performed);
                for (var rest = value[4..]; rest.Length >= 2; rest = rest[2..])
                    Want(BinaryPrimitives.ReadUInt16BigEndian(rest), inAnswer: false);
                break;

            case ParameterType.AddOutgoingStreams when value.Length >= 6:
                // Section 5.2.5. Firefox asks for this, and its channels wait for the answer.
                var granted = host.TryTakeStreams(BinaryPrimitives.ReadUInt16BigEndian(value[4..]));
                EndRequest(number, granted ? ResetResult.Performed : ResetResult.Denied);
                break;

            default:
                // All streams at once, TSNs, more streams of ours: not for data channels.
                EndRequest(number, ResetResult.Denied);
                break;
        }
    }

    private bool AllHasCome(ReadOnlySpan<byte> request) =>
        Serial.UpTo(BinaryPrimitives.ReadUInt32BigEndian(request[8..]), host.CumulativeTsn);

    private void PerformOutgoing(ReadOnlySpan<byte> request, uint number)
    {
        _deferred = null;
        EndRequest(number, ResetResult.Performed);
        for (var rest = request[12..]; rest.Length >= 2 && !host.IsOver; rest = rest[2..])
        {
            var id = BinaryPrimitives.ReadUInt16BigEndian(rest);
            if (streams.Find(id) is { } stream)
                stream.RemoteHasReset = true;

            host.IncomingReset(id);
        }
    }

    private void EndRequest(uint number, uint result)
    {
        _remoteNumber = number + 1;
        _lastResult = result;
        Answer(number, result);
    }

    private void Answer(uint number, uint result)
    {
        var chunk = new byte[16];
        chunk[0] = ChunkType.Reconfig;
        chunk[3] = 16;
        Parameter.WriteHeader(chunk.AsSpan(4), ParameterType.ReconfigResponse, 8);
        BinaryPrimitives.WriteUInt32BigEndian(chunk.AsSpan(8), number);
        BinaryPrimitives.WriteUInt32BigEndian(chunk.AsSpan(12), result);
        host.Reply(chunk);
    }
}
