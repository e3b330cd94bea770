using System.Text.Json;
using NBitcoin;
using Rings.Sovereign.Chains.Rpc;
using Rings.Sovereign.Chains.Utxo;
using Rings.Sovereign.Swaps;
using ChainName = Rings.Sovereign.Swaps.ChainName;

namespace Rings.Sovereign.Chains.Tests.Real;

/// <summary>A Litecoin Core of the test's own, on regtest, past the block where CHECKLOCKTIMEVERIFY is consensus.</summary>
internal sealed class Litecoin : IAsyncDisposable
{
    /// <summary>CHECKLOCKTIMEVERIFY is consensus from block 1,351 on; and some more, whose coins can be spent.</summary>
    private const int Blocks = 1_400;

    private const string MinerWallet = "miner";
    private const int BlocksAtOnce = 100;

    /// <summary>Enough for coins that can be spent.</summary>
    private const int YoungBlocks = 120;

    /// <summary>Blocks that are mined at once have times ahead of each other: the first ones are this much in the past, seconds.</summary>
    private const long MinedBefore = 3_000;

    private static readonly Lazy<Task<string>> Mined = new(() => MineAllAsync(Blocks));
    private static readonly Lazy<Task<string>> YoungMined = new(() => MineAllAsync(YoungBlocks));

    private readonly string _folder;
    private readonly int _port;
    private readonly bool _replaces;
    private readonly JsonRpcClient _rpc;
    private readonly List<string> _wallets = [];
    private RunningPart _process;
    private long _clock;

    private Litecoin(string folder, int port, bool replaces)
    {
        (_folder, _port, _replaces) = (folder, port, replaces);
        Root = new(new Uri($"http://127.0.0.1:{port}/"), TimeSpan.FromSeconds(60), 64 << 20, "rings", "test");
        _rpc = new(Root);
        _process = Launch();
    }

    /// <summary>The name that Litecoin's regtest has by CAIP-2.</summary>
    public static string Name => "bip122:530827f38f93b43ed12af0b3ad25a288";

    private ChainEndpoint Root { get; }

    /// <summary>A node with the mined chain; its wallet <c>miner</c> has all the coins.</summary>
    /// <param name="replaces">Whether its mempool replaces transactions; Litecoin's do not unless they are told to.</param>
    public static async Task<Litecoin> StartAsync(bool replaces = true) => await StartAsync(await Mined.Value, replaces);

    /// <summary>The same on a chain where CHECKLOCKTIMEVERIFY is no consensus yet, and only the mempool asks for it.</summary>
    public static async Task<Litecoin> StartYoungAsync() => await StartAsync(await YoungMined.Value, replaces: true);

    private static async Task<Litecoin> StartAsync(string mined, bool replaces)
    {
        var folder = Directory.CreateTempSubdirectory("rings-litecoin-").FullName;
        Copy(mined, folder);
        var node = new Litecoin(folder, RunningPart.FreePort(), replaces);
        await node.AnswersAsync();
        await node.CallAsync("loadwallet", MinerWallet);
        return node;
    }

    /// <summary>A new wallet with coins.</summary>
    public async Task<ChainEndpoint> WalletAsync(string name, decimal coins)
    {
        await CallAsync("createwallet", name);
        _wallets.Add(name);
        var endpoint = Root with { Url = new Uri(Root.Url, $"wallet/{name}") };
        if (coins > 0)
        {
            using var wallet = new JsonRpcClient(endpoint);
            var address = (await wallet.CallAsync("getnewaddress", default, "", "bech32")).GetString();
            using var miner = new JsonRpcClient(Root with { Url = new Uri(Root.Url, $"wallet/{MinerWallet}") });
            await miner.CallAsync("sendtoaddress", default, address, coins);
            await MineAsync(1);
        }

        return endpoint;
    }

    /// <summary>The chain as a swap sees it, with a wallet.</summary>
    public Task<UtxoChain> ChainAsync(ChainEndpoint wallet, string suffix = "") => UtxoChain.OpenAsync(
        new(ChainName.Read(Name + suffix), "ltc", wallet, MaxFeeRate: 100_000, Dust: 3_300, _replaces, AllowMainnet: false), default);

    public Task<JsonElement> CallAsync(string method, params object?[] parameters) =>
        _rpc.CallAsync(method, default, parameters);

    public Task<RpcAnswer> TryCallAsync(string method, params object?[] parameters) =>
        _rpc.TryCallAsync(method, default, parameters);

    public async Task<JsonElement> InWalletAsync(string wallet, string method, params object?[] parameters)
    {
        using var client = new JsonRpcClient(Root with { Url = new Uri(Root.Url, $"wallet/{wallet}") });
        return await client.CallAsync(method, default, parameters);
    }

    /// <summary>Mines blocks with what waits in the mempool.</summary>
    public Task<JsonElement> MineAsync(int blocks) => CallAsync("generatetoaddress", blocks, Nobody);

    /// <summary>Mines a block with exactly these transactions, past the mempool; what consensus refuses is an error.</summary>
    public Task<RpcAnswer> MineAsync(params Transaction[] transactions) =>
        TryCallAsync("generateblock", Nobody, transactions.Select(transaction => transaction.ToHex()).ToArray());

    /// <summary>Mines a block with nothing of the mempool.</summary>
    public async Task MineEmptyAsync() => Assert.False((await MineAsync(Array.Empty<Transaction>())).IsError);

    /// <summary>Sets the node's clock, Unix seconds.</summary>
    public Task<JsonElement> SetClockAsync(long seconds) => CallAsync("setmocktime", _clock = seconds);

    /// <summary>The median time of the last 11 blocks.</summary>
    public async Task<long> MedianAsync() => (await CallAsync("getblockchaininfo")).GetProperty("mediantime").GetInt64();

    /// <summary>The last block's time, Unix seconds.</summary>
    public async Task<long> TimeAsync() =>
        (await CallAsync("getblockheader", await TipAsync())).GetProperty("time").GetInt64();

    /// <summary>The last block's hash.</summary>
    public async Task<string> TipAsync() => (await CallAsync("getbestblockhash")).GetString()!;

    /// <summary>Puts the clock past a time and mines until the median is past it too.</summary>
    public async Task PassAsync(long seconds)
    {
        await SetClockAsync(seconds + 1);
        while (await MedianAsync() <= seconds) await MineAsync(1);
    }

    public async ValueTask DisposeAsync()
    {
        await _process.DisposeAsync();
        _rpc.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>Starts the node again without what waited in its mempool.</summary>
    public async Task ForgetMempoolAsync()
    {
        await CallAsync("stop");
        await _process.EndedAsync();
        File.Delete(Path.Combine(_folder, "regtest", "mempool.dat"));
        // By itself a wallet puts its own transactions back; and a last block far ahead of the clock ends a node as it starts.
        _process = Launch("-walletbroadcast=0", $"-mocktime={_clock}");
        await AnswersAsync();
        foreach (var wallet in (string[])[MinerWallet, .. _wallets]) await TryCallAsync("loadwallet", wallet);
    }

    /// <summary>An address that nobody has the key of.</summary>
    private static string Nobody { get; } = NBitcoin.DataEncoders.Encoders.Bech32("rltc").Encode(0, new byte[20]);

    private static async Task<string> MineAllAsync(int blocks)
    {
        var folder = Directory.CreateTempSubdirectory("rings-litecoin-mined-").FullName;
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(folder, recursive: true);
        var node = new Litecoin(folder, RunningPart.FreePort(), replaces: false);
        await node.AnswersAsync();
        await node.CallAsync("createwallet", MinerWallet);
        var address = (await node.InWalletAsync(MinerWallet, "getnewaddress", "", "bech32")).GetString();
        await node.SetClockAsync(DateTimeOffset.UtcNow.ToUnixTimeSeconds() - MinedBefore);
        for (var mined = 0; mined < blocks; mined += BlocksAtOnce)
            await node.CallAsync("generatetoaddress", Math.Min(BlocksAtOnce, blocks - mined), address);
        await node.CallAsync("stop");
        await node._process.EndedAsync();
        node._rpc.Dispose();
        return folder;
    }

    private RunningPart Launch(params string[] more) => RunningPart.Start(
        Parts.Litecoind, [.. more, "-regtest", "-server", "-listen=0", "-dnsseed=0", "-txindex", "-fallbackfee=0.0002",
        "-vbparams=mweb:4000000000:4100000000", "-rpcbind=127.0.0.1", "-rpcallowip=127.0.0.1", $"-rpcport={_port}",
        "-rpcuser=rings", "-rpcpassword=test", "-printtoconsole=0",
        $"-mempoolreplacement={(_replaces ? 1 : 0)}", $"-datadir={_folder}"]);

    private Task AnswersAsync() => _process.UntilAsync(async () =>
    {
        try
        {
            return !(await _rpc.TryCallAsync("getblockcount", default)).IsError;
        }
        catch (ChainException)
        {
            return false;
        }
    });

    private static void Copy(string from, string to)
    {
        foreach (var folder in Directory.EnumerateDirectories(from, "*", SearchOption.AllDirectories))
            Directory.CreateDirectory(folder.Replace(from, to));
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
            File.Copy(file, file.Replace(from, to));
    }
}
