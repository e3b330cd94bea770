using CsCheck;
using Rings.Protocol.Ring;

namespace Rings.Protocol.Tests.Ring;

public sealed class AnswerClockSpecs
{
    private static readonly TimeSpan Least = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan Most = TimeSpan.FromSeconds(30);

    [Fact]
    public void Before_the_first_answer_and_on_a_fast_network_the_least_is_waited()
    {
        var clock = new AnswerClock(Least, Most);
        Assert.Equal(Least, clock.Wait);

        for (var i = 0; i < 10; i++) clock.Measure(TimeSpan.FromMilliseconds(20));

        Assert.Equal(Least, clock.Wait);
    }

    [Fact]
    public void One_late_answer_is_enough_to_wait_longer_than_it_took()
    {
        var clock = new AnswerClock(Least, Most);

        clock.Measure(TimeSpan.FromSeconds(5));

        Assert.Equal(TimeSpan.FromSeconds(15), clock.Wait);
    }

    [Fact]
    public void When_answers_are_fast_again_so_is_the_clock()
    {
        var clock = new AnswerClock(Least, Most);
        clock.Measure(TimeSpan.FromSeconds(5));

        for (var i = 0; i < 40; i++) clock.Measure(TimeSpan.FromMilliseconds(20));

        Assert.Equal(Least, clock.Wait);
    }

    [Fact]
    public void The_wait_never_leaves_its_bounds() =>
        Gen.Int[0, 100_000].Array[1, 50].Sample(milliseconds =>
        {
            var clock = new AnswerClock(Least, Most);
            foreach (var took in milliseconds) clock.Measure(TimeSpan.FromMilliseconds(took));
            Assert.InRange(clock.Wait, Least, Most);
        });
}
