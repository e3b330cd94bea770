using CsCheck;
using Rings.Simulation.Engine;

namespace Rings.Simulation.Tests.Engine;

public sealed class SplitRandomSpecs
{
    [Fact]
    public void A_seed_gives_the_numbers_that_it_always_gave()
    {
        var random = new SplitRandom(1);
        var other = random.Split();

        Assert.Equal(
            [0x910A2DEC89025CC1, 0xBEEB8DA1658EEC67, 0xF893A2EEFB32555E],
            Enumerable.Range(0, 3).Select(_ => new SplitRandom(1)).Select((fresh, i) => Nth(fresh, i + 1)));
        Assert.NotEqual(random.NextUInt64(), other.NextUInt64());
    }

    [Fact]
    public void A_number_stays_within_its_bounds() =>
        Gen.Select(Gen.ULong, Gen.Long, Gen.Long).Sample((seed, a, b) =>
        {
            var (low, high) = (Math.Min(a, b), Math.Max(a, b));
            var random = new SplitRandom(seed);
            return Enumerable.Range(0, 20).Select(_ => random.Next(low, high)).All(value => value >= low && value <= high);
        });

    [Fact]
    public void All_numbers_below_a_bound_are_as_likely()
    {
        var random = new SplitRandom(7);
        var counts = new int[10];

        for (var i = 0; i < 100_000; i++) counts[random.Next(10)]++;

        Assert.All(counts, count => Assert.InRange(count, 9_600, 10_400));
    }

    [Fact]
    public void The_exponential_has_mean_one_and_its_known_tail()
    {
        var random = new SplitRandom(3);

        var draws = Enumerable.Range(0, 100_000).Select(_ => random.NextExponential()).ToArray();

        Assert.InRange(draws.Average(), 0.98, 1.02);
        Assert.InRange(draws.Count(value => value > 3) / 100_000.0, 0.046, 0.054); // e⁻³ = 0.0498
    }

    [Fact]
    public void A_shuffle_keeps_every_item() => Gen.Select(Gen.ULong, Gen.Int.Array).Sample((seed, items) =>
    {
        var random = new SplitRandom(seed);
        var shuffled = items.ToArray();
        random.Shuffle(shuffled.AsSpan());
        return items.Order().SequenceEqual(shuffled.Order());
    });

    [Fact]
    public void Bytes_do_not_depend_on_where_the_span_ends()
    {
        var (first, second) = (new SplitRandom(9), new SplitRandom(9));
        var (whole, part) = (new byte[24], new byte[19]);

        first.Fill(whole);
        second.Fill(part);

        Assert.Equal(whole[..19], part);
    }

    [Fact]
    public void A_chance_of_nothing_and_of_everything_draws_no_number()
    {
        var random = new SplitRandom(5);

        Assert.False(random.Chance(0));
        Assert.True(random.Chance(1));
        Assert.Equal(new SplitRandom(5).NextUInt64(), random.NextUInt64());
    }

    [Fact]
    public void What_takes_a_Random_gets_the_same_stream()
    {
        var (first, second) = (new SeededRandom(new(11)), new SeededRandom(new(11)));

        Assert.Equal(
            (first.Next(), first.Next(5), first.Next(-3, 3), first.NextInt64(), first.NextDouble(), first.NextSingle()),
            (second.Next(), second.Next(5), second.Next(-3, 3), second.NextInt64(), second.NextDouble(), second.NextSingle()));
        Assert.Equal(0, first.Next(0));
        Assert.Equal(4, first.NextInt64(4, 4));
        Assert.InRange(first.Next(-3, 3), -3, 2);
    }

    private static ulong Nth(SplitRandom random, int count)
    {
        var value = 0UL;
        for (var i = 0; i < count; i++) value = random.NextUInt64();
        return value;
    }
}
