using Rings.Protocol.Wire;

namespace Rings.Protocol.Tests.Wire.Inbound;

public sealed class RepeatWatchSpecs
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private readonly RepeatWatch _watch = new(tolerated: 2);

    [Fact]
    public void What_a_link_brings_again_is_noticed_and_what_is_new_is_not()
    {
        Assert.False(_watch.IsRepeat(Lane.Message, Any.Id(1), Any.Now));
        Assert.True(_watch.IsRepeat(Lane.Message, Any.Id(1), Any.Now));
        Assert.False(_watch.IsRepeat(Lane.Message, Any.Id(2), Any.Now));
        Assert.True(_watch.IsRepeat(Lane.Message, Any.Id(2), Any.Now));
        Assert.False(_watch.IsTooMuch);
    }

    [Fact]
    public void One_repeat_beyond_what_is_tolerated_within_a_minute_is_too_much()
    {
        _watch.IsRepeat(Lane.Message, Any.Id(1), Any.Now);
        Repeat(Any.Now);
        Repeat(Any.Now);
        Assert.False(_watch.IsTooMuch);

        Repeat(Any.Now + Minute);

        Assert.True(_watch.IsTooMuch);
    }

    [Fact]
    public void After_a_minute_the_count_begins_anew()
    {
        _watch.IsRepeat(Lane.Message, Any.Id(1), Any.Now);
        Repeat(Any.Now);
        Repeat(Any.Now);
        var later = Any.Now + Minute + TimeSpan.FromMilliseconds(1);

        Repeat(later);
        Repeat(later);
        Assert.False(_watch.IsTooMuch);
        Repeat(later);

        Assert.True(_watch.IsTooMuch);
    }

    [Fact]
    public void A_repeat_is_one_of_the_same_lane_and_counts_for_the_link()
    {
        Assert.False(_watch.IsRepeat(Lane.Message, Any.Id(1), Any.Now));
        Assert.False(_watch.IsRepeat(Lane.Storage, Any.Id(1), Any.Now));
        Assert.True(_watch.IsRepeat(Lane.Storage, Any.Id(1), Any.Now));
        Repeat(Any.Now);
        Assert.False(_watch.IsTooMuch);

        Repeat(Any.Now);

        Assert.True(_watch.IsTooMuch);
    }

    private void Repeat(Instant now) => Assert.True(_watch.IsRepeat(Lane.Message, Any.Id(1), now));
}
