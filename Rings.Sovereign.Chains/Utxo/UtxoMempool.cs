using NBitcoin;

namespace Rings.Sovereign.Chains.Utxo;

/// <summary>The transactions that wait in a node's mempool: each is read once.</summary>
internal sealed class UtxoMempool(UtxoRpc rpc)
{
    private Dictionary<string, Transaction?> _known = [];

    /// <summary>What waits there, as it was read last.</summary>
    public IEnumerable<Transaction> Transactions => _known.Values.OfType<Transaction>();

    /// <summary>Reads what came, and forgets what is gone.</summary>
    public async Task ReadAsync(CancellationToken cancel)
    {
        var ids = await rpc.MempoolAsync(cancel).ConfigureAwait(false);
        var now = new Dictionary<string, Transaction?>(ids.Count);
        foreach (var id in ids)
            if (_known.TryGetValue(id, out var known)) now.Add(id, known);
        foreach (var chunk in ids.Where(id => !now.ContainsKey(id)).ToList().Chunk(Rpc.JsonRpcClient.MaxBatch))
        {
            var read = await rpc.TransactionsAsync(chunk, cancel).ConfigureAwait(false);
            for (var i = 0; i < chunk.Length; i++) now[chunk[i]] = read[i];
        }

        _known = now;
    }
}
