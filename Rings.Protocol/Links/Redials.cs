namespace Rings.Protocol.Links;

/// <summary>
/// Peers whose link was lost and that are dialled again, ever less often, until it would take too long.
/// </summary>
/// <param name="limits">The numbers.</param>
/// <param name="random">Spreads the waits.</param>
internal sealed class Redials(LinkLimits limits, Random random)
{
    /// <summary>The most peers at a time: the ring looks after what it needs itself.</summary>
    private const int Most = 256;

    private readonly Dictionary<Did, int> _failures = [];

    /// <summary>Whether a peer is to be dialled again.</summary>
    public bool Contains(Did peer) => _failures.ContainsKey(peer);

    /// <summary>The peer is linked, or is not to be.</summary>
    public void Remove(Did peer) => _failures.Remove(peer);

    /// <summary>How long to wait before the next dial; null: gone for good, as far as this node is concerned.</summary>
    public TimeSpan? Next(Did peer)
    {
        if (!_failures.ContainsKey(peer) && _failures.Count >= Most) return null;
        var failures = _failures.GetValueOrDefault(peer);
        var wait = Backoff.After(failures, limits.RedialShortest, limits.RedialLongest, random);
        if (wait >= limits.RedialLongest)
        {
            _failures.Remove(peer);
            return null;
        }

        _failures[peer] = failures + 1;
        return wait;
    }
}
