using System.Globalization;
using System.Numerics;
using System.Text.Json;
using Rings.Sovereign.Chains.Evm;
using Rings.Sovereign.Chains.Rpc;
using Rings.Sovereign.Secrets;
using Rings.Sovereign.Swaps;

namespace Rings.Sovereign.Chains.Tests.Real;

/// <summary>An anvil of the test's own, which mines when it is told to, with the contract on it.</summary>
internal sealed class Anvil : IAsyncDisposable
{
    public const string Name = "eip155:" + Id;

    private const string Id = "31337";

    private readonly RunningPart _process;
    private readonly JsonRpcClient _rpc;

    private Anvil(int port, string id)
    {
        Endpoint = new(new Uri($"http://127.0.0.1:{port}/"), TimeSpan.FromSeconds(30), 16 << 20);
        _rpc = new(Endpoint);
        // One slot an epoch: a block is final when two more are mined.
        _process = RunningPart.Start(
            Parts.Anvil, "--host", "127.0.0.1", "--port", port.ToString(CultureInfo.InvariantCulture),
            "--chain-id", id, "--no-mining", "--slots-in-an-epoch", "1", "--silent");
    }

    public ChainEndpoint Endpoint { get; }

    /// <summary>Where RingsHtlc is.</summary>
    public ChainPlace Contract { get; private set; }

    /// <param name="id">Its chain id; of another than the usual one the contract is not put on it.</param>
    public static async Task<Anvil> StartAsync(string id = Id)
    {
        var anvil = new Anvil(RunningPart.FreePort(), id);
        await anvil._process.UntilAsync(async () =>
        {
            try
            {
                return !(await anvil._rpc.TryCallAsync("eth_chainId", default)).IsError;
            }
            catch (ChainException)
            {
                return false;
            }
        });
        if (id != Id) return anvil;
        var deployer = Secret(0xd0);
        await anvil.GiveAsync(EvmAccount.PlaceOf(deployer), BigInteger.Pow(10, 18));
        var deployed = await EvmChain.DeployAsync(anvil.Settings(deployer), default);
        await anvil.MineAsync();
        var receipt = await anvil.ReceiptAsync(deployed);
        anvil.Contract = ChainPlace.Read(Convert.FromHexString(receipt.GetProperty("contractAddress").GetString()![2..]));
        return anvil;
    }

    public static Bytes32 Secret(byte fill)
    {
        var bytes = new byte[Bytes32.Length];
        Array.Fill(bytes, fill);
        return Bytes32.Read(bytes);
    }

    /// <summary>The chain as a swap sees it, with an account that has ten ether.</summary>
    public async Task<EvmChain> ChainAsync(Bytes32 account, string suffix = "")
    {
        await GiveAsync(EvmAccount.PlaceOf(account), 10 * BigInteger.Pow(10, 18));
        return await EvmChain.OpenAsync(Settings(account, suffix), default);
    }

    public EvmSettings Settings(Bytes32 account, string suffix = "") => new(
        ChainName.Read(Name + suffix), "eth", Endpoint,
        Contract.IsNone ? EvmAccount.PlaceOf(account) : Contract, account,
        MaxGasPrice: 200 * BigInteger.Pow(10, 9), Tip: BigInteger.Pow(10, 9), AllowMainnet: false);

    public Task<JsonElement> CallAsync(string method, params object?[] parameters) =>
        _rpc.CallAsync(method, default, parameters);

    public Task<RpcAnswer> TryCallAsync(string method, params object?[] parameters) =>
        _rpc.TryCallAsync(method, default, parameters);

    public Task GiveAsync(ChainPlace to, BigInteger wei) =>
        CallAsync("anvil_setBalance", "0x" + to, "0x" + wei.ToString("x", CultureInfo.InvariantCulture).TrimStart('0'));

    public Task<JsonElement> MineAsync() => CallAsync("evm_mine");

    /// <summary>Mines a block with this time, Unix seconds.</summary>
    public async Task MineAtAsync(long seconds)
    {
        await CallAsync("evm_setNextBlockTimestamp", seconds);
        await MineAsync();
    }

    public async Task<long> TimeAsync() =>
        Convert.ToInt64((await CallAsync("eth_getBlockByNumber", "latest", false)).GetProperty("timestamp").GetString(), 16);

    public async Task<JsonElement> ReceiptAsync(string id) => await CallAsync("eth_getTransactionReceipt", id);

    public async Task<BigInteger> BalanceAsync(ChainPlace of) =>
        BigInteger.Parse("0" + (await CallAsync("eth_getBalance", "0x" + of, "latest")).GetString()![2..],
            NumberStyles.HexNumber, CultureInfo.InvariantCulture);

    public async ValueTask DisposeAsync()
    {
        await _process.DisposeAsync();
        _rpc.Dispose();
    }
}
