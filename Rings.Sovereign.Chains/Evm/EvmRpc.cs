using System.Numerics;
using Nethereum.Hex.HexConvertors.Extensions;
using Nethereum.JsonRpc.Client;
using Nethereum.RPC.Eth.DTOs;
using Nethereum.Web3;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;
using Rings.Sovereign.Chains.Rpc;
using Rings.Sovereign.Secrets;
using Rings.Sovereign.Swaps;

namespace Rings.Sovereign.Chains.Evm;

/// <summary>The calls to an Ethereum node that a swap needs. Nethereum's exceptions stay here.</summary>
internal sealed class EvmRpc : IDisposable
{
    private readonly ChainEndpoint _endpoint;
    private readonly HttpClient _http;
    private readonly Web3 _web3;

    public EvmRpc(ChainEndpoint endpoint)
    {
        _endpoint = endpoint;
        _http = EndpointHttp.Of(endpoint);
        _web3 = new Web3(new RpcClient(endpoint.Url, _http));
    }

    public void Dispose() => _http.Dispose();

    /// <summary>The functions and events of the contract at an address.</summary>
    public Nethereum.Contracts.Contract ContractAt(string address) => _web3.Eth.GetContract(HtlcCode.Abi, address);

    public async Task<BigInteger> ChainIdAsync(CancellationToken cancel) =>
        (await AskAsync(web3 => web3.Eth.ChainId.SendRequestAsync(), cancel).ConfigureAwait(false)).Value;

    public async Task<Bytes32> GenesisAsync(CancellationToken cancel) =>
        ToBytes32((await HeaderAsync(new BlockParameter(0), cancel).ConfigureAwait(false)).BlockHash);

    public async Task<EvmHeader> LatestAsync(CancellationToken cancel) =>
        EvmHeader.Of(await HeaderAsync(BlockParameter.CreateLatest(), cancel).ConfigureAwait(false));

    public async Task<EvmHeader> BlockAsync(long height, CancellationToken cancel) =>
        EvmHeader.Of(await HeaderAsync(new BlockParameter((ulong)height), cancel).ConfigureAwait(false));

    /// <summary>The height of the last block that is final; −1: none is.</summary>
    public async Task<long> FinalizedAsync(CancellationToken cancel)
    {
        var at = new BlockParameter();
        at.SetValue(BlockParameter.BlockParameterType.finalized);
        var block = await AskAsync(web3 => web3.Eth.Blocks.GetBlockWithTransactionsHashesByNumber.SendRequestAsync(at), cancel)
            .ConfigureAwait(false);
        return block?.Number is { } number ? (long)number.Value : -1;
    }

    /// <summary>The transactions of a block, or of the one that is being made where the height is null.</summary>
    public async Task<IReadOnlyList<Transaction>> TransactionsAsync(long? height, CancellationToken cancel)
    {
        var at = height is { } known ? new BlockParameter((ulong)known) : BlockParameter.CreatePending();
        var block = await AskAsync(web3 => web3.Eth.Blocks.GetBlockWithTransactionsByNumber.SendRequestAsync(at), cancel)
            .ConfigureAwait(false);
        return block?.Transactions ?? [];
    }

    /// <summary>What waits in the node's pool: of one account where the node can say that, else of all; nothing where it cannot.</summary>
    public async Task<IReadOnlyList<(string From, string Input)>> PoolAsync(string account, CancellationToken cancel)
    {
        var pool = await TryAskAsync(web3 => web3.Client.SendRequestAsync<JObject>("txpool_contentFrom", null, account), cancel)
            .ConfigureAwait(false)
            ?? await TryAskAsync(web3 => web3.Client.SendRequestAsync<JObject>("txpool_content", null), cancel).ConfigureAwait(false);
        return pool is null
            ? []
            : [.. pool.Descendants().OfType<JObject>()
                .Where(one => one["input"]?.Type == JTokenType.String && one["from"]?.Type == JTokenType.String)
                .Select(one => ((string)one["from"]!, (string)one["input"]!))];
    }

    public async Task<byte[]> CodeAsync(string address, CancellationToken cancel) =>
        (await AskAsync(web3 => web3.Eth.GetCode.SendRequestAsync(address), cancel).ConfigureAwait(false)).HexToByteArray();

    public async Task<BigInteger> BalanceAsync(string address, CancellationToken cancel) =>
        (await AskAsync(web3 => web3.Eth.GetBalance.SendRequestAsync(address), cancel).ConfigureAwait(false)).Value;

    /// <summary>The number of an account's next transaction: after those in blocks, or after those that wait too.</summary>
    public async Task<long> NonceAsync(string address, bool withWaiting, CancellationToken cancel)
    {
        var at = withWaiting ? BlockParameter.CreatePending() : BlockParameter.CreateLatest();
        var count = await AskAsync(web3 => web3.Eth.Transactions.GetTransactionCount.SendRequestAsync(address, at), cancel)
            .ConfigureAwait(false);
        return (long)count.Value;
    }

    /// <summary>Whether a transaction is in a block or waits for one.</summary>
    public async Task<bool> HasAsync(string id, CancellationToken cancel) =>
        await AskAsync(web3 => web3.Eth.Transactions.GetTransactionByHash.SendRequestAsync(id), cancel).ConfigureAwait(false)
            is not null;

    /// <summary>The address of the contract that a transaction made; null: it is in no block.</summary>
    /// <exception cref="ChainException">It failed, or made none.</exception>
    public async Task<string?> ContractOfAsync(string id, CancellationToken cancel)
    {
        var receipt = await AskAsync(web3 => web3.Eth.Transactions.GetTransactionReceipt.SendRequestAsync(id), cancel).ConfigureAwait(false);
        if (receipt is null) return null;
        return receipt.Status?.Value.IsOne == true && receipt.ContractAddress is { Length: 2 + (2 * ChainPlace.AddressBytes) } address
            ? address
            : throw new ChainException($"{_endpoint}: the transaction {id} made no contract");
    }

    public async Task<FilterLog[]> LogsAsync(string contract, object[] topics, long from, CancellationToken cancel) =>
        await AskAsync(
            web3 => web3.Eth.Filters.GetLogs.SendRequestAsync(new NewFilterInput
            {
                Address = [contract],
                Topics = topics,
                FromBlock = new BlockParameter((ulong)from),
                ToBlock = BlockParameter.CreateLatest(),
            }), cancel).ConfigureAwait(false) ?? [];

    /// <summary>Broadcasts a signed transaction.</summary>
    /// <returns>Null, or the node's words where it refused.</returns>
    public async Task<string?> SendAsync(string signed, CancellationToken cancel)
    {
        try
        {
            await AskAsync(web3 => web3.Eth.Transactions.SendRawTransaction.SendRequestAsync(signed), cancel).ConfigureAwait(false);
            return null;
        }
        catch (ChainException e) when (e.InnerException is RpcResponseException refused)
        {
            return refused.RpcError.Message;
        }
    }

    public static Bytes32 ToBytes32(string hex) => Bytes32.Read(hex.HexToByteArray());

    private async Task<BlockWithTransactionHashes> HeaderAsync(BlockParameter at, CancellationToken cancel) =>
        await AskAsync(web3 => web3.Eth.Blocks.GetBlockWithTransactionsHashesByNumber.SendRequestAsync(at), cancel).ConfigureAwait(false)
            ?? throw new ChainException($"{_endpoint}: no block {at.GetRPCParam()}");

    private async Task<T?> TryAskAsync<T>(Func<Web3, Task<T>> ask, CancellationToken cancel)
        where T : class
    {
        try
        {
            return await AskAsync(ask, cancel).ConfigureAwait(false);
        }
        catch (ChainException e) when (e.InnerException is RpcResponseException)
        {
            return null;
        }
    }

    private async Task<T> AskAsync<T>(Func<Web3, Task<T>> ask, CancellationToken cancel)
    {
        try
        {
            return await ask(_web3).WaitAsync(_endpoint.Deadline, cancel).ConfigureAwait(false);
        }
        catch (Exception e) when (e is RpcResponseException or RpcClientUnknownException or RpcClientTimeoutException
            or HttpRequestException or JsonException or FormatException or TimeoutException
            || (e is OperationCanceledException && !cancel.IsCancellationRequested))
        {
            throw new ChainException($"{_endpoint}: {e.Message}", e);
        }
    }
}
