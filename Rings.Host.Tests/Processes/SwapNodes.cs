using System.Globalization;
using System.Numerics;
using Rings.Sovereign.Chains.Evm;
using Rings.Sovereign.Chains.Tests.Real;
using Rings.Sovereign.Secrets;
using Rings.Sovereign.Swaps;

namespace Rings.Host.Tests.Processes;

/// <summary>Litecoin Core and anvil, which mine two blocks a second, and nodes as processes that swap on them; all on loopback.</summary>
public sealed class SwapNodes : IAsyncLifetime
{
    // Faster than the clock, as blocks have whole seconds: a chain is ahead of it by half of a test's time.
    private static readonly TimeSpan BlockEvery = TimeSpan.FromMilliseconds(500);

    private readonly string _folder = Directory.CreateTempSubdirectory("rings-swap-nodes-").FullName;
    private readonly CancellationTokenSource _ending = new();
    private readonly Dictionary<string, Program> _running = [];
    private Task _mining = Task.CompletedTask;
    private string _genesis = "";

    internal Litecoin Litecoin { get; private set; } = null!;

    internal Anvil Anvil { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        if (Environment.GetEnvironmentVariable("RINGS_SWAPS_E2E") is null) return;
        Anvil = await Anvil.StartAsync();
        Litecoin = await Litecoin.StartYoungAsync();
        _genesis = (await Anvil.CallAsync("eth_getBlockByNumber", "0x0", false)).GetProperty("hash").GetString()!;
        _mining = MineAsync();
    }

    public async Task DisposeAsync()
    {
        await _ending.CancelAsync();
        await _mining;
        foreach (var program in _running.Values) await program.DisposeAsync();
        if (Litecoin is not null) await Litecoin.DisposeAsync();
        if (Anvil is not null) await Anvil.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>A path for a file or data directory of a test's own.</summary>
    internal string Fresh() => Path.Combine(_folder, Guid.NewGuid().ToString("N"));

    /// <summary>A person with a wallet and an account: who it is, and the configuration of its node.</summary>
    /// <param name="name">Its name, new.</param>
    /// <param name="litecoins">Coins of its wallet.</param>
    /// <param name="ether">Ether of its account.</param>
    internal async Task<Person> MakeAsync(string name, decimal litecoins, int ether)
    {
        var data = Directory.CreateDirectory(Path.Combine(_folder, name)).FullName;
        var wallet = await Litecoin.WalletAsync(name, litecoins);
        var account = new byte[Bytes32.Length];
        System.Security.Cryptography.RandomNumberGenerator.Fill(account);
        var person = new Person(name, data, EvmAccount.PlaceOf(Bytes32.Read(account)), Anvil.Contract)
        {
            Wallet = wallet.Url.ToString(),
            Account = Secret(data, "account", Convert.ToHexStringLower(account)),
            Password = Secret(data, "password", "test"),
            Genesis = _genesis,
            Ethereum = Anvil.Endpoint.Url.ToString(),
        };
        if (ether > 0) await Anvil.GiveAsync(person.Address, ether * BigInteger.Pow(10, 18));
        return person;
    }

    /// <summary>Starts a person's node, or starts it again after <see cref="KillAsync"/>.</summary>
    internal async Task<TwoNodes.Node> StartAsync(Person person, string? join = null)
    {
        var config = Path.Combine(person.Data, "rings.conf");
        await File.WriteAllTextAsync(config, person.Config());
        var (program, says) = await TwoNodes.StartAsync([.. join is null ? (string[])[] : ["--join", join], "--data-dir", person.Data]);
        _running[person.Name] = program;
        return new(person.Data, (string)says["did"]!, (string)says["joinUrl"]!, (string)says["internal"]!);
    }

    /// <summary>Kills a person's node, as kill -9 does.</summary>
    internal async Task KillAsync(Person person)
    {
        _running.Remove(person.Name, out var program);
        await program!.DisposeAsync();
    }

    /// <summary>Whole coins of a person's wallet, what waits for a block left out.</summary>
    internal async Task<decimal> LitecoinsAsync(Person person) =>
        (await Litecoin.InWalletAsync(person.Name, "getbalance")).GetDecimal();

    /// <summary>Whole ether of a person's account.</summary>
    internal async Task<decimal> EtherAsync(Person person) =>
        (decimal)(await Anvil.BalanceAsync(person.Address) / BigInteger.Pow(10, 9)) / 1_000_000_000m;

    private async Task MineAsync()
    {
        try
        {
            using var clock = new PeriodicTimer(BlockEvery);
            while (await clock.WaitForNextTickAsync(_ending.Token))
            {
                await Litecoin.MineAsync(1);
                await Anvil.MineAsync();
            }
        }
        catch (OperationCanceledException)
        {
            // The tests are over.
        }
    }

    private static string Secret(string data, string name, string content)
    {
        var path = Path.Combine(data, name);
        File.WriteAllText(path, content);
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        return path;
    }

    /// <summary>Who swaps.</summary>
    internal sealed record Person(string Name, string Data, ChainPlace Address, ChainPlace Contract)
    {
        public required string Wallet { get; init; }

        public required string Account { get; init; }

        public required string Password { get; init; }

        public required string Genesis { get; init; }

        public required string Ethereum { get; init; }

        public string EthereumName { get; init; } = Anvil.Name;

        public string Config() => string.Create(CultureInfo.InvariantCulture, $$"""
            rings.http.gateway = "off"
            rings.swap {
              look-every = 1s
              chains {
                ltc { name = "{{Litecoin.Name}}", url = "{{Wallet}}", user = rings, password-file = "{{Password}}"
                      confirmations = 2, deep = 2, block-time = 10s, replaces = on }
                eth { name = "{{EthereumName}}", genesis = "{{Genesis}}", url = "{{Ethereum}}", account-file = "{{Account}}"
                      contract = "{{Contract}}", block-time = 10s, finality = 30s, max-gas-price = 20 }
              }
            }
            """);
    }
}
