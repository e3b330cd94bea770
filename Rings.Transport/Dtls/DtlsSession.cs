namespace Rings.Transport.Dtls;

/// <summary>
/// A DTLS connection after its handshake: records in and out, alerts, and the final flight again for a client that
/// missed it. A state machine without sockets, threads or a clock. Not thread-safe.
/// </summary>
internal sealed class DtlsSession : IDisposable
{
    private const byte Warning = 1;
    private const byte CloseNotify = 0;
    private const int AlertSize = 2;
    private static readonly TimeSpan RepeatInterval = TimeSpan.FromMilliseconds(200);

    private readonly DtlsRecordLayer _records;
    private readonly IDtlsSink _sink;
    private IReadOnlyList<byte[]> _finalFlight;
    private TimeSpan _repeatAfter = TimeSpan.MinValue;
    private bool _closed;

    /// <param name="result">Of the handshake.</param>
    /// <param name="sink">Whom to tell.</param>
    public DtlsSession(DtlsHandshakeResult result, IDtlsSink sink)
    {
        _records = new DtlsRecordLayer(result.Keys, result.NextSequence, result.Received);
        _finalFlight = result.FinalFlight;
        _sink = sink;
    }

    /// <summary>Records that were dropped: forged, repeated or malformed.</summary>
    public long Dropped { get; private set; }

    /// <summary>Makes a record around the bytes at <see cref="DtlsRecordLayer.ContentOffset"/>.</summary>
    /// <returns>The record's size.</returns>
    public int Seal(Span<byte> record, int size) => _records.Seal(DtlsRecord.ApplicationData, record, size);

    /// <summary>Takes a datagram.</summary>
    /// <param name="datagram">Its bytes; anything at all.</param>
    /// <param name="scratch">Where plaintext is put during the call; a longer record than that is dropped.</param>
    /// <param name="now">The time.</param>
    public void Receive(ReadOnlySpan<byte> datagram, Span<byte> scratch, TimeSpan now)
    {
        while (!_closed && DtlsRecord.TryTake(ref datagram, out var record))
        {
            if (record.Epoch == 0)
                RepeatFinalFlight(record.ContentType, now);
            else if (record.Whole.Length > scratch.Length || !_records.TryOpen(record, scratch, out var size))
                Dropped++;
            else
                Take(record.ContentType, scratch[..size], now);
        }
    }

    /// <summary>Tells the remote side that nothing more comes (RFC 5246, section 7.2.1). Once.</summary>
    public void Close()
    {
        if (_closed)
            return;

        _closed = true;
        Span<byte> record = stackalloc byte[DtlsRecordLayer.Overhead + AlertSize];
        record[DtlsRecordLayer.ContentOffset] = Warning;
        record[DtlsRecordLayer.ContentOffset + 1] = CloseNotify;
        _sink.SendDtls(record[.._records.Seal(DtlsRecord.Alert, record, AlertSize)]);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _closed = true;
        _records.Dispose();
    }

    private void Take(byte contentType, ReadOnlySpan<byte> content, TimeSpan now)
    {
        switch (contentType)
        {
            case DtlsRecord.ApplicationData:
                _finalFlight = []; // The client has it: it could not have sent this otherwise.
                _sink.OnDtlsData(content);
                break;

            case DtlsRecord.Alert when content.Length == AlertSize:
                TakeAlert(content[0], content[1]);
                break;

            case DtlsRecord.Handshake:
                RepeatFinalFlight(contentType, now);
                break;

            default:
                Dropped++;
                break;
        }
    }

    private void TakeAlert(byte level, byte description)
    {
        if (description != CloseNotify && level == Warning)
            return;

        _closed = true;
        _sink.OnDtlsClosed(description == CloseNotify
            ? "the remote side closed the connection"
            : $"the remote side sent the fatal DTLS alert {description}");
    }

    // RFC 6347, section 4.2.4: a repeated flight of the client means that it did not see our last one. Anybody can
    // forge such a record, so the answer has a rate limit.
    private void RepeatFinalFlight(byte contentType, TimeSpan now)
    {
        if (_finalFlight.Count == 0 || contentType != DtlsRecord.Handshake || now < _repeatAfter)
        {
            Dropped++;
            return;
        }

        _repeatAfter = now + RepeatInterval;
        foreach (var datagram in _finalFlight)
            _sink.SendDtls(datagram);
    }
}
