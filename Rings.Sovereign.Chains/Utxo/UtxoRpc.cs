using System.Text.Json;
using NBitcoin;
using Rings.Sovereign.Chains.Rpc;
using Rings.Sovereign.Secrets;
using Rings.Sovereign.Swaps;

namespace Rings.Sovereign.Chains.Utxo;

/// <summary>The calls to a node of Bitcoin's family that say how its chain is, with their answers read.</summary>
internal sealed class UtxoRpc(ChainEndpoint endpoint) : IDisposable
{
    /// <summary>Transactions of a mempool that are looked at, at most.</summary>
    public const int MaxMempool = 5_000;

    /// <summary>Smallest units of one coin.</summary>
    public const decimal UnitsPerCoin = 100_000_000m;

    /// <summary>The code of "out of range": there is no such block yet.</summary>
    private const int OutOfRange = -8;

    private readonly JsonRpcClient _client = new(endpoint);

    public void Dispose() => _client.Dispose();

    /// <summary>Calls a method that is not to be refused.</summary>
    public Task<JsonElement> CallAsync(string method, CancellationToken cancel, params object?[] parameters) =>
        _client.CallAsync(method, cancel, parameters);

    /// <summary>Calls a method that may be refused.</summary>
    public Task<RpcAnswer> TryCallAsync(string method, CancellationToken cancel, params object?[] parameters) =>
        _client.TryCallAsync(method, cancel, parameters);

    /// <summary>The hash of the first block.</summary>
    public async Task<Bytes32> GenesisAsync(CancellationToken cancel)
    {
        var hash = await _client.CallAsync("getblockhash", cancel, 0).ConfigureAwait(false);
        return Read("getblockhash", hash, answer => Bytes32.Read(Convert.FromHexString(answer.GetString()!)));
    }

    /// <summary>The hash of the last block.</summary>
    public async Task<string> BestAsync(CancellationToken cancel) =>
        (await _client.CallAsync("getbestblockhash", cancel).ConfigureAwait(false)).ToString();

    /// <summary>The block at a height; null: the chain is not so high.</summary>
    public async Task<UtxoHeader?> HeaderAtAsync(long height, CancellationToken cancel)
    {
        var hash = await _client.TryCallAsync("getblockhash", cancel, height).ConfigureAwait(false);
        if (hash.ErrorCode == OutOfRange) return null;
        return hash.IsError
            ? throw new ChainException($"{endpoint}: getblockhash: {hash.Error}")
            : await HeaderAsync(hash.Result.ToString(), cancel).ConfigureAwait(false);
    }

    /// <summary>A block with all its transactions, as JSON.</summary>
    public Task<JsonElement> BlockAsync(string hash, CancellationToken cancel) =>
        _client.CallAsync("getblock", cancel, hash, 2);

    /// <summary>Whether an output is there and unspent, the mempool looked at too.</summary>
    public async Task<bool> IsUnspentAsync(OutPoint output, CancellationToken cancel)
    {
        var found = await _client.CallAsync("gettxout", cancel, output.Hash.ToString(), output.N, true).ConfigureAwait(false);
        return found.ValueKind == JsonValueKind.Object;
    }

    /// <summary>The ids of the transactions in the mempool.</summary>
    public async Task<IReadOnlyList<string>> MempoolAsync(CancellationToken cancel)
    {
        var ids = await _client.CallAsync("getrawmempool", cancel).ConfigureAwait(false);
        return Read("getrawmempool", ids, answer => answer.EnumerateArray().Take(MaxMempool).Select(id => id.GetString()!).ToList());
    }

    /// <summary>Transactions by their ids; null where one is gone, or is of a form that no lock has.</summary>
    public async Task<IReadOnlyList<Transaction?>> TransactionsAsync(IReadOnlyCollection<string> ids, CancellationToken cancel)
    {
        var answers = await _client.TryCallManyAsync("getrawtransaction", ids, cancel).ConfigureAwait(false);
        return [.. answers.Select(answer => answer.IsError ? null : ParseOrNull(answer.Result.ToString()))];
    }

    /// <summary>Reads a transaction; null where it is of another form, such as one of Litecoin's extension blocks.</summary>
    public static Transaction? ParseOrNull(string hex)
    {
        try
        {
            return Transaction.Parse(hex, Network.Main);
        }
        catch (Exception e) when (e is FormatException or ArgumentException or IOException or InvalidDataException or OverflowException)
        {
            return null;
        }
    }

    /// <summary>An amount of coins in smallest units.</summary>
    public static long Units(JsonElement coins) => (long)(coins.GetDecimal() * UnitsPerCoin);

    /// <summary>Reads an answer.</summary>
    /// <exception cref="ChainException">It is of another form.</exception>
    public T Read<T>(string method, JsonElement answer, Func<JsonElement, T> read)
    {
        try
        {
            return read(answer);
        }
        catch (Exception e) when (e is InvalidOperationException or KeyNotFoundException or FormatException
            or OverflowException or ArgumentException or Protocol.ProtocolException)
        {
            throw new ChainException($"{endpoint}: {method}: an answer of another form", e);
        }
    }

    /// <summary>A block by its hash.</summary>
    public async Task<UtxoHeader> HeaderAsync(string hash, CancellationToken cancel)
    {
        var header = await _client.CallAsync("getblockheader", cancel, hash).ConfigureAwait(false);
        return Read("getblockheader", header, answer => new UtxoHeader(
            hash,
            answer.GetProperty("height").GetInt64(),
            answer.GetProperty("time").GetInt64(),
            answer.GetProperty("mediantime").GetInt64()));
    }
}
