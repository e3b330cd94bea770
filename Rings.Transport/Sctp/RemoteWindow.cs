namespace Rings.Transport.Sctp;

/// <summary>The remote side's receive window, and when a closed one is probed (RFC 9260, section 6.1, A). Times in
/// ticks.</summary>
internal sealed class RemoteWindow(SctpOptions options)
{
    private const int MaxDoublings = 8;

    private int _probes;

    /// <summary>What it said last, in bytes.</summary>
    public long Size { get; private set; }

    /// <summary>When to call <see cref="HandleTimeout"/>.</summary>
    public long Timer { get; private set; } = long.MaxValue;

    /// <summary>Whether one chunk may leave although there is no room.</summary>
    public bool ProbeIsDue { get; private set; }

    /// <summary>The handshake has told its first size.</summary>
    public void Adopt(long size) => Size = size;

    /// <summary>A SACK has told its size.</summary>
    public void Update(long size)
    {
        Size = size;
        if (size > 0)
            (Timer, ProbeIsDue, _probes) = (long.MaxValue, false, 0);
    }

    /// <summary>There is no room, and nothing in flight whose SACK could tell of more.</summary>
    public void Await(long now, long timeout)
    {
        if (Timer == long.MaxValue)
            Timer = now + Math.Min(timeout << Math.Min(_probes, MaxDoublings), options.MaxRto.Ticks);
    }

    /// <summary>A chunk has left.</summary>
    public void Sent() => ProbeIsDue = false;

    /// <summary>Does what is due.</summary>
    public void HandleTimeout(long now)
    {
        if (Timer > now)
            return;

        Timer = long.MaxValue;
        ProbeIsDue = true;
        _probes++;
    }
}
