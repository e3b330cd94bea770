using CsCheck;
using Rings.Protocol.Limits;

namespace Rings.Protocol.Tests.Limits;

/// <summary>Places of a table: whatever some origins and links take, the others find one.</summary>
public sealed class FairPlacesSpecs
{
    [Fact]
    public void An_origin_has_its_bound_by_however_many_links()
    {
        var places = new FairPlaces(1024, ofOrigin: 8);

        Assert.Equal(8, Enumerable.Range(0, 100).Count(link => places.TryTake(Number(1), Number(1000 + link))));
        Assert.True(places.TryTake(Number(2), Number(1000)));
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 2)]
    [InlineData(64, 33)]
    [InlineData(1024, 260)]
    [InlineData(16_384, 4160)]
    public void One_link_takes_half_of_what_is_common_and_its_own_part(int limit, int most)
    {
        var places = new FairPlaces(limit, ofOrigin: 1);

        Assert.Equal(most, Enumerable.Range(0, 2 * limit).Count(origin => places.TryTake(Number(origin), Number(-1))));
        Assert.Equal(most, places.Count);
    }

    [Fact]
    public void However_many_links_take_all_they_can_the_next_one_finds_a_place() =>
        Gen.Int[1, 127].Select(Gen.Int[256, 5000]).Sample((links, limit) =>
        {
            var places = new FairPlaces(limit, ofOrigin: 1);
            for (var origin = 0; origin < 3 * limit; origin++) places.TryTake(Number(origin), Number(-1 - (origin % links)));

            Assert.InRange(places.Count, 1, limit - 1);
            Assert.True(places.TryTake(Number(-1000), Number(-1000)));
        }, iter: 50);

    [Fact]
    public void What_is_given_back_can_be_taken_again() =>
        Gen.Select(Gen.Int[0, 3], Gen.Int[0, 3], Gen.Bool).Array[500].Sample(steps =>
        {
            var places = new FairPlaces(40, ofOrigin: 5);
            var held = new List<(int Origin, int Link)>();
            foreach (var (origin, link, takes) in steps)
            {
                if (takes && places.TryTake(Number(origin), Number(100 + link))) held.Add((origin, link));
                if (takes || !held.Remove((origin, link))) continue;
                places.Release(Number(origin), Number(100 + link));
            }

            Assert.Equal(held.Count, places.Count);
            foreach (var (origin, link) in held) places.Release(Number(origin), Number(100 + link));
            Assert.Equal(0, places.Count);
            Assert.Equal(21, Enumerable.Range(0, 40).Count(number => places.TryTake(Number(200 + number), Number(100))));
        }, iter: 50);

    [Fact]
    public void Places_of_nobody_count_to_the_limit_alone()
    {
        var places = new FairPlaces(3, ofOrigin: 9);
        for (var taken = 0; taken < 3; taken++) Assert.True(places.TryTake());

        Assert.False(places.TryTake());
        Assert.False(places.TryTake(Number(1), Number(2)));
        places.Release();
        Assert.True(places.TryTake(Number(1), Number(2)));
    }

    private static Did Number(int number)
    {
        var bytes = new byte[Did.Bytes];
        BitConverter.TryWriteBytes(bytes, number);
        return Did.Read(bytes);
    }
}
