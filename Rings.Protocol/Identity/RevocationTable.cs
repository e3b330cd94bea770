using Rings.Protocol.Limits;

namespace Rings.Protocol.Identity;

/// <summary>What a node knows about revocations in its ring, and since when it knows it.</summary>
/// <param name="ring">The ring.</param>
/// <param name="limits">How many accounts are kept, and for how long an answer counts.</param>
public sealed class RevocationTable(RingId ring, DelegationLimits limits)
{
    private readonly LruMap<Did, Entry> _accounts = new(limits.Accounts);

    /// <summary>Takes in a revocation whose signature was verified.</summary>
    /// <returns>True where it is news: links, sessions and records of that account have to be checked again.</returns>
    public bool Learn(Revocation revocation, Instant now)
    {
        if (!revocation.IsInForce(ring, now, limits.Skew)) return false;
        _accounts.TryGet(revocation.Account, out var entry);
        var merged = entry.Latest is { } known ? Revocation.Merge(known, revocation) : revocation;
        if (ReferenceEquals(merged, entry.Latest)) return false;
        _accounts.Set(revocation.Account, entry with { Latest = merged });
        return true;
    }

    /// <summary>Notes that the ring was asked for an account's revocations, and answered.</summary>
    public void Fetched(Did account, Instant now)
    {
        _accounts.TryGet(account, out var entry);
        _accounts.Set(account, entry with { FetchedAt = now });
    }

    /// <summary>
    /// Whether the ring has to be asked: before a delegation of the account is accepted for the first time, and again
    /// each hour while it is used.
    /// </summary>
    public bool NeedsFetch(Did account, Instant now) =>
        !_accounts.TryGet(account, out var entry)
        || entry.FetchedAt is not { } fetched
        || now - fetched >= limits.RevocationsFor;

    /// <summary>Whether the delegation was taken back, as far as is known.</summary>
    public bool IsRevoked(Delegation delegation) =>
        _accounts.TryGet(delegation.Account, out var entry) && entry.Latest?.Revokes(delegation) == true;

    private readonly record struct Entry(Revocation? Latest, Instant? FetchedAt);
}
