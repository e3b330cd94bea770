using System.Buffers.Binary;
using CsCheck;
using Rings.Transport.Sctp;

namespace Rings.Transport.Tests.Sctp;

public sealed class OutstandingChunksSpecs
{
    private const int Size = 100;
    private const int WireSize = Size + OutstandingChunks.DataHeaderSize;
    private const uint First = 0xFFFFFFF0;

    private readonly OutgoingStream _stream = new(1, new BlockPool(100));
    private readonly OutstandingChunks _chunks = new(First);
    private long _now = 1000;

    [Fact]
    public void Counters_are_what_counting_would_give_under_any_acknowledgements() =>
        Gen.Select(Gen.Int[1, 120], Gen.Int[0, 3], Gen.Int[0, 1000]).Array[1, 30].Sample(steps =>
        {
            var specs = new OutstandingChunksSpecs();
            foreach (var (count, what, seed) in steps)
                specs.Step(count, what, new Random(seed));
        });

    [Fact]
    public void Rfc8985_6_2_A_chunk_is_lost_when_three_sent_later_have_arrived()
    {
        Send(10);
        _chunks.MinRtt = 4000;
        Ack(0, (2, 2));
        Assert.Equal(0, Lost());
        Ack(0, (2, 3));
        Assert.Equal(0, Lost());
        Ack(0, (2, 4));
        Assert.Equal(1, Lost());
        Assert.Equal(First, _chunks.FirstLost());
    }

    [Fact]
    public void Rfc8985_6_2_Below_three_it_is_lost_after_the_time_of_reordering()
    {
        Send(10);
        _now += 1000;
        Ack(0, (2, 2));
        _chunks.MinRtt = 1000;
        var due = _chunks.DetectLoss(_now, 1000, inRecovery: false);

        Assert.Equal(_now + 250, due);
        Assert.Equal(0, _chunks.LostCount);
        Assert.Equal(long.MaxValue, _chunks.DetectLoss(due, 1000, inRecovery: false));
        Assert.Equal(1, _chunks.LostCount);
    }

    [Fact]
    public void Rfc8985_6_2_Reordering_once_seen_three_no_longer_suffice()
    {
        Send(20);
        _now += 1000;
        _chunks.MinRtt = 1000;
        Ack(0, (3, 4));
        Ack(2, (1, 2));
        Assert.True(_chunks.ReorderingSeen);
        Ack(4, (2, 9));
        Assert.Equal(0, _chunks.LostCount);
        _chunks.DetectLoss(_now, 1000, inRecovery: false);
        Assert.Equal(0, _chunks.LostCount);
    }

    [Fact]
    public void Rfc9260_6_2_1_What_a_remote_side_reneges_leaves_again()
    {
        Send(6);
        Ack(0, (2, 5));
        var inFlight = _chunks.FlightBytes;
        Ack(0, (3, 5));

        Assert.Equal(1, _chunks.LostCount);
        Assert.Equal(First + 1, _chunks.FirstLost());
        Assert.Equal(3, _chunks.GapAckedCount);
        Assert.Equal(inFlight, _chunks.FlightBytes);
    }

    [Fact]
    public void Blocks_that_make_no_sense_are_not_looked_at()
    {
        Send(6);
        Ack(0, (5, 4));
        Ack(0, (2, 40));
        Ack(2, (2, 2), (2, 3));

        Assert.Equal(1, _chunks.GapAckedCount);
        Assert.Equal(4, _chunks.Count);
    }

    [Fact]
    public void Rfc9260_6_3_3_When_the_timer_expires_all_is_lost_and_leaves_again_from_the_lowest()
    {
        Send(6);
        Ack(1, (2, 2));
        _chunks.LoseAll();

        Assert.Equal((4, 0), (_chunks.LostCount, _chunks.FlightBytes));
        var order = new List<uint>();
        while (_chunks.LostCount > 0)
        {
            order.Add(_chunks.FirstLost());
            _chunks.Sent(order[^1], ++_now, appLimited: false);
        }

        Assert.Equal([First + 1, First + 3, First + 4, First + 5], order);
        Assert.Equal(4 * WireSize, _chunks.FlightBytes);
    }

    [Fact]
    public void Rfc8985_7_3_The_newest_is_what_a_probe_sends_again()
    {
        Send(5);
        Assert.Equal(First + 4, _chunks.LoseNewest());
        Assert.Equal(4 * WireSize, _chunks.FlightBytes);
    }

    private void Step(int count, int what, Random random)
    {
        _now += 10;
        if (what == 0)
            Send(count);
        else if (what == 1 && _chunks.Count > 0)
            AckAtRandom(random);
        else if (what == 2)
            _chunks.DetectLoss(_now, 100, inRecovery: random.Next(2) == 0);
        else
            Resend(count);

        var (lost, inFlight, acked) = (0, 0, 0);
        for (var tsn = _chunks.AckedTsn + 1; tsn != _chunks.NextTsn; tsn++)
        {
            lost += _chunks[tsn].State == ChunkState.Lost ? 1 : 0;
            inFlight += _chunks[tsn].State == ChunkState.InFlight ? 1 : 0;
            acked += _chunks[tsn].State == ChunkState.Acked ? 1 : 0;
        }

        Assert.Equal((lost, acked), (_chunks.LostCount, _chunks.GapAckedCount));
        Assert.Equal((inFlight * WireSize, inFlight * Size), (_chunks.FlightBytes, _chunks.FlightPayload));
        Assert.Equal(_stream.Outstanding, _chunks.Count);
    }

    private void Resend(int count)
    {
        for (; count > 0 && _chunks.LostCount > 0; count--)
            _chunks.Sent(_chunks.FirstLost(), _now, appLimited: false);
    }

    private void AckAtRandom(Random random)
    {
        var advance = random.Next(Math.Min(_chunks.Count, 20) + 1);
        var left = _chunks.Count - advance;
        var gaps = new List<(int, int)>();
        for (var from = 2; from < left && gaps.Count < 8; from += random.Next(2, 10))
        {
            var to = Math.Min(from + random.Next(5), left);
            gaps.Add((from, to));
            from = to + 1;
        }

        Ack(advance, [.. gaps]);
    }

    private void Send(int count)
    {
        for (var i = 0; i < count && _chunks.Count < OutstandingChunks.MaxCount; i++)
        {
            _stream.Bytes.Append(new byte[Size]);
            ref var chunk = ref _chunks.Append(out var tsn);
            chunk.Stream = _stream;
            chunk.Payload = _stream.Bytes.Take(Size);
            chunk.EndPosition = _stream.Bytes.Taken;
            chunk.Length = Size;
            _stream.Outstanding++;
            _chunks.Sent(tsn, _now, appLimited: false);
        }
    }

    private int Lost()
    {
        _chunks.DetectLoss(_now, 1000, inRecovery: false);
        return _chunks.LostCount;
    }

    private void Ack(int advance, params (int First, int Last)[] gaps)
    {
        var value = new byte[SackChunk.FixedSize + gaps.Length * 4];
        BinaryPrimitives.WriteUInt32BigEndian(value, _chunks.AckedTsn + (uint)advance);
        BinaryPrimitives.WriteUInt16BigEndian(value.AsSpan(8), (ushort)gaps.Length);
        for (var i = 0; i < gaps.Length; i++)
        {
            BinaryPrimitives.WriteUInt16BigEndian(value.AsSpan(12 + i * 4), (ushort)gaps[i].First);
            BinaryPrimitives.WriteUInt16BigEndian(value.AsSpan(14 + i * 4), (ushort)gaps[i].Last);
        }

        Assert.True(SackChunk.TryRead(value, out var sack));
        var result = new AckResult();
        _chunks.Acknowledge(sack, _now, ref result);
    }
}
