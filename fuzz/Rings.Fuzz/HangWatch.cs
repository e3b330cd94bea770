namespace Rings.Fuzz;

/// <summary>Notices an input that is never done with: the run itself cannot, for it waits for the reader.</summary>
internal sealed class HangWatch : IDisposable
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(30);

    private readonly FuzzRun _run;
    private readonly Action<byte[]> _onHang;
    private readonly Timer _timer;
    private byte[]? _former;

    /// <param name="run">The run.</param>
    /// <param name="onHang">Told the input, 30 to 60 s after it began; called from another thread.</param>
    public HangWatch(FuzzRun run, Action<byte[]> onHang)
    {
        (_run, _onHang) = (run, onHang);
        _timer = new Timer(_ => Look(), null, Period, Period);
    }

    /// <summary>Ends the watch.</summary>
    public void Dispose() => _timer.Dispose();

    private void Look()
    {
        var current = _run.Current;
        if (current is not null && ReferenceEquals(current, _former)) _onHang(current);
        _former = current;
    }
}
