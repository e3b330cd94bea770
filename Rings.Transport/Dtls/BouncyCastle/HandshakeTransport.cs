using Org.BouncyCastle.Tls;

namespace Rings.Transport.Dtls.BouncyCastle;

/// <summary>
/// What BouncyCastle's blocking handshake reads from and writes to: a bounded queue of records on one side, whole
/// flights packed into few datagrams on the other.
/// </summary>
internal sealed class HandshakeTransport(DtlsHandshakeRequest request, IDtlsHandshakeSink sink) : DatagramTransport
{
    private const int MaxQueued = 64;
    private const int MaxEarlyRecords = 64;
    private const int ReceiveLimit = 16 * 1024;

    private readonly object _gate = new();
    private readonly Queue<byte[]> _received = new();
    private readonly List<byte[]> _early = [];
    private readonly CertificateVerifyGate? _verify =
        request.Role == DtlsRole.Server ? new CertificateVerifyGate() : null;

    private readonly byte[] _flight = new byte[request.MaxDatagramSize];
    private readonly List<byte[]> _finalFlight = [];
    private readonly List<ulong> _seen = [];
    private int _flightSize;
    private bool _flightEnded = true;
    private bool _closed;

    /// <summary>The first sequence number of epoch 1 not sent.</summary>
    public ulong NextSequence { get; private set; }

    /// <summary>The sequence numbers of epoch 1 received, at most 64 of them.</summary>
    public IReadOnlyList<ulong> Received => _seen;

    /// <summary>The datagrams sent since something was last received: at the server's end, its final flight.</summary>
    public IReadOnlyList<byte[]> FinalFlight => _finalFlight;

    /// <summary>Whether a datagram is waiting.</summary>
    public bool HasReceived
    {
        get
        {
            lock (_gate)
                return _received.Count > 0;
        }
    }

    /// <summary>Takes a datagram from the network. Records of application data are kept for the record layer.</summary>
    public void Enqueue(ReadOnlySpan<byte> datagram)
    {
        lock (_gate)
        {
            while (!_closed && DtlsRecord.TryTake(ref datagram, out var record))
            {
                if (record.ContentType == DtlsRecord.ApplicationData)
                    Keep(record);
                else if (_verify is null || _verify.Admit(record))
                    Pass(record.Whole.ToArray());

                while (_verify is not null && _verify.TryRelease(out var held))
                    Pass(held);
            }

            Monitor.PulseAll(_gate);
        }
    }

    /// <summary>BouncyCastle's own word that it is done; a last alert leaves.</summary>
    public void Close() => Flush();

    /// <summary>Ends every wait; nothing is sent any more.</summary>
    public void Abandon()
    {
        lock (_gate)
        {
            _closed = true;
            Monitor.PulseAll(_gate);
        }
    }

    /// <summary>The records of application data that came early.</summary>
    public IReadOnlyList<byte[]> TakeEarlyRecords()
    {
        lock (_gate)
            return [.. _early];
    }

    public int GetReceiveLimit() => ReceiveLimit;

    public int GetSendLimit() => request.MaxDatagramSize;

    public int Receive(byte[] buf, int off, int len, int waitMillis) => Receive(buf.AsSpan(off, len), waitMillis);

    public int Receive(Span<byte> buffer, int waitMillis)
    {
        Flush();
        _flightEnded = true;
        lock (_gate)
        {
            // 0 means without end to BouncyCastle; the deadline then ends the wait by closing.
            if (_received.Count == 0 && !_closed)
                Monitor.Wait(_gate, waitMillis <= 0 ? Timeout.Infinite : waitMillis);
            if (_closed)
                throw new IOException("The handshake was given up."); // A TlsTimeoutException would be waited out.
            if (!_received.TryDequeue(out var record))
                return -1;

            Note(record);
            record.AsSpan(0, Math.Min(record.Length, buffer.Length)).CopyTo(buffer);
            return Math.Min(record.Length, buffer.Length);
        }
    }

    public void Send(byte[] buf, int off, int len) => Send(buf.AsSpan(off, len));

    public void Send(ReadOnlySpan<byte> buffer)
    {
        if (_flightEnded)
            _finalFlight.Clear();
        _flightEnded = false;
        if (_flightSize + buffer.Length > _flight.Length)
            Flush();

        buffer.CopyTo(_flight.AsSpan(_flightSize));
        _flightSize += buffer.Length;
        if (DtlsRecord.TryTake(ref buffer, out var record) && record.Epoch == 1)
            NextSequence = Math.Max(NextSequence, record.Sequence + 1);
    }

    /// <summary>Sends what is left of the flight.</summary>
    public void Flush()
    {
        if (_flightSize == 0)
            return;

        var datagram = _flight.AsSpan(0, _flightSize).ToArray();
        _flightSize = 0;
        _finalFlight.Add(datagram);
        lock (_gate)
        {
            if (_closed)
                return;
        }

        sink.OnHandshakeDatagram(datagram);
    }

    private void Keep(in DtlsRecord record)
    {
        if (_early.Count < MaxEarlyRecords)
            _early.Add(record.Whole.ToArray());
    }

    private void Pass(byte[] record)
    {
        if (_received.Count < MaxQueued)
            _received.Enqueue(record);
    }

    private void Note(byte[] bytes)
    {
        ReadOnlySpan<byte> datagram = bytes;
        if (DtlsRecord.TryTake(ref datagram, out var record) && record.Epoch == 1 && _seen.Count < MaxQueued)
            _seen.Add(record.Sequence);
    }
}
