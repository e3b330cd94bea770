using CsCheck;
using Rings.Protocol.Limits;

namespace Rings.Protocol.Tests.Limits;

public class LimitSpecs
{
    private static readonly Instant Start = Instant.FromUnixMilliseconds(1_000_000);

    [Fact]
    public void A_bucket_gives_its_burst_and_then_its_rate()
    {
        var bucket = new TokenBucket(10, 3);

        Assert.Equal(3, Enumerable.Range(0, 10).Count(_ => bucket.TryTake(Start)));
        Assert.False(bucket.TryTake(Start + TimeSpan.FromMilliseconds(99)));
        Assert.True(bucket.TryTake(Start + TimeSpan.FromMilliseconds(100)));
        Assert.Equal(3, Enumerable.Range(0, 10).Count(_ => bucket.TryTake(Start + TimeSpan.FromHours(1))));
    }

    [Fact]
    public void A_clock_that_goes_back_gives_nothing() =>
        Gen.Long[-1_000_000_000, 1_000_000_000].Array[50].Sample(steps =>
        {
            var bucket = new TokenBucket(1, 5);
            var (now, latest, taken) = (Start, Start, bucket.TryTake(Start) ? 1 : 0);
            foreach (var step in steps)
            {
                now = new(now.UnixMicroseconds + step);
                if (now > latest) latest = now;
                if (bucket.TryTake(now)) taken++;
            }

            Assert.True(taken <= 5 + Math.Ceiling((latest - Start).TotalSeconds) + 1);
        });

    [Fact]
    public void Each_key_has_its_own_bucket_and_idle_ones_make_room()
    {
        var limit = new KeyedRateLimit<int>(1, 1, capacity: 2);

        Assert.True(limit.TryTake(1, Start));
        Assert.False(limit.TryTake(1, Start));
        Assert.True(limit.TryTake(2, Start));
        Assert.False(limit.TryTake(3, Start));
        Assert.True(limit.TryTake(3, Start + TimeSpan.FromSeconds(1)));
        Assert.Equal(1, limit.Count);
    }

    [Fact]
    public void A_bounded_map_is_the_model_of_a_list_by_last_use() =>
        Gen.Select(Gen.Int[0, 9], Gen.Int[0, 2]).Array.Sample(steps =>
        {
            var map = new LruMap<int, int>(4);
            var model = new List<int>();
            foreach (var (key, action) in steps)
            {
                if (action == 0)
                {
                    map.Set(key, -key);
                    model.Remove(key);
                    model.Insert(0, key);
                    if (model.Count > 4) model.RemoveAt(4);
                }
                else if (action == 1)
                {
                    Assert.Equal(model.Contains(key), map.TryGet(key, out var value));
                    if (model.Remove(key)) model.Insert(0, key);
                    Assert.Equal(model.Contains(key) ? -key : 0, value);
                }
                else
                {
                    Assert.Equal(model.Remove(key), map.Remove(key));
                }

                Assert.Equal(model.Count, map.Count);
            }
        });
}
