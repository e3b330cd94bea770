using Rings.Protocol.Wire;

namespace Rings.Protocol.Tests.Wire.Inbound;

public sealed class ForgeryTraceSpecs
{
    private readonly ForgeryTrace _trace = new(new());

    [Fact]
    public void After_a_report_everything_for_the_neighbour_is_verified_for_a_minute()
    {
        Assert.False(_trace.MustVerify(Any.Now));

        _trace.Reported(Any.Now);

        Assert.True(_trace.MustVerify(Any.Now + TimeSpan.FromSeconds(60)));
        Assert.False(_trace.MustVerify(Any.Now + TimeSpan.FromSeconds(61)));
    }

    [Fact]
    public void Forgeries_within_the_grace_cost_nothing()
    {
        for (var number = 0; number < 1000; number++) Assert.False(_trace.Found(Any.Now + TimeSpan.FromSeconds(5)));
    }

    [Fact]
    public void The_thirty_third_late_forgery_closes_the_link()
    {
        _trace.Found(Any.Now);
        var late = Any.Now + TimeSpan.FromSeconds(6);

        for (var number = 0; number < new ForgeryLimits().Tolerated; number++) Assert.False(_trace.Found(late));

        Assert.True(_trace.Found(late));
    }

    [Fact]
    public void After_a_minute_the_count_begins_anew()
    {
        _trace.Found(Any.Now);
        for (var number = 0; number < 32; number++) _trace.Found(Any.Now + TimeSpan.FromSeconds(6));

        Assert.False(_trace.Found(Any.Now + TimeSpan.FromSeconds(61)));
        Assert.False(_trace.Found(Any.Now + TimeSpan.FromSeconds(67)));
    }

    [Fact]
    public void What_comes_in_the_last_moment_of_the_minute_still_counts()
    {
        _trace.Found(Any.Now);
        for (var number = 0; number < 32; number++) _trace.Found(Any.Now + TimeSpan.FromSeconds(6));

        Assert.True(_trace.Found(Any.Now + TimeSpan.FromSeconds(60)));
    }
}
