namespace Rings.Host.Speed;

/// <summary>Measures how fast bytes get to another node: keeps a carrier full for a time and counts what is acknowledged.</summary>
/// <param name="carrier">Takes the bytes.</param>
/// <param name="time">The clock.</param>
internal sealed class SpeedTest(ISpeedCarrier carrier, TimeProvider time)
{
    /// <summary>The bytes of a piece.</summary>
    public const int PieceBytes = 32 * 1024;

    // What does not change under way need not be made anew; and no carrier compresses.
    private static readonly ReadOnlyMemory<byte> Piece = new byte[PieceBytes];

    private static readonly TimeSpan AfterFailure = TimeSpan.FromMilliseconds(100);

    private readonly List<TimeSpan> _times = [];
    private long _failed;
    private string? _why;

    /// <summary>Measures.</summary>
    /// <param name="duration">How long pieces are begun; those that are under way then still count.</param>
    /// <param name="cancel">Gives it up.</param>
    /// <exception cref="SpeedException">Not even a first piece arrives. It is not counted: it may have to open a
    /// session.</exception>
    public async Task<SpeedResult> RunAsync(TimeSpan duration, CancellationToken cancel)
    {
        if (await carrier.CarryAsync(Piece, cancel) is { } why) throw new SpeedException(why);
        var begun = time.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, carrier.AtOnce).Select(_ => CarryAsync(begun, duration, cancel)));
        var elapsed = time.GetElapsedTime(begun);
        _times.Sort();
        return new SpeedResult(_times.Count, (long)_times.Count * PieceBytes, _failed, _why, elapsed, At(0.5), At(0.99));
    }

    private async Task CarryAsync(long begun, TimeSpan duration, CancellationToken cancel)
    {
        while (time.GetElapsedTime(begun) < duration)
        {
            var sent = time.GetTimestamp();
            var why = await carrier.CarryAsync(Piece, cancel);
            lock (_times)
            {
                if (why is null) _times.Add(time.GetElapsedTime(sent));
                else (_failed, _why) = (_failed + 1, why);
            }

            // Who is refused at once must not ask again and again without a pause.
            if (why is not null) await Task.Delay(AfterFailure, time, cancel);
        }
    }

    private TimeSpan? At(double part) =>
        _times.Count == 0 ? null : _times[Math.Min(_times.Count - 1, (int)(part * _times.Count))];
}
