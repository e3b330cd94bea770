using System.Text.Json;
using NBitcoin;
using Rings.Sovereign.Chains.Following;
using Rings.Sovereign.Secrets;
using Rings.Sovereign.Swaps;

namespace Rings.Sovereign.Chains.Utxo;

/// <summary>
/// One lock along the chain: each block is read once, and read again where a reorganisation put another in its place. The lock is
/// found by its script and amount, what spends it by the output that it spends.
/// </summary>
internal sealed class UtxoTrail(UtxoLock locked, UtxoRpc rpc)
{
    /// <summary>Blocks that one lock is followed through, at most.</summary>
    public const int MaxBlocks = 20_000;

    /// <summary>A block's time is at most so many seconds before the median time of a block that is searched from.</summary>
    private const long BlocksBefore = 6 * 3600;

    private readonly List<(long Height, string Hash)> _read = [];

    /// <summary>The lock, where it is in a block.</summary>
    public UtxoFound? Found { get; private set; }

    /// <summary>What spent it, where that is in a block.</summary>
    public UtxoSpent? Spent { get; private set; }

    /// <summary>The preimage, once anything has shown it: a reorganisation takes it from nobody.</summary>
    public Bytes32? Preimage { get; private set; }

    /// <summary>Reads the blocks up to the last one.</summary>
    /// <param name="tip">The last block.</param>
    /// <param name="since">The lock is in no block of a time more than 3 hours before this, Unix seconds.</param>
    /// <param name="cancel">Its deadline; what was read stays.</param>
    /// <exception cref="ChainException">The chain changed meanwhile, or is too long.</exception>
    public async Task FollowAsync(UtxoHeader tip, long since, CancellationToken cancel)
    {
        while (_read.Count > 0 && !await IsStillThereAsync(_read[^1], tip, cancel).ConfigureAwait(false)) TakeBack();

        var next = _read.Count > 0
            ? _read[^1].Height + 1
            : await BlockSearch.LastAtAsync(
                tip.Height, since - BlocksBefore, async height => (await HeaderAtAsync(height, cancel).ConfigureAwait(false)).MedianTime)
                .ConfigureAwait(false);
        if (tip.Height - next + _read.Count > MaxBlocks)
            throw new ChainException($"A lock is followed through {MaxBlocks} blocks at most.");

        for (; next <= tip.Height; next++)
        {
            var header = await HeaderAtAsync(next, cancel).ConfigureAwait(false);
            var block = await rpc.BlockAsync(header.Hash, cancel).ConfigureAwait(false);
            Read(header, block);
        }
    }

    /// <summary>What a transaction that waits in the mempool does to an output: it spends it, or it does not.</summary>
    public SpendKind? Spend(OutPoint output, Transaction transaction)
    {
        var input = transaction.Inputs.FirstOrDefault(one => one.PrevOut == output);
        return input is null ? null : Learn([.. input.WitScript.Pushes]);
    }

    private async Task<bool> IsStillThereAsync((long Height, string Hash) block, UtxoHeader tip, CancellationToken cancel) =>
        block.Height <= tip.Height
        && (block.Hash == tip.Hash
            || (await rpc.HeaderAtAsync(block.Height, cancel).ConfigureAwait(false))?.Hash == block.Hash);

    private void TakeBack()
    {
        var height = _read[^1].Height;
        _read.RemoveAt(_read.Count - 1);
        if (Spent?.Height >= height) Spent = null;
        if (Found?.Height >= height) Found = null;
    }

    private async Task<UtxoHeader> HeaderAtAsync(long height, CancellationToken cancel) =>
        await rpc.HeaderAtAsync(height, cancel).ConfigureAwait(false) ?? throw Changed();

    private void Read(UtxoHeader header, JsonElement block)
    {
        if (_read.Count > 0 && rpc.Read("getblock", block, one => one.GetProperty("previousblockhash").GetString()) != _read[^1].Hash)
            throw Changed();
        rpc.Read("getblock", block, one =>
        {
            foreach (var transaction in one.GetProperty("tx").EnumerateArray()) Meet(header, new(transaction));
            return true;
        });
        _read.Add((header.Height, header.Hash));
    }

    private void Meet(UtxoHeader header, UtxoTransaction transaction)
    {
        foreach (var input in transaction.Inputs)
            if (Found is not null && input.Output == Found.Output)
                Spent = new(Learn(input.Witness), transaction.Id, header.Height);

        if (Found is null && !transaction.IsHogEx && transaction.Find(locked) is { } output) Found = new(output, header.Height);
    }

    private SpendKind Learn(IReadOnlyList<byte[]> witness)
    {
        if (UtxoSpends.PreimageIn(locked, witness) is not { } preimage) return SpendKind.Refund;
        Preimage = preimage;
        return SpendKind.Claim;
    }

    private static ChainException Changed() => new("The chain changed while it was read.");
}
