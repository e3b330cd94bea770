using Rings.Protocol;

namespace Rings.AspNetCore.Proxy;

/// <summary>
/// How many requests of each caller are under way: over HTTP/2 one stream carries many, and each takes a connection to a
/// target. Thread-safe.
/// </summary>
/// <param name="most">Of one caller.</param>
internal sealed class CallerPlaces(int most)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<Did, int> _taken = [];

    /// <summary>Takes a place.</summary>
    /// <returns>False: all of the caller's are taken.</returns>
    public bool TryTake(Did caller)
    {
        lock (_lock)
        {
            var taken = _taken.GetValueOrDefault(caller);
            if (taken >= most) return false;
            _taken[caller] = taken + 1;
            return true;
        }
    }

    /// <summary>Gives a place back.</summary>
    public void Give(Did caller)
    {
        lock (_lock)
        {
            if (_taken[caller] == 1) _taken.Remove(caller);
            else _taken[caller]--;
        }
    }
}
