using CsCheck;
using Rings.Transport.Sctp;

namespace Rings.Transport.Tests.Sctp;

public sealed class ByteQueueSpecs
{
    [Fact]
    public void What_goes_in_comes_out_in_order_whatever_is_taken_and_released_between() =>
        Gen.Select(Gen.Int[0, 2], Gen.Int[1, 10_000]).Array[1, 60].Sample(steps => Walk(steps));

    [Fact]
    public void All_blocks_go_back_when_all_is_released()
    {
        var pool = new BlockPool(100);
        var queue = new ByteQueue(pool);
        queue.Append(new byte[3 * Block.Size + 1]);
        queue.Take(3 * Block.Size + 1);
        Assert.Equal(0, pool.Count);

        queue.ReleaseTo(queue.End);

        Assert.Equal(4, pool.Count);
        Assert.Equal(queue.End, queue.Start);
    }

    [Fact]
    public void A_block_is_kept_while_one_byte_of_it_is_needed()
    {
        var pool = new BlockPool(100);
        var queue = new ByteQueue(pool);
        queue.Append(new byte[2 * Block.Size]);
        queue.Take(2 * Block.Size);

        queue.ReleaseTo(Block.Size - 1);
        Assert.Equal(0, pool.Count);

        queue.ReleaseTo(Block.Size);
        Assert.Equal(1, pool.Count);
    }

    [Fact]
    public void Dropping_gives_all_back_though_nothing_was_taken()
    {
        var pool = new BlockPool(100);
        var queue = new ByteQueue(pool);
        queue.Append(new byte[10_000]);

        queue.Drop();

        Assert.Equal(3, pool.Count);
        queue.Append([7]);
        Assert.Equal(7, Read(queue, 1)[0]);
    }

    [Fact]
    public void The_pool_keeps_no_more_than_its_capacity()
    {
        var pool = new BlockPool(2);
        var blocks = new[] { pool.Rent(), pool.Rent(), pool.Rent() };
        foreach (var block in blocks)
            pool.Return(block);

        Assert.Equal(2, pool.Count);
        Assert.Contains(pool.Rent(), blocks);
    }

    private static void Walk((int What, int Size)[] steps)
    {
        var pool = new BlockPool(1000);
        var queue = new ByteQueue(pool);
        var (appended, taken) = (0, 0);
        var ends = new Queue<long>();
        foreach (var (what, size) in steps)
        {
            if (what == 0)
            {
                queue.Append(Enumerable.Range(appended, size).Select(Value).ToArray());
                appended += size;
            }
            else if (what == 1 && appended > taken)
            {
                var count = Math.Min(size, appended - taken);
                Assert.Equal(Enumerable.Range(taken, count).Select(Value), Read(queue, count));
                taken += count;
                ends.Enqueue(queue.Taken);
            }
            else if (ends.TryDequeue(out var end))
            {
                queue.ReleaseTo(end);
            }

            Assert.Equal((appended, taken), (queue.End, queue.Taken));
        }
    }

    private static byte Value(int position) => (byte)(position * 31 + position / 256);

    private static byte[] Read(ByteQueue queue, int count)
    {
        var bytes = new byte[count];
        queue.Take(count).CopyTo(bytes);
        return bytes;
    }
}
