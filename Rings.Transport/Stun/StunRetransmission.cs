namespace Rings.Transport.Stun;

/// <summary>
/// When a request is sent, and when it is given up (RFC 8489, section 6.2.1): seven times, each wait twice the last
/// one, and after the last 16 first waits. Over a reliable transport: once, and given up after 39.5 s.
/// </summary>
internal struct StunRetransmission
{
    /// <summary>Rc: how often a request is sent.</summary>
    public const int MaxSends = 7;

    /// <summary>Rm: the last wait, in first waits.</summary>
    private const int LastWait = 16;

    /// <summary>Ti, for a reliable transport.</summary>
    private static readonly TimeSpan ReliableTimeout = TimeSpan.FromSeconds(39.5);

    private readonly TimeSpan _first;
    private readonly bool _reliable;
    private int _sent;

    /// <summary>Starts with the first sending, now.</summary>
    /// <param name="now">The time.</param>
    /// <param name="first">The first wait; null for a reliable transport.</param>
    public StunRetransmission(TimeSpan now, TimeSpan? first)
    {
        _first = first ?? ReliableTimeout;
        _reliable = first is null;
        _sent = 1;
        Due = now + _first;
    }

    /// <summary>When to send again or give up.</summary>
    public TimeSpan Due { get; private set; }

    /// <summary>How often it was sent.</summary>
    public readonly int Sent => _sent;

    /// <summary>Moves on; to be called when <see cref="Due"/> has come.</summary>
    /// <returns>True to send again, false to give up.</returns>
    public bool TryAgain(TimeSpan now)
    {
        if (_reliable || _sent == MaxSends)
        {
            return false;
        }

        _sent++;
        Due = now + (_sent == MaxSends ? _first * LastWait : _first * (1 << (_sent - 1)));
        return true;
    }
}
