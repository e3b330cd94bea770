using System.Buffers.Binary;
using CsCheck;
using Rings.Transport.Sctp;

namespace Rings.Transport.Tests.Sctp;

public sealed class ReassemblySpecs
{
    private readonly RecordingSink _sink = new();
    private readonly BlockPool _pool = new(1000);
    private readonly Reassembly _reassembly;
    private readonly ReceivedTsns _received = new(100);

    public ReassemblySpecs() => _reassembly = new Reassembly(_sink, _pool, 10_000);

    [Fact]
    public void Rfc9260_6_9_Fragments_in_any_order_make_the_message_once() =>
        Gen.Shuffle(Enumerable.Range(0, 12).ToArray()).Sample(order =>
        {
            var specs = new ReassemblySpecs();
            foreach (var i in order)
                Assert.True(specs.Add((uint)(100 + i), Flags(i % 4), 1, (ushort)(i / 4), [(byte)i]));

            Assert.Equal([[0, 1, 2, 3], [4, 5, 6, 7], [8, 9, 10, 11]], specs._sink.Messages.Select(m => m.Bytes));
            Assert.InRange(specs._reassembly.HeldBytes, 0, Block.Size);
        });

    [Fact]
    public void Rfc9260_6_6_A_whole_message_of_another_stream_does_not_wait_for_a_gap()
    {
        Add(102, DataFlags.Begin, 2, 0, [1]);
        Assert.Empty(_sink.Messages);
        Add(103, DataFlags.End, 2, 0, [2]);

        Assert.Equal([1, 2], Assert.Single(_sink.Messages).Bytes);
    }

    [Fact]
    public void Rfc9260_6_6_An_unordered_message_does_not_wait_at_all()
    {
        Add(105, DataFlags.Whole | DataFlags.Unordered, 1, 0, [9]);
        Assert.Equal([9], Assert.Single(_sink.Messages).Bytes);

        for (var tsn = 100u; tsn < 105; tsn++)
            Add(tsn, DataFlags.Whole, 1, (ushort)(tsn - 100), [(byte)tsn]);

        Assert.Equal(6, _sink.Messages.Count);
    }

    [Fact]
    public void Rfc9260_6_5_An_ordered_message_waits_for_the_one_before_it()
    {
        Add(101, DataFlags.Whole, 1, 1, [1]);
        Add(102, DataFlags.Whole, 1, 2, [2]);
        Assert.Empty(_sink.Messages);
        Add(100, DataFlags.Whole, 1, 0, [0]);

        Assert.Equal([0, 1, 2], _sink.Messages.Select(message => (int)message.Bytes[0]));
    }

    [Fact]
    public void A_message_longer_than_may_be_is_refused_in_order_and_out_of_it()
    {
        Assert.True(Add(100, DataFlags.Begin, 1, 0, new byte[4000]));
        Assert.True(Add(101, DataFlags.None, 1, 0, new byte[4000]));
        Assert.False(Add(102, DataFlags.None, 1, 0, new byte[4000]));

        var other = new ReassemblySpecs();
        Assert.True(other.Add(110, DataFlags.Begin, 1, 0, new byte[4000]));
        Assert.True(other.Add(111, DataFlags.None, 1, 0, new byte[4000]));
        Assert.False(other.Add(112, DataFlags.None, 1, 0, new byte[4000]));
    }

    [Theory]
    [InlineData(DataFlags.Begin, 1, 0)]
    [InlineData(DataFlags.None, 2, 0)]
    [InlineData(DataFlags.None, 1, 1)]
    [InlineData(DataFlags.End | DataFlags.Unordered, 1, 0)]
    public void A_fragment_that_does_not_continue_the_message_breaks_the_protocol(object flags, int stream, int ssn)
    {
        Assert.True(Add(100, DataFlags.Begin, 1, 0, [1]));
        Assert.False(Add(101, (DataFlags)flags, (ushort)stream, (ushort)ssn, [2]));
    }

    [Fact]
    public void A_fragment_without_a_beginning_breaks_the_protocol() =>
        Assert.False(Add(100, DataFlags.End, 1, 0, [2]));

    [Fact]
    public void Memory_is_charged_by_what_is_held_and_given_back()
    {
        for (var i = 0u; i < 40; i++)
            Add(101 + i, DataFlags.Whole, 1, (ushort)(1 + i), new byte[1000]);

        Assert.InRange(_reassembly.HeldBytes, 40_000, 41_000 + Block.Size);
        Add(100, DataFlags.Whole, 1, 0, new byte[1000]);
        Assert.Equal(41, _sink.Messages.Count);
        Assert.InRange(_reassembly.HeldBytes, 0, Block.Size);

        _reassembly.Trim();
        Assert.Equal(0, _reassembly.HeldBytes);
    }

    [Fact]
    public void Rfc3758_3_6_What_is_whole_is_delivered_when_it_is_skipped_and_the_rest_is_freed()
    {
        Add(101, DataFlags.Whole, 1, 1, [1]);
        Add(103, DataFlags.Begin, 1, 3, [3]);

        for (var tsn = 100u; tsn <= 103; tsn++)
        {
            _received.Advance();
            _reassembly.Skip(tsn);
        }

        _reassembly.AbandonBegun(104);
        _reassembly.SkipTo(1, 3);
        Assert.Equal([1], Assert.Single(_sink.Messages).Bytes);
        Assert.InRange(_reassembly.HeldBytes, 0, Block.Size);

        Assert.True(Add(104, DataFlags.End, 1, 3, [4])); // The end of what was abandoned: not a message.
        Assert.True(Add(105, DataFlags.Whole, 1, 4, [5]));
        Assert.Equal(2, _sink.Messages.Count);
    }

    [Fact]
    public void Rfc6525_5_2_2_After_a_reset_numbers_begin_at_zero()
    {
        Add(100, DataFlags.Whole, 1, 0, [1]);
        _reassembly.ResetStream(1);
        Add(102, DataFlags.Whole, 1, 1, [3]);
        Add(101, DataFlags.Whole, 1, 0, [2]);

        Assert.Equal([1, 2, 3], _sink.Messages.Select(message => (int)message.Bytes[0]));
    }

    [Fact]
    public void Clearing_gives_all_memory_back()
    {
        for (var i = 0u; i < 40; i++)
            Add(101 + i, DataFlags.Whole, 1, (ushort)(1 + i), new byte[1000]);

        _reassembly.Clear();
        Assert.Equal(0, _reassembly.HeldBytes);
        Assert.True(_pool.Count >= 10);
    }

    private static DataFlags Flags(int place) => place switch
    {
        0 => DataFlags.Begin,
        3 => DataFlags.End,
        _ => DataFlags.None,
    };

    private bool Add(uint tsn, DataFlags flags, ushort stream, ushort ssn, byte[] payload)
    {
        var value = new byte[DataChunk.FixedSize + payload.Length];
        BinaryPrimitives.WriteUInt32BigEndian(value, tsn);
        BinaryPrimitives.WriteUInt16BigEndian(value.AsSpan(4), stream);
        BinaryPrimitives.WriteUInt16BigEndian(value.AsSpan(6), ssn);
        payload.CopyTo(value, DataChunk.FixedSize);
        var chunk = new DataChunk(flags, value);
        if (tsn != _received.CumulativeTsn + 1)
        {
            _received.Add(tsn);
            return _reassembly.AddEarly(chunk, _received.CumulativeTsn);
        }

        _received.Advance();
        var good = _reassembly.AddNext(chunk);
        while (good && _received.NextIsHere)
        {
            _received.Advance();
            good = _reassembly.Consume(_received.CumulativeTsn);
        }

        return good;
    }
}
