namespace Rings.Protocol.Paths;

/// <summary>
/// The receiver's half of a path's hop: what it lets its neighbour send, and what of it is here (docs/protocol, 7.1,
/// rules 3 and 4).
/// </summary>
/// <remarks>
/// <code>allowed + here + gathered = window + kept back</code>
/// holds whenever the path is open; the right side is what was promised, and what the payer is charged.
/// </remarks>
/// <param name="first">The first window, granted with <c>OPEN</c> or <c>ACCEPT</c>.</param>
/// <param name="early">What of it the neighbour may send before the path is open.</param>
/// <param name="most">The greatest window.</param>
/// <param name="payer">Who is charged for what is above the least window.</param>
internal sealed class PathWindow(int first, int early, int most, PathLease payer)
{
    private const double QueueSeconds = 0.03;

    private readonly int _early = early;
    private readonly int _free = Math.Min(first, PathFrame.LeastWindow);
    private long _allowed = early;
    private long _here;
    private long _gathered;
    private long _keptBack;
    private int _window = first;
    private long _sinceGrowth;
    private bool _wasEmpty = true;
    private bool _isOpen;
    private bool _isDue;
    private long _leastHere;
    private long _carried;
    private int _longest;

    /// <summary>Rules broken on purpose by a test.</summary>
    internal PathRules Broken { get; init; }

    /// <summary>The window now.</summary>
    public int Window => _window;

    /// <summary>What the neighbour may still send.</summary>
    public long Allowed => _allowed;

    /// <summary>What came and has not left.</summary>
    public long Here => _here;

    /// <summary>All that was promised: what the neighbour may have sent, and what may be here, at most.</summary>
    public long Promised => _window + _keptBack;

    private int Least => Broken.HasFlag(PathRules.LeastWindowIsOnePacket)
        ? PathPacket.MaxCiphertext
        : PathFrame.LeastWindow;

    /// <summary>The window counts from now on: the path is accepted.</summary>
    public void Open()
    {
        _allowed += _window - _early;
        _isOpen = true;
    }

    /// <summary>A packet came.</summary>
    /// <returns>False: it was sent without credit, which is against the rules.</returns>
    public bool TryReceive(int cost, bool wantsMore)
    {
        if (cost > _allowed) return false;
        _allowed -= cost;
        _here += cost;
        _sinceGrowth += cost;
        _longest = Math.Max(_longest, cost);
        if (wantsMore && _isOpen) Grow();
        return true;
    }

    /// <summary>Packets have left: handed to the next link's channel, or taken by the end.</summary>
    public void Free(int cost)
    {
        _here -= cost;
        _carried += cost;
        _leastHere = Math.Min(_leastHere, _here);
        _wasEmpty |= _here == 0;
        var kept = Math.Min(_keptBack, cost);
        _keptBack -= kept;
        payer.Shrink(kept);
        _gathered += cost - kept;
    }

    /// <summary>What is to be granted now; 0: nothing yet.</summary>
    public int DueGrant() => _isOpen && (_isDue || _gathered * 4 >= _window) ? (int)_gathered : 0;

    /// <summary>What was due is granted.</summary>
    public void Granted(int cost)
    {
        _allowed += cost;
        _gathered -= cost;
        _isDue = false;
    }

    /// <summary>The neighbour gives credit back.</summary>
    /// <returns>False: more than it can have, which is against the rules.</returns>
    public bool TryTakeBack(int cost)
    {
        if (cost > _allowed) return false;
        _allowed -= cost;
        var smaller = Math.Min(_window, Math.Max(Least, _window - cost));
        var less = _window - smaller;
        _window = smaller;
        payer.Shrink(less);
        // It gave back more than leaves the least window: that is granted anew.
        _gathered += cost - less;
        return true;
    }

    /// <summary>A second has passed: of what stood here all the time, half goes off the window.</summary>
    /// <param name="seconds">How long it was.</param>
    public void Review(double seconds)
    {
        var bearable = Math.Max(2L * _longest, (long)(QueueSeconds * _carried / seconds));
        var cut = (int)Math.Min((_leastHere - bearable) / 2, _window - Least);
        if (cut > 0 && !Broken.HasFlag(PathRules.WindowsNeverShrink))
        {
            _window -= cut;
            _keptBack += cut;
        }

        (_leastHere, _carried, _longest) = (_here, 0, 0);
    }

    /// <summary>The path is over: nothing is promised any more.</summary>
    public void End() => payer.Shrink(Promised - _free);

    /// <summary>The neighbour has more to send: the window doubles, unless it is this node that is slow.</summary>
    private void Grow()
    {
        var keepsUp = _wasEmpty || Broken.HasFlag(PathRules.WindowsGrowOnBottlenecks);
        if (!keepsUp || _sinceGrowth * 2 < _window || _window >= most) return;
        var more = Math.Min(_window, most - _window);
        if (!payer.TryGrow(more)) return;
        _window += more;
        _gathered += more;
        _isDue = true;
        (_sinceGrowth, _wasEmpty) = (0, _here == 0);
    }
}
