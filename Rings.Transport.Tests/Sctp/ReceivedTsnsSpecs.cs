using CsCheck;
using Rings.Transport.Sctp;

namespace Rings.Transport.Tests.Sctp;

public sealed class ReceivedTsnsSpecs
{
    [Fact]
    public void Rfc9260_3_3_4_Gap_blocks_say_exactly_what_has_arrived() =>
        Gen.Select(Gen.UInt, Gen.Int[2, 400].HashSet[1, 60]).Sample((first, early) =>
        {
            var received = new ReceivedTsns(first);
            foreach (var offset in early)
                received.Add(first - 1 + (uint)offset);

            var sack = Read(received, out var told);

            Assert.Equal(first - 1, sack);
            Assert.Equal(early.Order(), told.Order());
            Assert.All(Enumerable.Range(1, 410), i => Assert.Equal(early.Contains(i), received.Contains(first - 1 + (uint)i)));
        });

    [Fact]
    public void Rfc9260_6_2_Blocks_that_do_not_fit_are_left_out_from_the_end()
    {
        var received = new ReceivedTsns(1);
        for (var tsn = 2u; tsn < 4000; tsn += 2)
            received.Add(tsn);

        Read(received, out var told);

        Assert.InRange(told.Count, 200, 290);
        Assert.Equal(Enumerable.Range(1, told.Count).Select(i => 2 * i), told);
    }

    [Fact]
    public void Duplicates_are_reported_once_and_no_more_than_fit()
    {
        var received = new ReceivedTsns(1);
        for (var i = 0u; i < 100; i++)
            received.AddDuplicate(i);

        Assert.Equal(32, received.DuplicateCount);
        Read(received, out _);
        Assert.Equal(0, received.DuplicateCount);
    }

    [Fact]
    public void Advancing_over_what_was_noted_and_what_was_not()
    {
        var received = new ReceivedTsns(1);
        received.Add(2);
        received.Add(4);
        Assert.False(received.NextIsHere);
        received.Advance();
        Assert.True(received.NextIsHere);
        received.Advance();
        Assert.False(received.NextIsHere);
        Assert.True(received.HasGap);
        received.Advance();
        received.Advance();
        Assert.False(received.HasGap);
        Assert.Equal((4u, 4u), (received.CumulativeTsn, received.HighestTsn));
        received.JumpTo(10);
        Assert.True(received.Contains(9));
        Assert.False(received.Contains(11));
        Assert.True(received.InRange(10 + ReceivedTsns.Range));
        Assert.False(received.InRange(11 + ReceivedTsns.Range));
    }

    private static uint Read(ReceivedTsns received, out List<int> told)
    {
        var buffer = new byte[1160];
        var writer = new PacketWriter(buffer, 1, 2, 3);
        received.WriteSack(ref writer, 1000);
        var chunks = new ChunkReader(buffer.AsSpan(12, writer.End(checksum: true) - 12));
        Assert.True(chunks.MoveNext());
        Assert.Equal(ChunkType.Sack, chunks.Type);
        Assert.True(SackChunk.TryRead(chunks.Value, out var sack));
        Assert.Equal(1000u, sack.Window);
        told = [];
        for (var i = 0; i < sack.GapCount; i++)
        {
            var (first, last) = sack.Gap(i);
            for (var tsn = first; tsn != last + 1; tsn++)
                told.Add((int)(tsn - sack.CumulativeTsn));
        }

        return sack.CumulativeTsn;
    }
}
