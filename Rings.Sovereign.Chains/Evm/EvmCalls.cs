using Rings.Sovereign.Secrets;

namespace Rings.Sovereign.Chains.Evm;

/// <summary>
/// Looks for the preimage of one hash in all that is said to contracts: in blocks, whether the call succeeded or failed, and in the
/// pool. Each block is read once, the newest first, some at a time.
/// </summary>
/// <param name="hash">Of the preimage.</param>
/// <param name="first">The height of the first block that is to be read.</param>
/// <param name="rpc">The node.</param>
internal sealed class EvmCalls(Bytes32 hash, long first, EvmRpc rpc)
{
    /// <summary>Blocks read in one look, at most: the rest in the next ones.</summary>
    public const int MaxBlocks = 64;

    /// <summary>A node's blocks above this one are taken for new at each look: a reorganisation may have changed them.</summary>
    private const int Unsettled = 4;

    private long _from = -1;
    private long _to = -1;
    private string _readAt = "";
    private (string Hash, EvmSeen Seen)? _seen;

    /// <summary>The height of the first block that is to be read.</summary>
    public long First => first;

    /// <summary>The preimage, once anything has shown it: a reorganisation takes it from nobody.</summary>
    public Bytes32? Preimage { get; private set; }

    /// <summary>Takes note of a preimage that was seen elsewhere.</summary>
    public void Learn(Bytes32? preimage) => Preimage ??= preimage;

    /// <summary>What the contract's events said when this was the last block; null: they were not read then.</summary>
    public EvmSeen? SeenAt(string hash) => _seen is { } kept && kept.Hash == hash ? kept.Seen : null;

    /// <summary>Takes note of what the contract's events say at this block.</summary>
    public void Keep(string hash, EvmSeen seen) => _seen = (hash, seen);

    /// <summary>Reads what is new, and some of what is old.</summary>
    /// <param name="head">The last block.</param>
    /// <param name="sender">The account whose waiting transactions are looked at, with 0x.</param>
    /// <param name="cancel">Its deadline.</param>
    public async Task FollowAsync(EvmHeader head, string sender, CancellationToken cancel)
    {
        if (Preimage is not null) return;
        foreach (var (_, input) in await rpc.PoolAsync(sender, cancel).ConfigureAwait(false)) Look(input);
        await ReadAsync(null, cancel).ConfigureAwait(false);
        if (_to < 0) (_from, _to) = (head.Height + 1, head.Height);
        var left = MaxBlocks;
        if (_readAt != head.Hash) left = await ReadNewAsync(head.Height, left, cancel).ConfigureAwait(false);
        if (left > 0) _readAt = head.Hash;
        for (; _from > first && left > 0; left--) await ReadAsync(--_from, cancel).ConfigureAwait(false);
    }

    private async Task<int> ReadNewAsync(long tip, int left, CancellationToken cancel)
    {
        for (var height = Math.Max(Math.Min(_to + 1, tip - Unsettled), 0); height <= tip && left > 0; height++, left--)
        {
            await ReadAsync(height, cancel).ConfigureAwait(false);
            _to = Math.Max(_to, height);
        }

        return left;
    }

    private async Task ReadAsync(long? height, CancellationToken cancel)
    {
        foreach (var transaction in await rpc.TransactionsAsync(height, cancel).ConfigureAwait(false)) Look(transaction.Input);
    }

    private void Look(string? input)
    {
        if (input is not null) Preimage ??= HtlcContract.PreimageIn(input, hash);
    }
}
