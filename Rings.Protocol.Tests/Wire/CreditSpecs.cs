using CsCheck;
using Rings.Protocol.Wire;

namespace Rings.Protocol.Tests.Wire;

public sealed class CreditSpecs
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);

    [Fact]
    public void A_frame_waits_when_bytes_or_frames_are_used_up()
    {
        var bytes = new CreditWindow(100, 10);
        var frames = new CreditWindow(1000, 1);

        Assert.True(bytes.TryTake(60, Any.Now));
        Assert.False(bytes.TryTake(60, Any.Now));
        Assert.True(frames.TryTake(1, Any.Now));
        Assert.False(frames.TryTake(1, Any.Now));
        Assert.Equal((40, 9), (bytes.Bytes, bytes.Frames));
    }

    [Fact]
    public void A_grant_lets_it_go_on()
    {
        var window = new CreditWindow(10, 1);
        window.TryTake(10, Any.Now);

        window.Grant(new(Lane.Message, 10, 1), Any.Now);

        Assert.True(window.TryTake(10, Any.Now));
    }

    [Fact]
    public void Grants_saturate()
    {
        var window = new CreditWindow(1, 1);

        for (var round = 0; round < 2000; round++) window.Grant(new(Lane.Message, 1L << 32, 1 << 20), Any.Now);

        Assert.Equal((1L << 40, 1 << 30), (window.Bytes, window.Frames));
    }

    [Fact]
    public void A_link_that_grants_nothing_for_half_a_minute_is_starved()
    {
        var window = new CreditWindow(0, 0);

        Assert.False(window.IsStarved(Any.Now + Longest, Longest));
        window.TryTake(1, Any.Now);
        window.Grant(new(Lane.Message, 0, 0), Any.Now + TimeSpan.FromSeconds(20));

        Assert.False(window.IsStarved(Any.Now + TimeSpan.FromSeconds(29), Longest));
        Assert.True(window.IsStarved(Any.Now + Longest, Longest));
    }

    [Fact]
    public void A_grant_that_is_too_small_counts_as_a_sign_of_life()
    {
        var window = new CreditWindow(0, 0);
        window.TryTake(100, Any.Now);

        window.Grant(new(Lane.Message, 1, 1), Any.Now + TimeSpan.FromSeconds(20));

        Assert.False(window.IsStarved(Any.Now + TimeSpan.FromSeconds(45), Longest));
        Assert.True(window.IsStarved(Any.Now + TimeSpan.FromSeconds(50), Longest));
    }

    [Fact]
    public void The_receiver_sees_who_sends_without_credit()
    {
        var grants = new CreditGrants(Lane.Message, 100, 10);

        Assert.True(grants.TryReceive(100));
        Assert.False(grants.TryReceive(1));
    }

    [Fact]
    public void Credit_comes_back_in_halves_of_the_window()
    {
        var grants = new CreditGrants(Lane.Stream, 100, 100);
        grants.TryReceive(30);
        grants.TryReceive(30);

        Assert.Null(grants.Release(30));
        Assert.Equal(new LinkControl.Credit(Lane.Stream, 60, 2), grants.Release(30));
        Assert.Null(grants.Flush());
    }

    [Fact]
    public void The_receiver_never_refuses_what_the_senders_window_allows() =>
        Gen.Select(Gen.Int[1, 300], Gen.Bool).Array[1, 300].Sample(steps =>
        {
            var window = new CreditWindow(1000, 8);
            var grants = new CreditGrants(Lane.Message, 1000, 8);
            var held = new Queue<int>();
            foreach (var (size, release) in steps)
            {
                if (window.TryTake(size, Any.Now))
                {
                    Assert.True(grants.TryReceive(size));
                    held.Enqueue(size);
                }

                if (release && held.TryDequeue(out var left) && grants.Release(left) is { } credit)
                    window.Grant(credit, Any.Now);
                Assert.InRange(window.Bytes, 0, 1000);
            }
        }, iter: 200);

    [Fact]
    public void The_receiver_counts_frames_and_bytes_each_to_the_last()
    {
        var frames = new CreditGrants(Lane.Message, 100, 2);
        var bytes = new CreditGrants(Lane.Message, 100, 9);

        Assert.True(frames.TryReceive(1));
        Assert.True(frames.TryReceive(1));
        Assert.False(frames.TryReceive(1));
        Assert.True(bytes.TryReceive(40));
        Assert.False(bytes.TryReceive(61));
        Assert.True(bytes.TryReceive(60));
    }

    [Fact]
    public void What_was_granted_may_be_sent_and_no_more()
    {
        var grants = new CreditGrants(Lane.Message, 100, 4);
        grants.TryReceive(50);
        grants.TryReceive(50);

        Assert.Equal(new LinkControl.Credit(Lane.Message, 50, 1), grants.Release(50)); // Half of the bytes.
        Assert.False(grants.TryReceive(51));
        Assert.True(grants.TryReceive(50));
        Assert.False(grants.TryReceive(1));
    }

    [Fact]
    public void Half_of_the_frames_is_granted_however_few_their_bytes_and_the_rest_when_asked_for()
    {
        var grants = new CreditGrants(Lane.Message, 1000, 4);
        for (var frame = 0; frame < 4; frame++) grants.TryReceive(1);

        Assert.Null(grants.Release(1));
        Assert.Equal(new LinkControl.Credit(Lane.Message, 2, 2), grants.Release(1));
        Assert.Null(grants.Release(1));
        Assert.Equal(new LinkControl.Credit(Lane.Message, 1, 1), grants.Flush());
        Assert.True(grants.TryReceive(1));
        Assert.True(grants.TryReceive(1));
        Assert.True(grants.TryReceive(1));
        Assert.False(grants.TryReceive(1));
    }

    [Fact]
    public void A_frame_that_is_sent_ends_the_wait_for_credit()
    {
        var window = new CreditWindow(10, 1);
        Assert.False(window.TryTake(11, Any.Now));
        Assert.False(window.TryTake(11, Any.Now + TimeSpan.FromSeconds(9)));
        Assert.Equal(Any.Now, window.StarvedSince);

        Assert.True(window.TryTake(10, Any.Now));

        Assert.Null(window.StarvedSince);
        window.Grant(new(Lane.Message, 1, 0), Any.Now);
        Assert.Null(window.StarvedSince); // Nobody waits.
    }
}
