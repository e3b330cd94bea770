using System.Security.Cryptography;
using BenchmarkDotNet.Attributes;
using Rings.Transport;
using Rings.Transport.Sctp;

namespace Rings.Benchmarks.Sctp;

/// <summary>
/// Two associations in memory, both ends on one thread: packets and messages a second, and garbage per operation. An
/// operation is one message of <see cref="Size"/> bytes, its packets and their acknowledgements.
/// </summary>
[MemoryDiagnoser]
public class SctpBenchmarks : ISctpSink
{
    private const int Operations = 1000;
    private const int Batch = 16;

    private readonly byte[] _packet = new byte[1500];
    private SctpAssociation _sender = null!;
    private SctpAssociation _receiver = null!;
    private OutgoingStream _stream = null!;
    private byte[] _message = [];
    private TimeSpan _now = TimeSpan.FromSeconds(1);

    /// <summary>The message's size in bytes.</summary>
    [Params(100, 1_024, 65_536)]
    public int Size { get; set; }

    /// <summary>Whether packets carry CRC-32C; two of ours do without over DTLS.</summary>
    [Params(false, true)]
    public bool Checksum { get; set; }

    /// <summary>Connects two associations.</summary>
    [GlobalSetup]
    public void Connect()
    {
        var options = new SctpOptions { ZeroChecksum = !Checksum };
        _sender = new SctpAssociation(options, this, RandomNumberGenerator.Create());
        _receiver = new SctpAssociation(options, this, RandomNumberGenerator.Create());
        _sender.Connect(_now);
        Pump();
        _stream = _sender.OpenStream(1);
        _message = new byte[Size];
    }

    /// <summary>Sends messages and has them acknowledged.</summary>
    [Benchmark(OperationsPerInvoke = Operations)]
    public long Transfer()
    {
        for (var i = 0; i < Operations; i++)
        {
            while (_sender.TrySend(_stream, 53, _message) == SendResult.Full)
                Pump();
        }

        Pump();
        return _receiver.GetStatistics().PacketsReceived;
    }

    void ISctpSink.OnEstablished()
    {
    }

    void ISctpSink.OnMessage(ushort stream, uint payloadProtocol, ReadOnlySpan<byte> message)
    {
    }

    void ISctpSink.OnBufferedAmountLow(ushort stream)
    {
    }

    void ISctpSink.OnIncomingStreamReset(ushort stream)
    {
    }

    void ISctpSink.OnOutgoingStreamReset(ushort stream, bool done)
    {
    }

    void ISctpSink.OnRestarted()
    {
    }

    void ISctpSink.OnClosed(SctpCloseReason reason, string detail)
    {
    }

    private void Pump()
    {
        do
        {
            _now += TimeSpan.FromMicroseconds(50);
            _sender.HandleTimeout(_now);
            _receiver.HandleTimeout(_now);
        }
        while (Burst(_sender, _receiver) + Burst(_receiver, _sender) > 0);
    }

    private int Burst(SctpAssociation from, SctpAssociation to)
    {
        var count = 0;
        int length;
        while (count < Batch && (length = from.TryWritePacket(_packet, _now)) > 0)
        {
            count++;
            to.Receive(_packet.AsSpan(0, length), _now);
        }

        return count;
    }
}
