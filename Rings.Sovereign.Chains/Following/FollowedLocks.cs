using Rings.Sovereign.Swaps;

namespace Rings.Sovereign.Chains.Following;

/// <summary>What a chain keeps of the locks that are looked at; the one that was not asked for longest gives way.</summary>
/// <param name="most">Locks that are followed at a time; above 0.</param>
internal sealed class FollowedLocks<T>(int most)
    where T : class
{
    private readonly List<(LockTerms Terms, T Kept)> _locks = [];

    /// <summary>What is kept of a lock; null: it is not followed.</summary>
    public T? Find(LockTerms terms)
    {
        var index = _locks.FindIndex(one => one.Terms == terms);
        if (index < 0) return null;
        var found = _locks[index];
        _locks.RemoveAt(index);
        _locks.Add(found);
        return found.Kept;
    }

    /// <summary>Follows a lock that is not followed yet.</summary>
    /// <returns>What is kept of it.</returns>
    public T Add(LockTerms terms, T kept)
    {
        _locks.Add((terms, kept));
        if (_locks.Count > most) _locks.RemoveAt(0);
        return kept;
    }
}
