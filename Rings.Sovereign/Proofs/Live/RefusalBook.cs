using Rings.Protocol;

namespace Rings.Sovereign.Proofs.Live;

/// <summary>
/// How a verifier treats those whose proofs failed: each waits, 1 s at first and doubling to 1 h; and after 256 refused proofs in a
/// day, of whomever, more bits are asked of everybody, for new Dids cost nothing.
/// </summary>
/// <remarks>Who broke a proof off after the last opening has failed, too: or a cheat would stop at each bad challenge.</remarks>
internal sealed class RefusalBook
{
    /// <summary>Refused proofs in a day, of all, after which more bits are asked.</summary>
    public const int WaryAfter = 256;

    /// <summary>Provers that are remembered; beyond, the one whose wait ends first is not.</summary>
    public const int MaxPeers = 1024;

    /// <summary>The longest wait.</summary>
    public static readonly TimeSpan LongestWait = TimeSpan.FromHours(1);

    private static readonly TimeSpan FirstWait = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    private readonly Dictionary<Did, (Instant Until, TimeSpan Wait)> _waits = [];
    private readonly Queue<Instant> _refused = [];

    /// <summary>Whether somebody has to wait.</summary>
    public bool MustWait(Did prover, Instant now) => _waits.TryGetValue(prover, out var wait) && now < wait.Until;

    /// <summary>Whether more bits are asked of everybody.</summary>
    public bool IsWary(Instant now)
    {
        while (_refused.TryPeek(out var oldest) && now - oldest >= Day) _refused.Dequeue();
        return _refused.Count >= WaryAfter;
    }

    /// <summary>A proof has failed.</summary>
    public void Refused(Did prover, Instant now)
    {
        // More than this many say no more than this many do.
        if (_refused.Count >= WaryAfter) _refused.Dequeue();
        _refused.Enqueue(now);
        var wait = !_waits.TryGetValue(prover, out var last) ? FirstWait
            : last.Wait * 2 < LongestWait ? last.Wait * 2 : LongestWait;
        if (_waits.Count >= MaxPeers && !_waits.ContainsKey(prover)) _waits.Remove(_waits.MinBy(one => one.Value.Until).Key);
        _waits[prover] = (now + wait, wait);
    }

    /// <summary>A proof was accepted: its prover begins anew.</summary>
    public void Accepted(Did prover) => _waits.Remove(prover);
}
