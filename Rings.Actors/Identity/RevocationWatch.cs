using Rings.Actors.Settings;
using Rings.Protocol;
using Rings.Protocol.Identity;

namespace Rings.Actors.Identity;

/// <summary>
/// Whose revocations a node asks the ring for, and when: of the accounts that it has links or sessions with, soon after
/// these began and again while they last. No clock, actor or network.
/// </summary>
/// <param name="ring">The ring.</param>
/// <param name="settings">The numbers.</param>
/// <param name="skew">How far other clocks may be ahead.</param>
internal sealed class RevocationWatch(RingId ring, DelegationSettings settings, TimeSpan skew)
{
    private readonly RevocationTable _table = new(ring, new DelegationLimits
    {
        Accounts = settings.Watched,
        RevocationsFor = settings.LookupInterval,
        Skew = skew,
    });

    private readonly Dictionary<Did, Entry> _used = [];

    /// <summary>Accounts that are watched.</summary>
    public int Count => _used.Count;

    /// <summary>An account is dealt with.</summary>
    /// <param name="account">The account.</param>
    /// <param name="isLink">Whether by a link; otherwise by a session.</param>
    /// <returns>False where there is no room: it is not watched.</returns>
    public bool Use(Did account, bool isLink)
    {
        if (!_used.TryGetValue(account, out var entry))
        {
            if (_used.Count >= settings.Watched) return false;
            _used.Add(account, entry = new());
        }

        if (isLink) entry.HasLink = true;
        else entry.HasSession = true;
        return true;
    }

    /// <summary>The link to an account, or the session with it, has ended.</summary>
    public void Release(Did account, bool isLink)
    {
        if (!_used.TryGetValue(account, out var entry)) return;
        if (isLink) entry.HasLink = false;
        else entry.HasSession = false;
        if (!entry.HasLink && !entry.HasSession) _used.Remove(account);
    }

    /// <summary>The account that is asked for next, those with links first; null while there is none.</summary>
    public Did? Next(Instant now)
    {
        Did? session = null;
        foreach (var (account, entry) in _used)
        {
            if (entry.NotBefore > now || !_table.NeedsFetch(account, now)) continue;
            if (entry.HasLink) return account;
            session ??= account;
        }

        return session;
    }

    /// <summary>The ring is being asked. An answer that does not come counts as one that is not complete.</summary>
    public void Asked(Did account, Instant now)
    {
        if (_used.TryGetValue(account, out var entry)) entry.NotBefore = now + settings.LookupRetry;
    }

    /// <summary>The ring was asked.</summary>
    /// <param name="account">For which account.</param>
    /// <param name="isComplete">Whether every placement said all that it had.</param>
    /// <param name="now">The time.</param>
    public void Answered(Did account, bool isComplete, Instant now)
    {
        if (isComplete) _table.Fetched(account, now);
        if (!_used.TryGetValue(account, out var entry)) return;
        entry.NotBefore = isComplete ? default : now + settings.LookupRetry;
    }

    /// <summary>Takes in a revocation whose signature holds.</summary>
    /// <returns>Whether it is news about an account that is dealt with.</returns>
    public bool Learn(Revocation revocation, Instant now) =>
        _used.ContainsKey(revocation.Account) && _table.Learn(revocation, now);

    private sealed class Entry
    {
        public bool HasLink { get; set; }

        public bool HasSession { get; set; }

        public Instant NotBefore { get; set; }
    }
}
