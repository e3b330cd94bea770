using Microsoft.Extensions.Time.Testing;
using Rings.Host.Speed;

namespace Rings.Host.Tests.Speed;

public sealed class SpeedTestSpecs
{
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(100);

    private readonly FakeTimeProvider _time = new();

    [Fact]
    public async Task What_is_acknowledged_within_the_time_is_counted_and_the_first_piece_is_not()
    {
        var carrier = new Carrier(_time, atOnce: 1, _ => null);

        var result = await new SpeedTest(carrier, _time).RunAsync(TimeSpan.FromSeconds(1), CancellationToken.None);

        Assert.Equal((10, 10L * SpeedTest.PieceBytes, 0L), (result.Pieces, result.Bytes, result.Failed));
        Assert.Equal((TimeSpan.FromSeconds(1), Step, Step), (result.Elapsed, result.Median, result.P99));
        Assert.Equal(10.0 * SpeedTest.PieceBytes, result.BytesPerSecond);
        Assert.Equal(11, carrier.Carried);
    }

    [Fact]
    public async Task As_many_pieces_are_under_way_as_the_carrier_takes()
    {
        // None of the four is answered before all four are there.
        var carrier = new Carrier(_time, atOnce: 4, _ => null);

        var result = await new SpeedTest(carrier, _time).RunAsync(Step, CancellationToken.None);

        Assert.Equal(4, result.Pieces);
    }

    [Fact]
    public async Task A_piece_that_fails_is_told_and_the_test_goes_on_after_a_pause()
    {
        var carrier = new Carrier(_time, atOnce: 1, number => number == 2 ? "busy" : null);

        // It comes back once it pauses: all before that takes a step of the clock, and no time.
        var test = new SpeedTest(carrier, _time).RunAsync(TimeSpan.FromSeconds(1), CancellationToken.None);
        Assert.False(test.IsCompleted);
        _time.Advance(Step);

        var result = await test;
        Assert.Equal((1L, "busy"), (result.Failed, result.Why));
        Assert.Equal(8, result.Pieces);
    }

    [Fact]
    public async Task Where_not_even_the_first_piece_arrives_the_reason_is_all_there_is()
    {
        var carrier = new Carrier(_time, atOnce: 1, _ => "there is no such node");

        var nothing = await Assert.ThrowsAsync<SpeedException>(
            () => new SpeedTest(carrier, _time).RunAsync(TimeSpan.FromSeconds(1), CancellationToken.None));

        Assert.Equal("there is no such node", nothing.Message);
        Assert.Equal(1, carrier.Carried);
    }

    [Fact]
    public async Task Who_gives_up_waits_no_longer()
    {
        using var cancel = new CancellationTokenSource();
        var carrier = new Carrier(_time, atOnce: 1, number =>
        {
            if (number == 5) cancel.Cancel();
            return null;
        });

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => new SpeedTest(carrier, _time).RunAsync(TimeSpan.FromDays(1), cancel.Token));
    }

    /// <summary>Takes a step of time for each piece.</summary>
    private sealed class Carrier(FakeTimeProvider time, int atOnce, Func<int, string?> answer) : ISpeedCarrier
    {
        private readonly TaskCompletionSource _all = new();

        public int AtOnce => atOnce;

        public int Carried { get; private set; }

        public async Task<string?> CarryAsync(ReadOnlyMemory<byte> piece, CancellationToken cancel)
        {
            cancel.ThrowIfCancellationRequested();
            Assert.Equal(SpeedTest.PieceBytes, piece.Length);
            var said = answer(++Carried);
            if (Carried == 1) return said;
            if (Carried == 1 + atOnce) _all.TrySetResult();
            await _all.Task;
            time.Advance(Step);
            return said;
        }
    }
}
