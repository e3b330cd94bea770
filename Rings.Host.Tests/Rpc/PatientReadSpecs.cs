using Rings.Host.Rpc;

namespace Rings.Host.Tests.Rpc;

public sealed class PatientReadSpecs
{
    private readonly LeapingTime _time = new();
    private int _asked;

    [Fact]
    public async Task What_is_final_is_asked_once() => Assert.Equal(1, await AskAsync(_ => true));

    [Fact]
    public async Task What_is_not_final_is_asked_again_until_it_is()
    {
        Assert.Equal(4, await AskAsync(answer => answer == 4));

        Assert.Equal(3 * PatientRead.Pause, _time.Passed);
    }

    [Fact]
    public async Task Patience_ends_and_the_last_answer_is_given()
    {
        Assert.Equal(1 + (int)(PatientRead.Patience / PatientRead.Pause), await AskAsync(_ => false));

        Assert.Equal(PatientRead.Patience, _time.Passed);
    }

    [Fact]
    public async Task Whoever_gives_it_up_asks_no_more()
    {
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => AskAsync(_ => false, new CancellationToken(canceled: true)));

        Assert.Equal(1, _asked);
    }

    private Task<int> AskAsync(Func<int, bool> isFinal, CancellationToken cancel = default) =>
        new PatientRead(_time).AskAsync(() => Task.FromResult(++_asked), isFinal, cancel);

    /// <summary>A clock on which each wait ends at once, and has taken its time.</summary>
    private sealed class LeapingTime : TimeProvider
    {
        public TimeSpan Passed { get; private set; }

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => Passed.Ticks;

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            Passed += dueTime;
            return System.CreateTimer(callback, state, TimeSpan.Zero, Timeout.InfiniteTimeSpan);
        }
    }
}
