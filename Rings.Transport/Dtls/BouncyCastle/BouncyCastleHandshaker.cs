namespace Rings.Transport.Dtls.BouncyCastle;

/// <summary>
/// Runs handshakes on a bounded set of threads: each blocks one of them from its first datagram to its end. Threads
/// are started on demand and end when they have nothing to do.
/// </summary>
/// <param name="clock">For the deadlines.</param>
/// <param name="maxThreads">Handshakes at the same time.</param>
/// <param name="maxQueued">Handshakes that may wait for a thread; one more fails at once.</param>
internal sealed class BouncyCastleHandshaker(TimeProvider clock, int maxThreads = 16, int maxQueued = 1024)
    : IDtlsHandshaker
{
    private const int StackSize = 256 * 1024;
    private static readonly TimeSpan IdleTime = TimeSpan.FromSeconds(2);

    private readonly object _gate = new();
    private readonly Queue<BouncyCastleHandshake> _queue = new();
    private int _threads;
    private int _idle;
    private bool _disposed;

    /// <summary>Threads now: for tests and statistics.</summary>
    public int Threads
    {
        get
        {
            lock (_gate)
                return _threads;
        }
    }

    public IDtlsHandshake Start(DtlsHandshakeRequest request, IDtlsHandshakeSink sink)
    {
        var handshake = new BouncyCastleHandshake(request, sink, clock, Enqueue);
        handshake.Begin();
        return handshake;
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _disposed = true;
            foreach (var waiting in _queue)
                waiting.Cancel();
            _queue.Clear();
            Monitor.PulseAll(_gate);
        }
    }

    private void Enqueue(BouncyCastleHandshake handshake)
    {
        var refused = false;
        lock (_gate)
        {
            refused = _disposed || _queue.Count >= maxQueued;
            if (!refused)
                Admit(handshake);
        }

        if (refused)
            handshake.Fail("too many DTLS handshakes are under way");
    }

    private void Admit(BouncyCastleHandshake handshake)
    {
        _queue.Enqueue(handshake);
        if (_idle >= _queue.Count)
        {
            Monitor.Pulse(_gate);
        }
        else if (_threads < maxThreads)
        {
            _threads++;
            new Thread(Work, StackSize) { IsBackground = true, Name = "DTLS handshake" }.Start();
        }
    }

    private void Work()
    {
        while (Next() is { } handshake)
            handshake.Run();
    }

    private BouncyCastleHandshake? Next()
    {
        lock (_gate)
        {
            while (!_disposed)
            {
                if (_queue.TryDequeue(out var handshake))
                {
                    if (!handshake.IsOver)
                        return handshake;
                    continue;
                }

                _idle++;
                var signalled = Monitor.Wait(_gate, IdleTime);
                _idle--;
                if (!signalled && _queue.Count == 0)
                    break;
            }

            _threads--;
            return null;
        }
    }
}
