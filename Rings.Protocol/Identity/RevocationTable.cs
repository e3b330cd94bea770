using Rings.Protocol.Limits;

namespace Rings.Protocol.Identity;

/// <summary>What a node knows about revocations in its ring, and since when it knows it.</summary>
/// <remarks>Safe for use by several threads: one lock, held for one look-up.</remarks>
/// <param name="ring">The ring.</param>
/// <param name="limits">How many accounts are kept, and for how long an answer counts.</param>
internal sealed class RevocationTable(RingId ring, DelegationLimits limits)
{
    private readonly Lock _gate = new();
    private readonly LruMap<Did, Entry> _accounts = new(limits.Accounts);

    /// <summary>Takes in a revocation whose signature was verified.</summary>
    /// <returns>True where it is news to this table, which all parts of a node share.</returns>
    public bool Learn(Revocation revocation, Instant now)
    {
        if (!revocation.IsInForce(ring, now, limits.Skew)) return false;
        lock (_gate)
        {
            _accounts.TryGet(revocation.Account, out var entry);
            var merged = entry.Latest is { } known ? Revocation.Merge(known, revocation) : revocation;
            if (ReferenceEquals(merged, entry.Latest)) return false;
            _accounts.Set(revocation.Account, entry with { Latest = merged });
            return true;
        }
    }

    /// <summary>Notes that the ring was asked for an account's revocations, and answered.</summary>
    public void Fetched(Did account, Instant now)
    {
        lock (_gate)
        {
            _accounts.TryGet(account, out var entry);
            _accounts.Set(account, entry with { FetchedAt = now });
        }
    }

    /// <summary>
    /// Whether the ring has to be asked: before a delegation of the account is accepted for the first time, and again
    /// each hour while it is used.
    /// </summary>
    public bool NeedsFetch(Did account, Instant now) =>
        Find(account)?.FetchedAt is not { } fetched || now - fetched >= limits.RevocationsFor;

    /// <summary>Whether the delegation was taken back, as far as is known.</summary>
    public bool IsRevoked(Delegation delegation) =>
        Find(delegation.Account)?.Latest?.Revokes(delegation) == true;

    private Entry? Find(Did account)
    {
        lock (_gate)
        {
            return _accounts.TryGet(account, out var entry) ? entry : null;
        }
    }

    private readonly record struct Entry(Revocation? Latest, Instant? FetchedAt);
}
