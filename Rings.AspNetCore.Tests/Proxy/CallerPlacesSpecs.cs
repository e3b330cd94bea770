using Rings.AspNetCore.Proxy;
using Rings.Protocol;

namespace Rings.AspNetCore.Tests.Proxy;

public sealed class CallerPlacesSpecs
{
    [Fact]
    public void A_caller_has_so_many_places_and_takes_none_of_another()
    {
        var places = new CallerPlaces(2);
        var (one, other) = (Did.Zero.Finger(1), Did.Zero.Finger(2));

        Assert.Equal((true, true, false), (places.TryTake(one), places.TryTake(one), places.TryTake(one)));
        Assert.True(places.TryTake(other));
        places.Give(one);
        Assert.Equal((true, false), (places.TryTake(one), places.TryTake(one)));
    }
}
