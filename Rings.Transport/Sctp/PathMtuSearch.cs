namespace Rings.Transport.Sctp;

/// <summary>
/// Looks for the greatest packet that a path carries (RFC 8899, DPLPMTUD), as a state machine: it says when a probe of
/// which size is due, and is told what became of probes and of data. Sizes are SCTP packets in bytes, multiples of 4;
/// times are ticks.
/// </summary>
/// <remarks>
/// <code>
/// Idle --Start--> Searching --all sizes known--> Done --10 min--> Searching
///   Searching, Done --black hole--> Waiting (base size) --10 s, doubling--> Searching
/// </code>
/// The search climbs the sizes that links really have, so that a few round trips lead to the path's limit; between the
/// last that arrived and the first that did not it halves. A size is given up after three probes (section 5.1.2).
/// Only probes tell: no ICMP message is believed, and a size that a remote side's buffers cannot take is none.
/// </remarks>
/// <param name="baseSize">What every path carries: never less is sent, and never probed for.</param>
/// <param name="maxSize">What both this side and the record around a packet can take at most.</param>
/// <param name="overhead">Bytes around a packet up to the UDP payload: those of a DTLS record.</param>
internal sealed class PathMtuSearch(int baseSize, int maxSize, int overhead)
{
    private const long Never = long.MaxValue;
    private const int MaxProbes = 3;

    // Fine enough to find the difference between IPv4 and IPv6; the rest is not worth a probe.
    private const int Precision = 16;

    // Section 5.1.1: not less than a second.
    private const long ProbeTimeout = TimeSpan.TicksPerSecond;
    private const long RaiseInterval = 600 * TimeSpan.TicksPerSecond;
    private const long FirstWait = 10 * TimeSpan.TicksPerSecond;

    // Large packets that are lost for so long while none arrives are lost for their size.
    private const long BlackHoleTime = TimeSpan.TicksPerSecond / 2;

    // MTUs of links: the least of IPv6, tunnels (PPPoE, WireGuard, GRE, IPsec), Ethernet, jumbo frames, loopback.
    private static readonly int[] Links = [1280, 1400, 1420, 1440, 1460, 1480, 1492, 1500, 2048, 4096, 9000, 16_384];

    private readonly int[] _steps = Steps(baseSize, maxSize, overhead);
    private readonly int _base = baseSize;
    private readonly int _max = maxSize;
    private int _floor = baseSize;
    private int _ceiling;
    private int _probes;
    private bool _started;
    private bool _inFlight;
    private bool _due;
    private long _lostSince = Never;
    private long _wait = FirstWait;

    /// <summary>The greatest packet that is known to arrive.</summary>
    public int Size { get; private set; } = baseSize;

    /// <summary>The size of the probe that is due or under way; 0 for none.</summary>
    public int ProbeSize { get; private set; }

    /// <summary>Whether a probe is to be sent now.</summary>
    public bool IsDue => _due;

    /// <summary>When to call <see cref="HandleTimeout"/>.</summary>
    public long Timer { get; private set; } = Never;

    /// <summary>Begins to search, once; there is reason to: data flows.</summary>
    public void Start()
    {
        if (_started || _max <= _base)
            return;

        _started = true;
        Search();
    }

    /// <summary>The path is another one: nothing is known of it.</summary>
    public void Reset()
    {
        Size = _base;
        (_started, _inFlight, _due, ProbeSize) = (false, false, false, 0);
        (Timer, _lostSince, _wait) = (Never, Never, FirstWait);
    }

    /// <summary>The probe that was due has left.</summary>
    public void ProbeSent(long now)
    {
        _due = false;
        _inFlight = true;
        _probes++;
        Timer = now + ProbeTimeout;
    }

    /// <summary>A probe has arrived: if it is the one under way, its size is the path's from now on.</summary>
    public void ProbeArrived(int size, long now)
    {
        if (!_inFlight && !_due || size != ProbeSize)
            return;

        Size = _floor = Math.Max(Size, ProbeSize);
        Next(now);
    }

    /// <summary>Does what is due.</summary>
    public void HandleTimeout(long now)
    {
        if (Timer > now)
            return;

        Timer = Never;
        if (!_inFlight)
        {
            Search(); // After a black hole, or because the path may have grown.
        }
        else if (_probes < MaxProbes)
        {
            _inFlight = false;
            _due = true;
        }
        else
        {
            _ceiling = ProbeSize;
            Next(now);
        }
    }

    /// <summary>Packets greater than the base size were lost.</summary>
    /// <param name="now">The time.</param>
    /// <param name="timeout">Whether nothing at all was acknowledged for a retransmission timeout.</param>
    public void LargeLost(long now, bool timeout)
    {
        if (Size == _base)
            return;

        // A lossy path loses some of them now and then; one timeout by itself says nothing of sizes.
        var again = _lostSince != Never;
        _lostSince = again ? _lostSince : now;
        if (again && (timeout || now - _lostSince >= BlackHoleTime))
            FallBack(now);
    }

    /// <summary>A packet greater than the base size has arrived.</summary>
    public void LargeArrived() => _lostSince = Never;

    private static int[] Steps(int baseSize, int maxSize, int overhead)
    {
        const int Udp = 8;
        var sizes = new SortedSet<int> { maxSize };
        foreach (var link in Links)
        {
            sizes.Add((link - 20 - Udp - overhead) & ~3);
            sizes.Add((link - 40 - Udp - overhead) & ~3);
        }

        return [.. sizes.Where(size => size > baseSize && size <= maxSize)];
    }

    // Section 4.3: what does not arrive any more is not sent any more. The path is searched again, later each time.
    private void FallBack(long now)
    {
        Size = _base;
        (_inFlight, _due, ProbeSize) = (false, false, 0);
        _lostSince = Never;
        Timer = now + _wait;
        _wait = Math.Min(2 * _wait, RaiseInterval);
    }

    private void Search()
    {
        _floor = Size;
        _ceiling = _max + 4;
        Next(Never);
    }

    // The least step above what arrived; between the last step and one that failed, the middle.
    private void Next(long now)
    {
        _inFlight = false;
        _probes = 0;
        ProbeSize = Array.Find(_steps, step => step > _floor && step < _ceiling);
        if (ProbeSize == 0 && _ceiling - _floor > Precision)
            ProbeSize = ((_floor + _ceiling) / 2) & ~3;

        _due = ProbeSize > 0;
        if (!_due)
            Timer = now + RaiseInterval;
    }
}
