using Rings.Sovereign.Secrets;
using Rings.Sovereign.Swaps;

namespace Rings.Sovereign.Tests.Swaps;

/// <summary>A chain in memory: locks, a mempool, blocks when the test says so. Thread-safe.</summary>
internal sealed class FakeLedger(ChainIdentity identity, TimeProvider time)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<LockTerms, Entry> _locks = [];
    private readonly Dictionary<ChainPlace, long> _balances = [];
    private long _height = 100;
    private long _blockTime = time.GetUtcNow().ToUnixTimeSeconds();

    public ChainIdentity Identity { get; } = identity;

    public ChainTip Tip
    {
        get
        {
            lock (_gate) return new(_height, _blockTime, _blockTime);
        }
    }

    /// <summary>How much went to a place, less what went from it into locks; in the smallest unit.</summary>
    public long BalanceOf(ChainPlace place)
    {
        lock (_gate) return _balances.GetValueOrDefault(place);
    }

    /// <summary>A block with all that the mempool has.</summary>
    public void Mine()
    {
        lock (_gate)
        {
            (_height, _blockTime) = (_height + 1, time.GetUtcNow().ToUnixTimeSeconds());
            foreach (var (terms, entry) in _locks)
            {
                if (entry.LockedAt == 0)
                {
                    entry.LockedAt = _height;
                    Pay(terms.RefundTo, -(long)terms.Amount.Units);
                }

                if (entry.SpentAt != 0 || !(entry.Claim is not null || entry.IsRefunding)) continue;
                if (entry.Claim is not null && MayClaim(terms)) (entry.SpentAt, entry.Spend) = (_height, SpendKind.Claim);
                else if (entry.IsRefunding && MayRefund(terms)) (entry.SpentAt, entry.Spend) = (_height, SpendKind.Refund);
                else continue;
                Pay(entry.Spend == SpendKind.Claim ? terms.ClaimTo : terms.RefundTo, terms.Amount);
            }
        }
    }

    public ChainFact Look(LockTerms terms)
    {
        lock (_gate)
        {
            if (!_locks.TryGetValue(terms, out var entry)) return ChainFact.Nothing(Tip);
            var spend = entry.SpentAt > 0 ? new LockSpend(entry.Spend, Depth(entry.SpentAt), true, "ff")
                : entry.Claim is not null ? new LockSpend(SpendKind.Claim, 0, false, "ff")
                : entry.IsRefunding ? new LockSpend(SpendKind.Refund, 0, false, "ff")
                : null;
            return new(Tip, entry.LockedAt == 0 ? 0 : Depth(entry.LockedAt), entry.LockedAt > 0, spend, entry.Claim);
        }
    }

    public BroadcastResult Broadcast(ChainAction action)
    {
        lock (_gate)
        {
            var terms = action.Terms;
            if (action is ChainAction.Open) return _locks.TryAdd(terms, new()) ? Sent : new(BroadcastOutcome.AlreadyThere);
            if (!_locks.TryGetValue(terms, out var entry) || entry.LockedAt == 0 || entry.SpentAt > 0) return new(BroadcastOutcome.NotYet);
            if (action is ChainAction.Claim claim)
            {
                if (SwapSecrets.HashOf(claim.Preimage) != terms.Hash) return new(BroadcastOutcome.Refused);
                if (!MayClaim(terms)) return new(BroadcastOutcome.NotYet);
                entry.Claim = claim.Preimage;
                return Sent;
            }

            if (!MayRefund(terms)) return new(BroadcastOutcome.NotYet);
            entry.IsRefunding = true;
            return Sent;
        }
    }

    private static BroadcastResult Sent => new(BroadcastOutcome.Sent, "ff");

    private bool MayClaim(LockTerms terms) => Identity.Name.Kind == ChainKind.Utxo || _blockTime < terms.Deadline;

    private bool MayRefund(LockTerms terms) => Identity.Name.Kind == ChainKind.Utxo ? _blockTime > terms.Deadline : _blockTime >= terms.Deadline;

    private int Depth(long height) => (int)(_height - height + 1);

    private void Pay(ChainPlace to, Amount amount) => Pay(to, (long)amount.Units);

    private void Pay(ChainPlace to, long amount) => _balances[to] = _balances.GetValueOrDefault(to) + amount;

    private sealed class Entry
    {
        public long LockedAt { get; set; }

        public long SpentAt { get; set; }

        public SpendKind Spend { get; set; }

        public Bytes32? Claim { get; set; }

        public bool IsRefunding { get; set; }
    }
}
