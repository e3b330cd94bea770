using System.Buffers.Binary;
using System.Security.Cryptography;
using Rings.Transport;
using Rings.Transport.Dcep;
using Rings.Transport.Sctp;

namespace Rings.Fuzz.Targets;

/// <summary>
/// Packets to an association that is up, with data channels above it. The input is a row of packets, each two bytes of
/// length and then its chunks; header, tag and checksum are made good, so that the input reaches the chunks.
/// </summary>
internal sealed class SctpTarget : IFuzzTarget
{
    private const int ReceiveWindow = 200_000;

    public string Name => "sctp";

    public int MaxBytes => 8 * 1200;

    public long MaxAllocatedBytes => 8 * 1024 * 1024;

    public IEnumerable<byte[]> Seeds() =>
    [
        Row(Data(3, 1, 0, 53, "whole"u8)),
        Row(Data(2, 1, 0, 53, "beg"u8), Data(0, 1, 0, 53, "mid"u8, 1), Data(1, 1, 0, 53, "end"u8, 2)),
        Row(Data(3, 1, 1, 53, "second"u8, 1), Data(3, 1, 0, 53, "first"u8)),
        Row(Data(7, 2, 0, 51, "unordered"u8, 5), Data(2, 2, 0, 53, "b"u8, 8), Data(1, 2, 0, 53, "e"u8, 9)),
        Row(Data(3, 4, 0, 50, OpenMessage.Write("label", DataChannelOptions.Default)), Data(3, 4, 1, 53, "data"u8, 1)),
        Row([3, 0, 0, 20, 0, 0, 3, 0xEA, 0, 1, 0, 0, 0, 1, 0, 0, 0, 2, 0, 3]),
        Row([192, 0, 0, 12, 0, 0, 3, 0xEE, 0, 1, 0, 4], Data(3, 1, 5, 53, "after"u8, 5)),
        Row([130, 0, 0, 22, 0, 13, 0, 18, 0, 0, 3, 0xE9, 0, 0, 3, 0xEA, 0, 0, 3, 0xE8, 0, 1, 0, 0]),
        Row([130, 0, 0, 16, 0, 16, 0, 12, 0, 0, 3, 0xEB, 0, 0, 0, 1]),
        Row([4, 0, 0, 12, 0, 1, 0, 8, 1, 2, 3, 4], [9, 0, 0, 8, 0, 1, 0, 4], [0x7F, 0, 0, 4], [0xFF, 0, 0, 4]),
        Row([7, 0, 0, 8, 0, 0, 3, 0xEA], [8, 0, 0, 4], [14, 0, 0, 4], [6, 0, 0, 4]),
    ];

    public void Run(ReadOnlySpan<byte> input)
    {
        var pair = new Pair();
        pair.Connect();
        var packet = new byte[1500];
        while (input.Length > 2)
        {
            var length = Math.Min(BinaryPrimitives.ReadUInt16BigEndian(input) % 1400, input.Length - 2);
            pair.Feed(packet, input.Slice(2, length));
            input = input[(2 + length)..];
        }

        pair.Settle();
    }

    // The remote side's first TSN is 1001 here: see Counter.
    private static byte[] Data(
        byte flags, ushort stream, ushort ssn, uint protocol, ReadOnlySpan<byte> payload, uint ahead = 0)
    {
        var chunk = new byte[Padding.Padded(16 + payload.Length)];
        chunk[1] = flags;
        BinaryPrimitives.WriteUInt16BigEndian(chunk.AsSpan(2), (ushort)(16 + payload.Length));
        BinaryPrimitives.WriteUInt32BigEndian(chunk.AsSpan(4), 1001 + ahead);
        BinaryPrimitives.WriteUInt16BigEndian(chunk.AsSpan(8), stream);
        BinaryPrimitives.WriteUInt16BigEndian(chunk.AsSpan(10), ssn);
        BinaryPrimitives.WriteUInt32BigEndian(chunk.AsSpan(12), protocol);
        payload.CopyTo(chunk.AsSpan(16));
        return chunk;
    }

    private static byte[] Row(params byte[][] packets) =>
        [.. packets.SelectMany(packet => (byte[])[(byte)(packet.Length >> 8), (byte)packet.Length, .. packet])];

    private sealed class Pair
    {
        private readonly byte[] _buffer = new byte[1500];
        private readonly SctpAssociation _peer;
        private readonly DataChannels _channels;
        private TimeSpan _now = TimeSpan.FromSeconds(1);

        public Pair()
        {
            var random = new Counter();
            var peer = new DataChannels(new Host(), random);
            peer.Start(new SctpOptions(), dtlsClient: true, _now);
            _peer = peer.Association!;
            _channels = new DataChannels(new Host(), random);
            _channels.Start(new SctpOptions { ReceiveWindow = ReceiveWindow }, dtlsClient: false, _now);
        }

        private SctpAssociation Own => _channels.Association!;

        public void Connect()
        {
            for (var i = 0; i < 6; i++)
            {
                Pass(_peer, Own);
                Pass(Own, _peer);
            }

            var channel = _channels.Create("mine", DataChannelOptions.Default);
            channel.TrySend(new byte[3000]);
            Drain();
        }

        public void Feed(byte[] packet, ReadOnlySpan<byte> chunks)
        {
            BinaryPrimitives.WriteUInt16BigEndian(packet, 5000);
            BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(2), 5000);
            BinaryPrimitives.WriteUInt32BigEndian(packet.AsSpan(4), Own.LocalTag);
            chunks.CopyTo(packet.AsSpan(12));
            var whole = packet.AsSpan(0, 12 + chunks.Length);
            BinaryPrimitives.WriteUInt32LittleEndian(packet.AsSpan(8), Crc32C.OfPacket(whole));
            Own.Receive(whole, _now);
            _now += TimeSpan.FromMilliseconds(3);
            Drain();
            if (Own.GetStatistics().BytesHeld > 2 * ReceiveWindow + 262_144)
                throw new InvalidOperationException("More is held than the window lets.");
        }

        public void Settle()
        {
            for (var i = 0; i < 4; i++)
            {
                _now += TimeSpan.FromSeconds(2);
                Own.HandleTimeout(_now);
                Drain();
            }

            _channels.Abort("over");
            Drain();
        }

        private void Drain()
        {
            while (Own.TryWritePacket(_buffer, _now) > 0)
            {
            }
        }

        private void Pass(SctpAssociation from, SctpAssociation to)
        {
            int length;
            while ((length = from.TryWritePacket(_buffer, _now)) > 0)
                to.Receive(_buffer.AsSpan(0, length), _now);
        }
    }

    // 1000, 1001, ...: tags and first TSNs are the same in each run.
    private sealed class Counter : RandomNumberGenerator
    {
        private uint _next = 1000;

        public override void GetBytes(byte[] data) => GetBytes(data.AsSpan());

        public override void GetBytes(Span<byte> data)
        {
            data.Clear();
            BitConverter.TryWriteBytes(data, _next++);
        }
    }

    private sealed class Host : IDataChannelHost
    {
        public Lock Gate { get; } = new();

        public TimeSpan Now => TimeSpan.FromSeconds(1);

        public void RequestFlush()
        {
        }

        public void OnDataChannel(DataChannel channel)
        {
        }

        public void OnAssociationEstablished()
        {
        }

        public void OnAssociationClosed(bool failed, string detail)
        {
        }
    }
}
